"""How blurred a picture of a face is: what is painted into it and cut out of it must be no sharper."""

from __future__ import annotations

import cv2
import numpy as np

from videolecture.face.puppet.features import Features
from videolecture.types import Image

SPAN = 0.16  # face units over which an edge's contrast is measured
FLAT = 1e-3  # of 255 a pixel: a slope that is none
STRONG = 98.0  # percentile of the gradients from which they count as edges
SHARP = 25  # percentile of the edges' widths: there are soft ones in the sharpest picture
HALF_SIDE, UNDER_EYES = 0.75, 0.35  # face units: the square that is looked at, and its middle
SOBEL_SUM = 8  # of the weights of a Sobel filter's side: its answer divided by it is a slope a pixel
GRAIN = 1.0  # pixels of Gaussian blur that take away noise, and are taken off again


def blur(image: Image, features: Features) -> float:
    """Standard deviation in pixels of the blur of the face's sharper edges; 0 for a crisp picture."""
    frame = features.frame
    reach = HALF_SIDE * frame.unit
    x, y = frame.to_pixels(np.array([0.0, UNDER_EYES]))
    rows, columns = (slice(max(0, int(at - reach)), int(at + reach) + 1) for at in (y, x))
    grey = cv2.cvtColor(image[rows, columns], cv2.COLOR_RGB2GRAY).astype(np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), GRAIN)
    steep = np.hypot(cv2.Sobel(soft, -1, 1, 0, ksize=3), cv2.Sobel(soft, -1, 0, 1, ksize=3)) / SOBEL_SUM
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(2, round(SPAN / 2 * frame.unit)) + 1,) * 2)
    contrast = cv2.dilate(soft, near) - cv2.erode(soft, near)
    edges = steep >= max(float(np.percentile(steep, STRONG)), FLAT)
    # A step of contrast c under a blur of s is at its steepest c / (s * sqrt(2 pi)).
    widths = contrast[edges] / (steep[edges] * np.sqrt(2 * np.pi))
    found = float(np.percentile(widths, SHARP)) if len(widths) else 0.0
    return float(np.sqrt(max(0.0, found**2 - GRAIN**2)))
