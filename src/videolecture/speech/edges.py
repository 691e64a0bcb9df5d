"""The edges and peaks of an utterance: silence trimmed, short fades, soft clipping."""

from __future__ import annotations

import numpy as np

from videolecture.speech.activity import STEP, levels
from videolecture.types import Samples

BELOW = 45.0  # dB under the loudest 30 ms; quieter edges are silence
BEFORE, AFTER = 0.03, 0.06  # seconds kept around the sound: soft onsets and endings
FADE_IN, FADE_OUT = 0.004, 0.02  # seconds
KNEE, PEAK = 0.9, 0.98  # soft clipping: magnitudes above the knee are compressed to stay below the peak


def audible_span(samples: Samples, rate: int) -> tuple[int, int]:
    """The (first, one past the last) sample worth keeping; (0, 0) for silence."""
    level = levels(samples, rate)
    if not len(level) or float(level.max()) < -80:
        return 0, 0
    loud = np.flatnonzero(level > level.max() - BELOW)
    first = round((loud[0] * STEP - BEFORE) * rate)
    last = round(((loud[-1] + 1) * STEP + AFTER) * rate)
    return max(0, first), min(len(samples), last)


def with_fades(samples: Samples, rate: int) -> Samples:
    """The sound with its edges brought to zero, so that it can be joined to silence without a click."""
    result = samples.copy()
    into, out = (min(round(rate * fade), len(result)) for fade in (FADE_IN, FADE_OUT))
    result[:into] *= np.linspace(0, 1, into, endpoint=False, dtype=np.float32)
    result[len(result) - out :] *= np.linspace(1, 0, out, dtype=np.float32)
    return result


def soft_clipped(samples: Samples) -> Samples:
    """Soft clipping: magnitudes above the knee are compressed below the peak; quieter samples are unchanged."""
    over = np.maximum(np.abs(samples) - KNEE, 0.0)
    if not over.any():
        return samples
    room = PEAK - KNEE
    curved = np.sign(samples) * (KNEE + room * np.tanh(over / room))
    return np.where(over > 0, curved, samples).astype(np.float32)
