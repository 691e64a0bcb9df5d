"""Where in a recording somebody speaks, by level alone: no model, any language, any rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.types import Samples

STEP = 0.010  # seconds from one decision to the next
WINDOW = 0.030  # seconds of sound that each decision looks at
RANGE = 35.0  # dB below the loud parts that still count as speech
ABOVE_NOISE = 6.0  # dB that speech must rise above the noise floor
LEAST_SPREAD = 9.0  # dB between loud and quiet parts; speech always has more, steady noise and hum have less
BRIDGE = 0.15  # seconds: shorter pauses between syllables belong to the speech
SILENCE = -70.0  # dBFS; nothing below it is speech, whatever the rest is like


def levels(samples: Samples, rate: int) -> NDArray[np.float64]:
    """The level in dBFS of every 10 ms of the sound, shape (ceil(len / step),)."""
    step, window = round(rate * STEP), round(rate * WINDOW)
    count = -(-len(samples) // step)
    padded = np.pad(samples.astype(np.float64), (window // 2, window + step))
    squares = np.concatenate(([0.0], np.cumsum(padded * padded)))
    starts = np.arange(count) * step
    power = (squares[starts + window] - squares[starts]) / window
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))


def activity(samples: Samples, rate: int) -> NDArray[np.bool_]:
    """For every 10 ms of the sound whether somebody speaks there, shape (ceil(len / step),)."""
    return activity_of(levels(samples, rate))


def activity_of(level: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The same, from the levels of the sound."""
    if not len(level):
        return np.zeros(0, dtype=np.bool_)
    loud, quiet = speech_and_noise_levels(level)
    if loud < SILENCE or loud - quiet < LEAST_SPREAD:
        return np.zeros(len(level), dtype=np.bool_)
    active = level > max(loud - RANGE, min(quiet + ABOVE_NOISE, loud - LEAST_SPREAD), SILENCE)
    return _bridged(active, round(BRIDGE / STEP))


def speech_and_noise_levels(level: NDArray[np.float64]) -> tuple[float, float]:
    """The level in dBFS of the loud parts (speech) and of the quiet parts (noise) of a recording."""
    return float(np.percentile(level, 90)), float(np.percentile(level, 3))


def spans(active: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of True as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def active_speech(samples: Samples, rate: int) -> Samples:
    """The parts where somebody speaks, joined."""
    step = round(rate * STEP)
    mask = np.repeat(activity(samples, rate), step)[: len(samples)]
    return samples[mask]


def _bridged(active: NDArray[np.bool_], longest: int) -> NDArray[np.bool_]:
    """Fill pauses of at most `longest` steps between active runs."""
    filled = active.copy()
    for start, end in spans(~active):
        if start > 0 and end < len(active) and end - start <= longest:
            filled[start:end] = True
    return filled
