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
WEIGHT = 8  # bits of the weights between texels
ROUND = 0x00800080  # half of a 256th in both of a pair
THIN, TURNED = 1e-6, 1e-3  # pixels: an area that is none, and one that is turned over
NOWHERE = 1e9  # pixels
TOUCH = 1e-3  # pixels that a triangle reaches beyond its edge, or a crack would show between two
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

    out, background (h, w, 3); texture (h, w, 4) or doubled (2h, 2w, 4), RGB and opacity; target and source (n, 2),
    pixels of the frame and of the undoubled picture; triangles (m, 3) vertices. Only `out` is written.
    """
    high, wide = texture.shape[:2]
    texels = texture.view(np.uint32).reshape(-1)
    height, width = out.shape[:2]
    painted = _paint(
        out.reshape(-1), background.reshape(-1), texels, height, width, high, wide, target, source, triangles
    )
    return int(painted)


@njit(cache=True, nogil=True)
def _paint(
    out: NDArray[np.uint8],
    background: NDArray[np.uint8],
    texels: NDArray[np.uint32],
    height: int,
    width: int,
    high: int,
    wide: int,
    target: NDArray[np.float32],
    source: NDArray[np.float32],
    triangles: NDArray[np.int32],
) -> int:
    scale = float(high // height)
    most_x, most_y = ((wide - 1) << FIXED) - 1, ((high - 1) << FIXED) - 1
    half = 1 << (FIXED - WEIGHT - 1)  # rounds to the nearest 256th
    low_y, high_y = np.empty(height), np.empty(height)
    flipped = 0
    for index in range(triangles.shape[0]):
        i, j, k = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay = float(target[i, 0]), float(target[i, 1])
        bx, by = float(target[j, 0]), float(target[j, 1])
        cx, cy = float(target[k, 0]), float(target[k, 1])
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area < THIN:
            if area < -TURNED:
                flipped += 1
            continue
        top = max(0, int(np.ceil(min(ay, by, cy))))
        bottom = min(height - 1, int(np.floor(max(ay, by, cy))))
        if bottom < top:
            continue
        for y in range(top, bottom + 1):
            low_y[y], high_y[y] = NOWHERE, -NOWHERE
        _edge(low_y, high_y, top, bottom, ax, ay, bx, by)
        _edge(low_y, high_y, top, bottom, bx, by, cx, cy)
        _edge(low_y, high_y, top, bottom, cx, cy, ax, ay)
        sx, sy = source[i, 0] * scale, source[i, 1] * scale
        ux, uy = source[j, 0] * scale - sx, source[j, 1] * scale - sy
        vx, vy = source[k, 0] * scale - sx, source[k, 1] * scale - sy
        # d(texture)/d(pixel): the inverse of the triangle's own map.
        xx, xy = (ux * (cy - ay) - vx * (by - ay)) / area, (vx * (bx - ax) - ux * (cx - ax)) / area
        yx, yy = (uy * (cy - ay) - vy * (by - ay)) / area, (vy * (bx - ax) - uy * (cx - ax)) / area
        by_x, by_y = int(np.floor(xx * (1 << FIXED) + 0.5)), int(np.floor(yx * (1 << FIXED) + 0.5))
        for y in range(top, bottom + 1):
            first = max(0, int(np.ceil(low_y[y] - TOUCH)))
            last = min(width - 1, int(np.floor(high_y[y] + TOUCH)))
            if last < first:
                continue
            tx = sx + (first - ax) * xx + (y - ay) * xy
            ty = sy + (first - ax) * yx + (y - ay) * yy
            at_x, at_y = int(np.floor(tx * (1 << FIXED))) + half, int(np.floor(ty * (1 << FIXED))) + half
            end_x, end_y = at_x + (last - first) * by_x, at_y + (last - first) * by_y
            inside = min(at_x, end_x, at_y, end_y) >= 0 and max(at_x, end_x) <= most_x and max(at_y, end_y) <= most_y
            # Unsigned: Numba spares the test for places counted from the end.
            place = np.uintp(3 * (y * width + first))
            for _ in range(first, last + 1):
                fx, fy = at_x, at_y
                if not inside:
                    fx, fy = min(max(at_x, 0), most_x), min(max(at_y, 0), most_y)
                at_x += by_x
                at_y += by_y
                texel = np.uintp((fy >> FIXED) * wide + (fx >> FIXED))
                under = texel + np.uintp(wide)
                fx, fy = (fx >> (FIXED - WEIGHT)) & 255, (fy >> (FIXED - WEIGHT)) & 255
                d = (fx * fy + 128) >> 8
                b, c = fx - d, fy - d
                a = 256 - fx - c
                p, q = np.int64(texels[texel]), np.int64(texels[texel + np.uintp(1)])
                r, s = np.int64(texels[under]), np.int64(texels[under + np.uintp(1)])
                even = ((p & PAIR) * a + (q & PAIR) * b + (r & PAIR) * c + (s & PAIR) * d + ROUND) >> 8
                odd = ((p >> 8) & PAIR) * a + ((q >> 8) & PAIR) * b + ((r >> 8) & PAIR) * c + ((s >> 8) & PAIR) * d
                odd = (odd + ROUND) >> 8
                opacity = (odd >> 16) & 255
                red, green, blue = even & 255, odd & 255, (even >> 16) & 255
                second, third = place + np.uintp(1), place + np.uintp(2)
                if opacity == 255:
                    out[place], out[second], out[third] = red, green, blue
                else:
                    opacity += opacity >> 7  # 0..256
                    through = 256 - opacity
                    out[place] = (red * opacity + background[place] * through + 128) >> 8
                    out[second] = (green * opacity + background[second] * through + 128) >> 8
                    out[third] = (blue * opacity + background[third] * through + 128) >> 8
                place += np.uintp(3)
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
