"""The cheapest way through candidates that change with time (Viterbi 1967)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def cheapest_path(costs: Floats, between: Callable[[int], Floats]) -> NDArray[np.intp]:
    """Which candidate to take at each step, shape (steps,).

    `costs` of shape (steps, candidates) are the candidates' own, at least one step's; `between(step)` gives those of
    going from each candidate of the step before (rows) to each of this step (columns).
    """
    total, previous = costs[0], np.zeros(costs.shape, np.intp)
    for step in range(1, len(costs)):
        options = total[:, None] + between(step)
        previous[step] = options.argmin(axis=0)
        total = options.min(axis=0) + costs[step]
    path = np.empty(len(costs), np.intp)
    path[-1] = total.argmin()
    for step in range(len(costs) - 1, 0, -1):
        path[step - 1] = previous[step, path[step]]
    return path
