"""Slaney's mel scale (Auditory Toolbox, 1998): linear below 1 kHz, which is 15 mel, logarithmic above."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CORNER, CORNER_MEL = 1000.0, 15.0  # Hz and mel where the scale turns
RATIO, STEPS = 6.4, 27.0  # mel above the corner in which a frequency grows by that ratio

Floats = NDArray[np.float64]


def to_mel(hertz: Floats | float) -> Floats:
    """Of frequencies in Hz, any shape."""
    above = np.maximum(hertz, CORNER) / CORNER
    return np.where(
        np.less(hertz, CORNER), np.multiply(hertz, 3 / 200), CORNER_MEL + STEPS * np.log(above) / np.log(RATIO)
    )


def to_hertz(mel: Floats | float) -> Floats:
    """The inverse of to_mel."""
    return np.where(
        np.less(mel, CORNER_MEL),
        np.multiply(mel, 200 / 3),
        CORNER * RATIO ** ((np.asarray(mel, np.float64) - CORNER_MEL) / STEPS),
    )
