"""The line between the shut lips of a photo where they are open."""

from __future__ import annotations

import cv2
import numpy as np

from videolecture.face.puppet.features import Floats
from videolecture.types import Image

SHIFT = 4  # bits of fixed point in which OpenCV takes a line's points
ACROSS = 0.8  # pixels: blur across lips that have met
BLUR, LEAST_BLUR = 0.6, 0.6  # of the line's width; pixels


def draw_line(out: Image, line: Floats, colour: Floats, width: float, strength: float) -> None:
    """The dark line between shut lips that a photo of an open mouth does not have; `line` (n, 2) pixels."""
    margin = int(width * 3 + 3)
    low = np.maximum(np.floor(line.min(axis=0)).astype(int) - margin, 0)
    high = np.minimum(np.ceil(line.max(axis=0)).astype(int) + margin + 1, [out.shape[1], out.shape[0]])
    if (high - low).min() < 2:
        return
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    points = np.round((line - low) * (1 << SHIFT)).astype(np.int32)
    cv2.polylines(mask, [points], False, 255, max(1, round(width)), cv2.LINE_AA, SHIFT)
    cover = cv2.GaussianBlur(mask, (0, 0), max(LEAST_BLUR, BLUR * width))[..., None] * (strength / 255.0)
    part = out[low[1] : high[1], low[0] : high[0]]
    # Blurred across first: the lips' edges come from places far apart in the photo and meet in steps.
    soft = cv2.GaussianBlur(part, (0, 0), ACROSS)
    near = np.minimum(cv2.dilate(mask, np.ones((3, 3), np.uint8))[..., None] / 255.0, 1.0)
    mixed = part + (soft - part.astype(np.float64)) * near
    part[:] = np.round(mixed + (colour - mixed) * cover).astype(np.uint8)
