"""Painting: triangles of the photo moved over the background, the inner loop of every frame.

Compiled by Numba once and cached; `warm_up` pays for it at setup.
"""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.types import Image


def double(layer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture at twice the size whose even pixels are the original's: (2h, 2w, c).

    Sampling between half-pixel neighbours instead of whole ones keeps the moving picture as sharp as the still one,
    and where nothing moves the original pixels come out unchanged.
    """
    height, width = layer.shape[:2]
    matrix = np.array([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
    twice = cv2.warpAffine(
        layer, matrix, (2 * width, 2 * height), flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(twice, dtype=np.uint8)


@njit(cache=True, nogil=True)
def paint(
    out: Image,  # (h, w, 3), written
    background: Image,  # (h, w, 3)
    texture: NDArray[np.uint8],  # (2h, 2w, 4), RGB and opacity
    target: NDArray[np.float32],  # (n, 2) pixels
    source: NDArray[np.float32],  # (n, 2) pixels of the undoubled picture
    triangles: NDArray[np.int32],  # (m, 3)
) -> int:
    """Draw every triangle; returns how many were turned over (none, unless a deformation tears)."""
    height, width = out.shape[0], out.shape[1]
    high, wide = texture.shape[0] - 1, texture.shape[1] - 1
    flipped = 0
    for index in range(triangles.shape[0]):
        i, j, k = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay = target[i, 0], target[i, 1]
        bx, by = target[j, 0], target[j, 1]
        cx, cy = target[k, 0], target[k, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area < 1e-6:
            if area < -1e-3:
                flipped += 1
            continue
        top = max(0, int(np.ceil(min(ay, by, cy))))
        bottom = min(height - 1, int(np.floor(max(ay, by, cy))))
        if bottom < top:
            continue
        sx, sy = source[i, 0] * 2.0, source[i, 1] * 2.0
        ux, uy = source[j, 0] * 2.0 - sx, source[j, 1] * 2.0 - sy
        vx, vy = source[k, 0] * 2.0 - sx, source[k, 1] * 2.0 - sy
        # d(texture)/d(pixel): the inverse of the triangle's own map.
        xx = (ux * (cy - ay) - vx * (by - ay)) / area
        yx = (uy * (cy - ay) - vy * (by - ay)) / area
        xy = (vx * (bx - ax) - ux * (cx - ax)) / area
        yy = (vy * (bx - ax) - uy * (cx - ax)) / area
        for y in range(top, bottom + 1):
            low, high_x = 1e9, -1e9
            for edge in range(3):
                if edge == 0:
                    px, py, qx, qy = ax, ay, bx, by
                elif edge == 1:
                    px, py, qx, qy = bx, by, cx, cy
                else:
                    px, py, qx, qy = cx, cy, ax, ay
                if (py <= y <= qy) or (qy <= y <= py):
                    if py == qy:
                        low = min(low, px, qx)
                        high_x = max(high_x, px, qx)
                    else:
                        x = px + (y - py) * (qx - px) / (qy - py)
                        low = min(low, x)
                        high_x = max(high_x, x)
            first = max(0, int(np.ceil(low - 1e-3)))
            last = min(width - 1, int(np.floor(high_x + 1e-3)))
            tx = sx + (first - ax) * xx + (y - ay) * xy
            ty = sy + (first - ax) * yx + (y - ay) * yy
            for x in range(first, last + 1):
                fx = min(max(tx, 0.0), wide - 0.001)
                fy = min(max(ty, 0.0), high - 0.001)
                tx += xx
                ty += yx
                column, row = int(fx), int(fy)
                fx -= column
                fy -= row
                a, b = (1.0 - fx) * (1.0 - fy), fx * (1.0 - fy)
                c, d = (1.0 - fx) * fy, fx * fy
                under, right = row + 1, column + 1
                pa, pb = texture[row, column, 3], texture[row, right, 3]
                pc, pd = texture[under, column, 3], texture[under, right, 3]
                if (pa & pb & pc & pd) == 255:
                    for channel in range(3):
                        value = a * texture[row, column, channel] + b * texture[row, right, channel]
                        value += c * texture[under, column, channel] + d * texture[under, right, channel]
                        out[y, x, channel] = np.uint8(value + 0.5)
                    continue
                if (pa | pb | pc | pd) == 0:
                    for channel in range(3):
                        out[y, x, channel] = background[y, x, channel]
                    continue
                opacity = (a * pa + b * pb + c * pc + d * pd) * (1.0 / 255.0)
                for channel in range(3):
                    value = a * texture[row, column, channel] + b * texture[row, right, channel]
                    value += c * texture[under, column, channel] + d * texture[under, right, channel]
                    beneath = background[y, x, channel]
                    out[y, x, channel] = np.uint8(beneath + (value - beneath) * opacity + 0.5)
    return flipped
