"""Lines through a picture that are found as a whole, from left to right, and not column by column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats


def cheapest(cost: Floats, step: Floats) -> NDArray[np.intp]:
    """(columns,): the row of each column on the path of the least cost, by Viterbi's algorithm.

    `cost`: (rows, columns) of being there; `step`: (rows, rows) of coming from the second row to the first, in the
    column before.
    """
    rows, columns = cost.shape
    total, came = cost[:, 0].copy(), np.zeros((rows, columns), dtype=np.intp)
    for column in range(1, columns):
        ways = total[None, :] + step
        came[:, column] = ways.argmin(axis=1)
        total = ways.min(axis=1) + cost[:, column]
    path = np.empty(columns, dtype=np.intp)
    path[-1] = total.argmin()
    for column in range(columns - 1, 0, -1):
        path[column - 1] = came[path[column], column]
    return path


def smoothed(values: Floats, deviation: float) -> Floats:
    """(columns,) blurred by a Gaussian of that many columns; level beyond the ends."""
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(values, deviation, mode="nearest"))
