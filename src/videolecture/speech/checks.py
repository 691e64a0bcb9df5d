"""Is a spoken stretch plausible? Cheap checks that catch what speech models do when they fail."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from videolecture.speech.activity import STEP, activity, spans
from videolecture.types import Samples

# Seconds a character takes. Slow readings of short words need the constant.
FASTEST, SLOWEST, START = 0.028, 0.16, 0.8
LONGEST_SILENCE = 1.2  # seconds inside an utterance
CLIPPED = 0.999  # magnitude
CLIPPED_SHARE = 0.0005  # of the samples
FAINTEST = 0.02  # peak magnitude


def problems(samples: Samples, rate: int, text: str) -> tuple[str, ...]:
    """What is wrong with an utterance, in words; nothing if it sounds plausible."""
    found = []
    seconds, letters = len(samples) / rate, sum(sign.isalnum() for sign in text)
    if seconds < FASTEST * letters:
        found.append(f"too short: {seconds:.2f} s for {letters} letters")
    if seconds > SLOWEST * letters + START:
        found.append(f"too long: {seconds:.2f} s for {letters} letters")
    if not np.isfinite(samples).all():
        found.append("not a number")
        return tuple(found)
    if not len(samples) or float(np.abs(samples).max()) < FAINTEST:
        found.append("silent")
        return tuple(found)
    silence = longest_silence(samples, rate)
    if silence > LONGEST_SILENCE:
        found.append(f"a silence of {silence:.1f} s inside")
    share = float(np.mean(np.abs(samples) >= CLIPPED))
    if share > CLIPPED_SHARE:
        found.append(f"clipped ({100 * share:.2f} % of the samples)")
    return tuple(found)


def longest_silence(samples: Samples, rate: int) -> float:
    """Seconds of the longest pause between sounds."""
    active = spans(activity(samples, rate))
    return max((later[0] - earlier[1] for earlier, later in pairwise(active)), default=0) * STEP
