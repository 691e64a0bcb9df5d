"""Does more than one person speak in a recording? Its stretches of 1.6 s fall into two groups that are far apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Groups within one recording of 17 were never below .81, those of two people in one were .46 to .82 (median .62).
APART = 0.76  # cosine of the groups' means
LEAST_SHARE = 0.15  # of the stretches: less is a cough or a door
ROUNDS = 10


def several(pieces: NDArray[np.float32]) -> bool:
    """Whether the embeddings (n, 256) of a recording's stretches are those of several people."""
    likeness = pieces @ pieces.T
    first, second = (pieces[at] for at in np.unravel_index(int(likeness.argmin()), likeness.shape))
    for _ in range(ROUNDS):
        mine = pieces @ first >= pieces @ second
        if mine.all() or not mine.any():
            return False
        first, second = (
            group.mean(axis=0) / np.linalg.norm(group.mean(axis=0)) for group in (pieces[mine], pieces[~mine])
        )
    share = min(mine.mean(), 1 - mine.mean())
    return bool(first @ second < APART and share >= LEAST_SHARE)
