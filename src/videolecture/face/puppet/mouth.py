"""The inside of the mouth, painted where the lips part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet.colours import Colours
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.photo_teeth import HALF
from videolecture.face.puppet.teeth import Teeth
from videolecture.types import Image

CLEAR, MOST_FINE = 200.0, 8  # pixels a face unit from which an outline is drawn as it is; times larger at most
IN_SHADOW = 0.4  # of their light that teeth lose behind lips pushed forward


class Inside(NamedTuple):
    """What is drawn inside a mouth, and its light; lengths in face units. By eye beside photographs of speaking mouths.

    A named tuple, since Numba compiles its fields as constants.
    """

    tongue_low: float = 0.30  # of the jaw's opening, from the upper lip down: where a tongue at rest lies
    tongue_up: float = 0.26  # and how much higher it is behind the upper teeth
    tongue_gap: float = 0.008
    tongue_round: float = 1.2  # by which its back falls to the sides, per square unit
    tongue_edge: float = 0.06  # over which it fades in
    tongue_half: float = 0.22  # half its width
    tongue_side: float = 0.13  # over which it fades out there
    throat: float = 0.4  # light on its back, far inside
    tongue_front: float = 0.5  # and how much more on its front,
    tongue_depth: float = 0.08  # so far down
    groove: float = 0.04  # light that the groove in its middle lacks
    groove_half: float = 0.03
    corner: float = 0.85  # part of the teeth that is not seen in the corners
    lower: float = 0.72  # part of the lower teeth that is seen
    sink: float = 0.07  # of the jaw's opening by which they go behind the lower lip: wide vowels show the tongue
    near_from: float = 0.3  # cover of the opening around a place from which light comes there
    near_span: float = 0.5
    near: float = 0.25  # part of the light that does
    over_from: float = 0.1  # cover over it, past the upper lip
    over_span: float = 0.8
    over: float = 0.75
    darkest: float = 0.35  # light behind the lips
    lit: float = 0.65  # and how much more without them
    fleshy: float = 0.6  # what is in the shade takes on the colour of the flesh around it
    fleshy_lit: float = 0.4
    teeth_fleshy: float = 0.35  # of the flesh's tint that teeth in full shade have, or they would be grey
    own_light: float = 0.7  # of the shade of the lips that the photo's own teeth do not take on: they have it


class Edges(NamedTuple):
    """Softness of the opening's edges: face units, and the least in pixels."""

    margin: float = 0.06
    least_margin: int = 3
    soft: float = 0.004
    least_soft: float = 0.5
    of_photo: float = 0.5  # of the photo's own blur
    depth: float = 0.012  # of the lips' shadow
    least_depth: float = 0.7
    shadow: float = 0.010  # the upper lip's, downward


INSIDE, EDGES = Inside(), Edges()
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
    margin = int(EDGES.least_margin + EDGES.margin * unit)
    low = np.floor(opening.outline.min(axis=0)).astype(int) - margin
    high = np.ceil(opening.outline.max(axis=0)).astype(int) + margin + 1
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(out.shape[1], int(high[0])), min(out.shape[0], int(high[1]))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    mask = _mask(opening.outline - [x0, y0], x1 - x0, y1 - y0, unit)
    if not mask.any():
        return
    edge = np.asarray(
        cv2.GaussianBlur(mask, (0, 0), max(EDGES.least_soft, EDGES.of_photo * softness, EDGES.soft * unit)),
        dtype=np.uint8,
    )
    depth = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(EDGES.least_depth, EDGES.depth * unit)), dtype=np.uint8)
    matrix = opening.to_mouth.copy()
    matrix[:, 2] += matrix[:, :2] @ [x0, y0]
    shadow = max(1, round(EDGES.shadow * unit))
    rows = _Rows(teeth.upper, teeth.lower, teeth.scale, teeth.upper_top, teeth.lower_top, float(teeth.own))
    bright = 1.0 - IN_SHADOW * opening.deep
    lips = _Lips(opening.jaw, opening.tongue, opening.half_width, bright, colours.cavity, colours.tongue)
    _fill(out[y0:y1, x0:x1], _Cover(edge, depth, shadow, matrix), rows, lips)


def _mask(outline: Floats, width: int, height: int, unit: float) -> NDArray[np.uint8]:
    """(height, width) cover, 0..255, of an outline; OpenCV draws nothing thinner than a pixel, so small ones larger."""
    fine = int(np.clip(round(CLEAR / unit), 1, MOST_FINE))
    mask = np.zeros((height * fine, width * fine), np.uint8)
    points = np.round(((outline + 0.5) * fine - 0.5) * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, lineType=cv2.LINE_AA, shift=SHIFT)
    return mask if fine == 1 else np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


class _Cover(NamedTuple):
    """How far the opening covers each pixel."""

    edge: NDArray[np.uint8]  # (h, w), 255 inside
    depth: NDArray[np.uint8]  # (h, w), the same, softer: how far from the lips
    shadow: int  # pixels that the upper lip's shadow falls down
    matrix: Floats  # (2, 3): pixels to face units from the middle of the shut lips


class _Rows(NamedTuple):
    """The fields of Teeth."""

    upper: NDArray[np.uint8]
    lower: NDArray[np.uint8]
    scale: float
    upper_top: float
    lower_top: float
    own: float  # 1 where the upper teeth are the photo's


class _Lips(NamedTuple):
    """One frame's mouth: the fields of Opening, light on the teeth, colours (3,)."""

    jaw: float
    tongue: float
    half_width: float
    bright: float
    cavity: Floats
    flesh: Floats


@njit(cache=True, nogil=True)
def _fill(out: Image, cover: _Cover, rows: _Rows, lips: _Lips) -> None:
    colour = np.zeros(3)
    for row in range(out.shape[0]):
        above = max(0, row - cover.shadow)
        for column in range(out.shape[1]):
            opacity = cover.edge[row, column] / 255.0
            if opacity <= 0.0:
                continue
            matrix = cover.matrix
            x = matrix[0, 0] * column + matrix[0, 1] * row + matrix[0, 2]
            y = matrix[1, 0] * column + matrix[1, 1] * row + matrix[1, 2]
            for channel in range(3):
                colour[channel] = lips.cavity[channel]
            _tongue(colour, x, y, lips)
            side = min(abs(x) / lips.half_width, 1.0)
            corner = 1.0 - INSIDE.corner * side * side
            at, scale, low = (
                (x + HALF) * rows.scale - 0.5,
                rows.scale,
                y - lips.jaw * (1.0 + INSIDE.sink) - rows.lower_top,
            )
            _over(colour, rows.lower, at, low * scale - 0.5, corner * INSIDE.lower, lips.bright, lips.flesh)
            # Lips shade what is behind them, the upper one most.
            near = cover.depth[row, column] / 255.0
            over = cover.depth[above, column] / 255.0
            light = (
                min(max((near - INSIDE.near_from) / INSIDE.near_span, 0.0), 1.0) * INSIDE.near
                + min(max((over - INSIDE.over_from) / INSIDE.over_span, 0.0), 1.0) * INSIDE.over
            )
            light = INSIDE.darkest + INSIDE.lit * light
            for channel in range(3):
                dark = lips.cavity[channel]
                colour[channel] = dark * (INSIDE.fleshy + INSIDE.fleshy_lit * light) + (colour[channel] - dark) * light
            # The photo's own teeth have their shade, but not that of lips pushed forward.
            own = rows.own * (1.0 - (1.0 - lips.bright) / IN_SHADOW)
            light += own * INSIDE.own_light * (1.0 - light)
            corner += own * (1.0 - corner)
            _over(colour, rows.upper, at, (y - rows.upper_top) * scale - 0.5, corner, lips.bright * light, lips.flesh)
            for channel in range(3):
                under = out[row, column, channel]
                value = under + (colour[channel] - under) * opacity
                out[row, column, channel] = np.uint8(min(max(value + 0.5, 0.0), 255.0))


@njit(cache=True, nogil=True)
def _tongue(colour: Floats, x: float, y: float, lips: _Lips) -> None:
    """A mound behind the lower teeth, raised for its sounds, darker toward the throat."""
    top = lips.jaw * (INSIDE.tongue_low - INSIDE.tongue_up * lips.tongue)
    top = top + INSIDE.tongue_gap + INSIDE.tongue_round * x * x
    mound = min(max((y - top) / INSIDE.tongue_edge, 0.0), 1.0)
    mound *= mound * min(max((INSIDE.tongue_half - abs(x)) / INSIDE.tongue_side, 0.0), 1.0)
    front = min(max((y - top) / INSIDE.tongue_depth, 0.0), 1.0)
    groove = INSIDE.groove * max(0.0, 1.0 - abs(x) / INSIDE.groove_half)
    lit = INSIDE.throat + INSIDE.tongue_front * front - groove
    for channel in range(3):
        colour[channel] += (lips.flesh[channel] * lit - colour[channel]) * mound


@njit(cache=True, nogil=True)
def _over(
    colour: Floats, layer: NDArray[np.uint8], x: float, y: float, light: float, share: float, flesh: Floats
) -> None:
    """Blend a sample of a premultiplied layer over `colour`, of which a share shows; the rest is lit by the flesh."""
    if x < 0.0 or y < 0.0 or x >= layer.shape[1] - 1 or y >= layer.shape[0] - 1:
        return
    column, row = int(x), int(y)
    fx, fy = x - column, y - row
    a, b, c, d = (1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy
    p, q, r, s = layer[row, column], layer[row, column + 1], layer[row + 1, column], layer[row + 1, column + 1]
    opacity = (a * p[3] + b * q[3] + c * r[3] + d * s[3]) / 255.0 * share
    level = max((flesh[0] + flesh[1] + flesh[2]) / 3.0, 1.0)
    for channel in range(3):
        value = a * p[channel] + b * q[channel] + c * r[channel] + d * s[channel]
        tint = 1.0 + INSIDE.teeth_fleshy * (1.0 - share) * (flesh[channel] / level - 1.0)
        colour[channel] = colour[channel] * (1.0 - opacity) + value * light * share * tint


def warm_up() -> None:
    """Compile the loop with the types that frames use."""
    side = 8
    mask, layer = np.full((side, side), 255, np.uint8), np.zeros((side, side, 4), np.uint8)
    frame, colour = np.zeros((2 * side, 2 * side, 3), np.uint8), np.zeros(3)
    lips = _Lips(0.0, 0.0, 1.0, 1.0, colour, colour)
    _fill(frame[:side, :side], _Cover(mask, mask, 1, np.zeros((2, 3))), _Rows(layer, layer, 2.0, 0.0, 0.0, 0.0), lips)
