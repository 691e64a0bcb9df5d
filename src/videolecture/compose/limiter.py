"""A true-peak limiter that looks ahead: no attack is cut off, nothing is remembered but the neighbourhood.

The gain at a sample depends on the sound within REACH samples of it and on nothing else, so that the result does not
depend on how the sound is cut into blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from videolecture.loudness import INTERPOLATION_BOUND, TAPS, oversampled_peaks, ratio
from videolecture.types import SAMPLE_RATE, Samples

HOLD = round(0.015 * SAMPLE_RATE)  # samples on both sides of a peak: two periods of a low voice keep one gain
_HALF = HOLD // 2
REACH = HOLD + 2 * _HALF + TAPS  # samples that a sample's gain can depend on, on either side


def limited(blocks: Iterable[Samples], gain: float, ceiling: float) -> Iterator[Samples]:
    """The sound of the blocks times `gain`, its true peaks lowered to `ceiling` dBTP; as many samples as came in."""
    limit = ratio(ceiling)
    silence = np.zeros(REACH, np.float32)
    window = silence  # what is known: REACH samples of the past, then what is still to be given
    for block in chain(blocks, (silence,)):
        window = np.concatenate([window, block * np.float32(gain)])
        if len(window) > 2 * REACH:
            yield _centre(window, limit)
            window = window[-2 * REACH :]


def _centre(window: Samples, limit: float) -> Samples:
    """(n,) with its neighbourhood -> (n - 2 REACH,) limited."""
    inner = window[REACH:-REACH]
    if float(np.max(np.abs(window))) * INTERPOLATION_BOUND <= limit:
        return inner
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    peaks = oversampled_peaks(window).astype(np.float64)  # entry i: between samples i + TAPS/2 - 1 and the next
    peaks[1:] = np.maximum(peaks[1:], peaks[:-1])  # a value between two samples binds both
    needed = np.minimum(1.0, limit / np.maximum(peaks, 1e-9))
    # The least gain within HOLD, then a mean over as much on either side: never above what a peak needs at the peak.
    held = minimum_filter1d(needed, 2 * HOLD + 1)
    smooth = uniform_filter1d(uniform_filter1d(held, 2 * _HALF + 1), 2 * (HOLD - _HALF) + 1)
    start = REACH - (TAPS // 2 - 1)
    limited_samples: Samples = (inner * smooth[start : start + len(inner)]).astype(np.float32)
    return limited_samples
