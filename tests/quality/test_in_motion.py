from __future__ import annotations

import numpy as np

from quality.in_motion import _grid


def test_frames_are_read_row_by_row() -> None:
    cells = [np.full((2, 3, 3), value, np.uint8) for value in range(1, 6)]
    grid = _grid(cells, 3)
    assert grid.shape == (4, 9, 3)
    assert grid[0, ::3, 0].tolist() == [1, 2, 3]
    assert grid[2, ::3, 0].tolist() == [4, 5, 0]
