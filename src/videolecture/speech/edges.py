"""Tidy edges of a spoken stretch: the engine's own silence trimmed, tiny fades, peaks bent before they clip."""

from __future__ import annotations

import numpy as np

from videolecture.speech.activity import STEP, levels
from videolecture.types import Samples

BELOW = 45.0  # dB under the loudest 30 ms; quieter edges are silence
BEFORE, AFTER = 0.03, 0.06  # seconds kept around the sound: soft onsets and endings
FADE_IN, FADE_OUT = 0.004, 0.02  # seconds
KNEE, PEAK = 0.9, 0.98  # magnitudes above the knee are bent to stay below the peak


def sounding(samples: Samples, rate: int) -> tuple[int, int]:
    """The (first, one past the last) sample worth keeping; (0, 0) for silence."""
    level = levels(samples, rate)
    if not len(level) or float(level.max()) < -80:
        return 0, 0
    loud = np.flatnonzero(level > level.max() - BELOW)
    first = round((loud[0] * STEP - BEFORE) * rate)
    last = round(((loud[-1] + 1) * STEP + AFTER) * rate)
    return max(0, first), min(len(samples), last)


def faded(samples: Samples, rate: int) -> Samples:
    """The sound with its edges brought to zero, so that it can be joined to silence without a click."""
    result = samples.copy()
    into, out = (min(round(rate * fade), len(result)) for fade in (FADE_IN, FADE_OUT))
    result[:into] *= np.linspace(0, 1, into, endpoint=False, dtype=np.float32)
    result[len(result) - out :] *= np.linspace(1, 0, out, dtype=np.float32)
    return result


def bent(samples: Samples) -> Samples:
    """The sound with magnitudes above the knee bent below the peak; quieter samples stay exactly as they are."""
    over = np.maximum(np.abs(samples) - KNEE, 0.0)
    if not over.any():
        return samples
    room = PEAK - KNEE
    curved = np.sign(samples) * (KNEE + room * np.tanh(over / room))
    return np.where(over > 0, curved, samples).astype(np.float32)
