"""Paying for compilation at setup: every loop that Numba compiles is called once with the types that frames use."""

from __future__ import annotations

import numpy as np

from videolecture.face.puppet import eye_loops, mouth, raster

SIDE = 8  # pixels of the pictures they are called with


def warm_up() -> None:
    """Compile and cache. Takes about half a minute the first time, a second afterwards."""
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)
    texture = np.zeros((2 * SIDE, 2 * SIDE, 4), np.uint8)
    corners = np.array([[0, 0], [SIDE - 1, 0], [0, SIDE - 1]], np.float32)
    raster.paint(picture, picture.copy(), texture, corners, corners, np.array([[0, 1, 2]], np.int32))
    mouth.warm_up()
    eye_loops.warm_up()
