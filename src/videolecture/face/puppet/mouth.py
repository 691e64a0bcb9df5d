"""The inside of the mouth, painted where the lips part."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet.colours import Colours
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.teeth import HALF, Teeth
from videolecture.types import Image

CLEAR, MOST_FINE = 200.0, 8  # pixels a face unit from which an outline is drawn as it is; times larger at most
IN_SHADOW = 0.7  # of their light that teeth lose behind lips pushed forward
SHIFT = 4  # bits of fixed point in which OpenCV takes polygon corners


@dataclass(frozen=True)
class Opening:
    """The lips of one frame."""

    outline: Floats  # (n, 2) pixels, around the opening
    to_mouth: Floats  # (2, 3): pixels to face units from the middle of the shut lips
    jaw: float  # face units the lower teeth are down
    tongue: float  # 0 low .. 1 behind the upper teeth
    half_width: float  # of the mouth, face units
    deep: float  # 0..1: lips pushed forward, teeth far behind them


def paint(out: Image, opening: Opening, teeth: Teeth, colours: Colours, unit: float, softness: float) -> None:
    """Paint the inside into `out`, (h, w, 3), where `opening` shows it; lips stay, with soft edges."""
    margin = int(3 + 0.06 * unit)
    low = np.floor(opening.outline.min(axis=0)).astype(int) - margin
    high = np.ceil(opening.outline.max(axis=0)).astype(int) + margin + 1
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(out.shape[1], int(high[0])), min(out.shape[0], int(high[1]))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    mask = _mask(opening.outline - [x0, y0], x1 - x0, y1 - y0, unit)
    if not mask.any():
        return
    edge = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, 0.5 * softness, 0.004 * unit)), dtype=np.uint8)
    depth = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.7, 0.012 * unit)), dtype=np.uint8)
    matrix = opening.to_mouth.copy()
    matrix[:, 2] += matrix[:, :2] @ [x0, y0]
    _fill(
        out[y0:y1, x0:x1], edge, depth, max(1, round(0.010 * unit)), matrix, teeth.upper, teeth.lower, teeth.scale,
        teeth.upper_top, teeth.lower_top, opening.jaw, opening.tongue, opening.half_width,
        1.0 - IN_SHADOW * opening.deep, colours.cavity, colours.tongue,
    )  # fmt: skip


def _mask(outline: Floats, width: int, height: int, unit: float) -> NDArray[np.uint8]:
    """(height, width) cover, 0..255, of an outline; OpenCV draws nothing thinner than a pixel, so small ones larger."""
    fine = int(np.clip(round(CLEAR / unit), 1, MOST_FINE))
    mask = np.zeros((height * fine, width * fine), np.uint8)
    points = np.round(((outline + 0.5) * fine - 0.5) * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, lineType=cv2.LINE_AA, shift=SHIFT)
    return mask if fine == 1 else np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def draw_line(out: Image, line: Floats, colour: Floats, width: float, strength: float) -> None:
    """The dark line between shut lips that a photo of an open mouth does not have; `line` (n, 2) pixels."""
    margin = int(width * 3 + 3)
    low = np.maximum(np.floor(line.min(axis=0)).astype(int) - margin, 0)
    high = np.minimum(np.ceil(line.max(axis=0)).astype(int) + margin + 1, [out.shape[1], out.shape[0]])
    if (high - low).min() < 2:
        return
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    points = np.round((line - low) * (1 << SHIFT)).astype(np.int32)
    cv2.polylines(mask, [points], False, 255, max(1, round(width)), cv2.LINE_AA, SHIFT)
    cover = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.6 * width))[..., None] * (strength / 255.0)
    part = out[low[1] : high[1], low[0] : high[0]]
    # Blurred across first: the lips' edges come from places far apart in the photo and meet in steps.
    soft = cv2.GaussianBlur(part, (0, 0), 0.8)
    near = np.minimum(cv2.dilate(mask, np.ones((3, 3), np.uint8))[..., None] / 255.0, 1.0)
    mixed = part + (soft - part.astype(np.float64)) * near
    part[:] = np.round(mixed + (colour - mixed) * cover).astype(np.uint8)


@njit(cache=True, nogil=True)
def _fill(
    out: Image,
    edge: NDArray[np.uint8],
    depth: NDArray[np.uint8],
    shadow: int,
    matrix: Floats,
    upper: NDArray[np.uint8],
    lower: NDArray[np.uint8],
    scale: float,
    upper_top: float,
    lower_top: float,
    jaw: float,
    tongue: float,
    half_width: float,
    bright: float,
    cavity: Floats,
    flesh: Floats,
) -> None:
    colour = np.zeros(3)
    for row in range(out.shape[0]):
        above = max(0, row - shadow)
        for column in range(out.shape[1]):
            cover = edge[row, column] / 255.0
            if cover <= 0.0:
                continue
            x = matrix[0, 0] * column + matrix[0, 1] * row + matrix[0, 2]
            y = matrix[1, 0] * column + matrix[1, 1] * row + matrix[1, 2]
            for channel in range(3):
                colour[channel] = cavity[channel]
            # The tongue: a mound behind the lower teeth, raised for its sounds, darker toward the throat.
            top = jaw * (0.30 - 0.26 * tongue) + 0.008 + 1.0 * x * x
            mound = min(max((y - top) / 0.04, 0.0), 1.0)
            mound *= mound * min(max((0.2 - abs(x)) / 0.08, 0.0), 1.0)
            lit = 0.45 + 0.55 * min(max((y - top) / 0.08, 0.0), 1.0) - 0.08 * max(0.0, 1.0 - abs(x) / 0.015)
            for channel in range(3):
                colour[channel] += (flesh[channel] * lit - colour[channel]) * mound
            side = min(abs(x) / half_width, 1.0)
            corner = 1.0 - 0.6 * side * side
            _over(colour, lower, (x + HALF) * scale - 0.5, (y - jaw - lower_top) * scale - 0.5, corner * 0.88, bright)
            _over(colour, upper, (x + HALF) * scale - 0.5, (y - upper_top) * scale - 0.5, corner, bright)
            # Lips shade what is behind them, the upper one most.
            near = depth[row, column] / 255.0
            over = depth[above, column] / 255.0
            light = min(max((near - 0.3) / 0.5, 0.0), 1.0) * 0.25 + min(max((over - 0.1) / 0.8, 0.0), 1.0) * 0.75
            light = 0.35 + 0.65 * light
            for channel in range(3):
                under = out[row, column, channel]
                # What is in the shade takes on the colour of the flesh around it.
                shaded = cavity[channel] * (0.6 + 0.4 * light) + (colour[channel] - cavity[channel]) * light
                value = under + (shaded - under) * cover
                out[row, column, channel] = np.uint8(min(max(value + 0.5, 0.0), 255.0))


@njit(cache=True, nogil=True)
def _over(colour: Floats, layer: NDArray[np.uint8], x: float, y: float, light: float, share: float) -> None:
    """Blend a sample of a premultiplied layer over `colour`, of which a share shows."""
    if x < 0.0 or y < 0.0 or x >= layer.shape[1] - 1 or y >= layer.shape[0] - 1:
        return
    column, row = int(x), int(y)
    fx, fy = x - column, y - row
    a, b, c, d = (1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy
    p, q, r, s = layer[row, column], layer[row, column + 1], layer[row + 1, column], layer[row + 1, column + 1]
    opacity = (a * p[3] + b * q[3] + c * r[3] + d * s[3]) / 255.0 * share
    for channel in range(3):
        value = a * p[channel] + b * q[channel] + c * r[channel] + d * s[channel]
        colour[channel] = colour[channel] * (1.0 - opacity) + value * light * share


def warm_up() -> None:
    """Compile the loop with the types that frames use."""
    mask, layer = np.full((8, 8), 255, np.uint8), np.zeros((8, 8, 4), np.uint8)
    frame = np.zeros((16, 16, 3), np.uint8)
    colour, matrix = np.zeros(3), np.zeros((2, 3))
    _fill(frame[:8, :8], mask, mask, 1, matrix, layer, layer, 2.0, 0.0, 0.0, 0.0, 0.0, 0.3, 1.0, colour, colour)
