"""Whether more than one person speaks in a recording: its 1.6 s stretches then form two distant clusters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Groups within one recording of 17 were never below .81, those of two people in one were .46 to .82 (median .62).
SAME_SPEAKER = 0.76  # cosine of the clusters' means, at least
LEAST_SHARE = 0.15  # of the stretches: less is a cough or a door
# Two of one sex in equal parts are nearer: .71 to .80 for pairs of Silero's Russian voices, each alone .90 or more.
ALIKE, EQUAL_SHARE = 0.80, 0.3
ROUNDS = 10


def has_several_speakers(pieces: NDArray[np.float32]) -> bool:
    """Whether the embeddings (n, 256) of a recording's stretches are those of several people."""
    likeness = pieces @ pieces.T
    first, second = (pieces[at] for at in np.unravel_index(int(likeness.argmin()), likeness.shape))
    for _ in range(ROUNDS):
        nearer_first = pieces @ first >= pieces @ second
        if nearer_first.all() or not nearer_first.any():
            return False
        first, second = (
            group.mean(axis=0) / np.linalg.norm(group.mean(axis=0))
            for group in (pieces[nearer_first], pieces[~nearer_first])
        )
    share = min(nearer_first.mean(), 1 - nearer_first.mean())
    least = ALIKE if share >= EQUAL_SHARE else SAME_SPEAKER
    return bool(first @ second < least and share >= LEAST_SHARE)
