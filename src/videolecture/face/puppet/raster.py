"""Painting: triangles of the photo moved over the background, the inner loop of every frame.

Compiled by Numba once and cached; `warm_up` pays for it at setup.
"""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
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


FIXED = 16  # bits after the point of texture coordinates
PAIR = 0x00FF00FF  # two of a texel's four bytes, far enough apart to be multiplied together


def paint(
    out: Image,
    background: Image,
    texture: NDArray[np.uint8],
    target: NDArray[np.float32],
    source: NDArray[np.float32],
    triangles: NDArray[np.int32],
) -> int:
    """Draw every triangle; returns how many were turned over (none, unless a deformation tears).

    out, background (h, w, 3); texture (2h, 2w, 4), RGB and opacity; target and source (n, 2), pixels of the frame and
    of the undoubled picture; triangles (m, 3) vertices. Only `out` is written.
    """
    texels = texture.view(np.uint32)[..., 0]
    flat = (len(out), -1)
    return int(_paint(out.reshape(flat), background.reshape(flat), texels, target, source, triangles))


@njit(cache=True, nogil=True)
def _paint(
    out: NDArray[np.uint8],
    background: NDArray[np.uint8],
    texels: NDArray[np.uint32],
    target: NDArray[np.float32],
    source: NDArray[np.float32],
    triangles: NDArray[np.int32],
) -> int:
    height, width = out.shape[0], out.shape[1] // 3
    high, wide = texels.shape[0], texels.shape[1]
    most_x, most_y = ((wide - 1) << FIXED) - 1, ((high - 1) << FIXED) - 1
    half = 1 << (FIXED - 9)  # rounds to the nearest 256th
    low_y, high_y = np.empty(height), np.empty(height)
    flipped = 0
    for index in range(triangles.shape[0]):
        i, j, k = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay = float(target[i, 0]), float(target[i, 1])
        bx, by = float(target[j, 0]), float(target[j, 1])
        cx, cy = float(target[k, 0]), float(target[k, 1])
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area < 1e-6:
            if area < -1e-3:
                flipped += 1
            continue
        top = max(0, int(np.ceil(min(ay, by, cy))))
        bottom = min(height - 1, int(np.floor(max(ay, by, cy))))
        if bottom < top:
            continue
        for y in range(top, bottom + 1):
            low_y[y], high_y[y] = 1e9, -1e9
        _edge(low_y, high_y, top, bottom, ax, ay, bx, by)
        _edge(low_y, high_y, top, bottom, bx, by, cx, cy)
        _edge(low_y, high_y, top, bottom, cx, cy, ax, ay)
        sx, sy = source[i, 0] * 2.0, source[i, 1] * 2.0
        ux, uy = source[j, 0] * 2.0 - sx, source[j, 1] * 2.0 - sy
        vx, vy = source[k, 0] * 2.0 - sx, source[k, 1] * 2.0 - sy
        # d(texture)/d(pixel): the inverse of the triangle's own map.
        xx, xy = (ux * (cy - ay) - vx * (by - ay)) / area, (vx * (bx - ax) - ux * (cx - ax)) / area
        yx, yy = (uy * (cy - ay) - vy * (by - ay)) / area, (vy * (bx - ax) - uy * (cx - ax)) / area
        by_x, by_y = int(np.floor(xx * (1 << FIXED) + 0.5)), int(np.floor(yx * (1 << FIXED) + 0.5))
        for y in range(top, bottom + 1):
            first = max(0, int(np.ceil(low_y[y] - 1e-3)))
            last = min(width - 1, int(np.floor(high_y[y] + 1e-3)))
            if last < first:
                continue
            tx = sx + (first - ax) * xx + (y - ay) * xy
            ty = sy + (first - ax) * yx + (y - ay) * yy
            at_x, at_y = int(np.floor(tx * (1 << FIXED))) + half, int(np.floor(ty * (1 << FIXED))) + half
            for x in range(first, last + 1):
                fx, fy = min(max(at_x, 0), most_x), min(max(at_y, 0), most_y)
                at_x += by_x
                at_y += by_y
                column, row = fx >> FIXED, fy >> FIXED
                fx, fy = (fx >> (FIXED - 8)) & 255, (fy >> (FIXED - 8)) & 255
                d = (fx * fy + 128) >> 8
                b, c = fx - d, fy - d
                a = 256 - fx - c
                p, q = int(texels[row, column]), int(texels[row, column + 1])
                r, s = int(texels[row + 1, column]), int(texels[row + 1, column + 1])
                even = ((p & PAIR) * a + (q & PAIR) * b + (r & PAIR) * c + (s & PAIR) * d + 0x00800080) >> 8
                odd = ((p >> 8) & PAIR) * a + ((q >> 8) & PAIR) * b + ((r >> 8) & PAIR) * c + ((s >> 8) & PAIR) * d
                odd = (odd + 0x00800080) >> 8
                opacity = (odd >> 16) & 255
                red, green, blue = even & 255, odd & 255, (even >> 16) & 255
                if opacity == 255:
                    out[y, 3 * x], out[y, 3 * x + 1], out[y, 3 * x + 2] = red, green, blue
                elif opacity == 0:
                    for channel in range(3 * x, 3 * x + 3):
                        out[y, channel] = background[y, channel]
                else:
                    opacity += opacity >> 7  # 0..256
                    through = 256 - opacity
                    out[y, 3 * x] = (red * opacity + background[y, 3 * x] * through + 128) >> 8
                    out[y, 3 * x + 1] = (green * opacity + background[y, 3 * x + 1] * through + 128) >> 8
                    out[y, 3 * x + 2] = (blue * opacity + background[y, 3 * x + 2] * through + 128) >> 8
    return flipped


@njit(cache=True, nogil=True)
def _edge(low: Floats, high: Floats, top: int, bottom: int, px: float, py: float, qx: float, qy: float) -> None:
    """Widen every row's reach to where an edge crosses it."""
    if py > qy:
        px, py, qx, qy = qx, qy, px, py
    first, last = max(top, int(np.ceil(py))), min(bottom, int(np.floor(qy)))
    slope = (qx - px) / (qy - py) if qy > py else 0.0
    for y in range(first, last + 1):
        x = px + (y - py) * slope
        low[y], high[y] = min(low[y], x), max(high[y], x)
        if qy == py:
            low[y], high[y] = min(low[y], qx), max(high[y], qx)
