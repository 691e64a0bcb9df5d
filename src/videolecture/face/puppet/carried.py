"""Colours of known pixels of a picture carried on over its other ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float32]


def carried(photo: Mask, known: Mask, spread: float, down: float = 0.0) -> Mask:
    """(h, w, 3): the known pixels' colours spread over all others, the nearest most.

    `spread`: standard deviation in pixels; `down`: that of rows, if it is another one.
    """
    total = np.zeros_like(photo)
    weight = np.zeros_like(known)
    for times in (1.0, 3.0):  # what lies farther than the first spread reaches has the second one
        share = 1.0 if times == 1.0 else np.float32(1e-4)
        across, along = (max(0.8, times * each) for each in (spread, down or spread))
        total += share * _blurred(photo * known[..., None], across, along)
        weight += share * _blurred(known, across, along)
    usual = photo[known > 0].mean(axis=0) if known.any() else photo.mean(axis=(0, 1))
    tiny = np.float32(1e-7)
    return np.asarray((total + tiny * usual) / (weight + tiny)[..., None], dtype=np.float32)


def _blurred(values: Mask, across: float, down: float) -> Mask:
    shown = cv2.GaussianBlur(values, (0, 0), sigmaX=across, sigmaY=down, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(shown, dtype=np.float32)
