"""Colours of known pixels of a picture carried on over its other ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float32]


def carried(photo: Mask, known: Mask, spread: float) -> Mask:
    """(h, w, 3): the known pixels' colours spread over all others, the nearest most."""
    total = np.zeros_like(photo)
    weight = np.zeros_like(known)
    for times in (1.0, 3.0):  # what lies farther than the first spread reaches has the second one
        share = 1.0 if times == 1.0 else np.float32(1e-4)
        sigma = max(0.8, times * spread)
        total += share * cv2.GaussianBlur(photo * known[..., None], (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
        weight += share * cv2.GaussianBlur(known, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    usual = photo[known > 0].mean(axis=0) if known.any() else photo.mean(axis=(0, 1))
    tiny = np.float32(1e-7)
    return np.asarray((total + tiny * usual) / (weight + tiny)[..., None], dtype=np.float32)
