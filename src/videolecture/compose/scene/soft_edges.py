"""Soft-edged shapes: how much of each pixel a rounded rectangle, a frame or a dot covers.

Coverage comes from the signed distance to the shape's edge (Inigo Quilez, "2D distance functions"), so that any edge is
smooth at any size and none is drawn twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Coverage = NDArray[np.float32]  # (height, width), 0..1

Rectangle = tuple[float, float, float, float]  # left, top, width, height in pixels


def distance(size: tuple[int, int], shape: Rectangle, radius: float) -> Coverage:
    """Pixels from the edge of a rectangle with rounded corners, negative inside, over a picture of (width, height)."""
    left, top, width, height = shape
    radius = min(radius, width / 2, height / 2)
    across = np.abs(np.arange(size[0], dtype=np.float32) + 0.5 - (left + width / 2)) - (width / 2 - radius)
    down = np.abs(np.arange(size[1], dtype=np.float32) + 0.5 - (top + height / 2)) - (height / 2 - radius)
    outside = np.hypot(np.maximum(across, 0)[None, :], np.maximum(down, 0)[:, None])
    inside = np.minimum(np.maximum(across[None, :], down[:, None]), 0)
    return np.asarray(outside + inside - radius, np.float32)


def filled(distances: Coverage, feather: float = 1.0) -> Coverage:
    """1 inside, 0 outside; over `feather` pixels inside the edge, and half a pixel outside it, it fades."""
    if feather <= 1:
        return np.asarray(np.clip(0.5 - distances, 0, 1), np.float32)
    ramp = np.clip(-distances / np.float32(feather), 0, 1)
    return np.asarray(ramp * ramp * (3 - 2 * ramp), np.float32)


def stroked(distances: Coverage, width: float) -> Coverage:
    """A line of this width along the edge."""
    return np.asarray(np.clip(width / 2 + 0.5 - np.abs(distances), 0, 1), np.float32)


def glowing(distances: Coverage, reach: float) -> Coverage:
    """1 at the edge and inside, falling softly to 0 at `reach` pixels outside."""
    away = np.clip(1 - distances / np.float32(reach), 0, 1)
    return np.asarray(away * away, np.float32)
