"""Blinks and gaze, painted into the photo's texture before it is moved.

The closing lid slides down over the eye as one piece, out from under the crease that the photo has, and its lashes
with it. See lids.py for what it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet import lids
from videolecture.face.puppet.features import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    Features,
    Floats,
)

OVER = 0.010  # face units by which a shut upper lid reaches over the lower one: landmarks leave a rim of white
LASH = 0.011  # face units: half the width of the lashes' line
AROUND, UNDER = 0.06, 0.20  # face units of the picture kept beside and over an eye, and under it
COVERED = 0.25  # part of a blink in which the lid comes to cover the photo's own lashes
MEETING = 0.6  # part of a blink from which on the skin shows that they hid
Bytes = NDArray[np.uint8]


class Closing(NamedTuple):
    """How a closing lid is painted; parts of an eye's width unless said otherwise. By eye on quality/portraits/.

    A named tuple, since Numba compiles its fields as constants.
    """

    taper: float = 6.0  # over a sixth of the width from either corner the lid thins out
    lid_taper: float = 3.0  # of that, over which its skin does
    gaze_rim: float = 0.25  # part of the eye's height along the lids in which a moved iris is held back
    gaze_taper: float = 3.0  # over a third of the width it is, from either corner
    lash_taper: float = 4.0
    lash_texels: float = 1.2  # texels: half the width of the lashes' line at least
    lash_reach: float = 2.5  # of that, in which it is painted
    shade: float = 0.35  # light that a shut lid's shadow takes from the eye
    shade_depth: float = 0.03  # face units
    crease: float = 0.5  # of the height over the open lid from which the lid comes, over which it comes out
    lid_edge: float = 2.0  # texels over which its edge ends


CLOSING = Closing()
LAST = 1.001  # from a picture's end: the last place between two texels
TINY = 1e-6  # against division by nothing
LOOKING = 1e-3  # of a blink: lids that count as moved


@dataclass(frozen=True)
class Eye:
    """One eye in the texture."""

    rows: slice
    columns: slice
    x: NDArray[np.float32]  # (h, w) of every texel, face coordinates
    y: NDArray[np.float32]
    upper: NDArray[np.float32]  # (h, w): y of the lids at the texel's x
    lower: NDArray[np.float32]
    corners: tuple[float, float]  # x of both
    lid: lids.Lid


@dataclass(frozen=True)
class Eyes:
    """Both eyes, and the texture as the photo has it there."""

    eyes: tuple[Eye, Eye]
    originals: tuple[Bytes, Bytes]
    step: Floats  # (2, 2): face units to texels


def build(features: Features, texture: Bytes, height: int) -> Eyes:
    """Eyes of a portrait in its texture, (h, w, 4) or doubled, for frames of `height` pixels."""
    frame = features.frame
    cos, sin = np.cos(frame.roll), np.sin(frame.roll)
    fine = texture.shape[0] // height
    step = fine * frame.unit * np.array([[cos, -sin], [sin, cos]])
    left = _eye(features, LEFT_UPPER_LID, LEFT_LOWER_LID, texture, fine, step)
    right = _eye(features, RIGHT_UPPER_LID, RIGHT_LOWER_LID, texture, fine, step)
    first, second = (texture[eye.rows, eye.columns].copy() for eye in (left, right))
    return Eyes((left, right), (first, second), step)


def _eye(
    features: Features, upper: tuple[int, ...], lower: tuple[int, ...], texture: Bytes, fine: int, step: Floats
) -> Eye:
    from scipy.interpolate import PchipInterpolator

    frame = features.frame
    top, bottom = features.curve(upper), features.curve(lower)
    x0, x1 = float(min(top[0, 0], top[-1, 0])), float(max(top[0, 0], top[-1, 0]))
    high, deep = top[:, 1].min() - AROUND, bottom[:, 1].max() + UNDER
    box = np.array([[x, y] for x in (x0 - AROUND, x1 + AROUND) for y in (high, deep)])
    pixels = frame.to_pixels(box) * fine
    low = np.maximum(np.floor(pixels.min(axis=0)).astype(int), 0)
    end = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + 1, [texture.shape[1], texture.shape[0]])
    ys, xs = np.mgrid[low[1] : end[1], low[0] : end[0]]
    places = frame.to_face(np.stack([xs, ys], axis=-1) / fine)
    curves = []
    for chain in (top, bottom):
        order = np.argsort(chain[:, 0])
        x, keep = np.unique(chain[order, 0], return_index=True)
        curves.append(PchipInterpolator(x, chain[order, 1][keep])(np.clip(places[..., 0], x0, x1)))
    above, below = curves[0], np.maximum(curves[0], curves[1])
    rows, columns = slice(int(low[1]), int(end[1])), slice(int(low[0]), int(end[0]))
    return Eye(
        rows=rows,
        columns=columns,
        x=places[..., 0].astype(np.float32),
        y=places[..., 1].astype(np.float32),
        upper=above.astype(np.float32),
        lower=below.astype(np.float32),
        corners=(x0, x1),
        lid=lids.build(texture[rows, columns, :3], places, above, below, (x0, x1), step),
    )


def paint(texture: Bytes, eyes: Eyes, closed: float, across: float, down: float) -> None:
    """Write both eyes into the texture: lids `closed` 0..1, irises moved by (across, down) face units."""
    for eye, original in zip(eyes.eyes, eyes.originals, strict=True):
        part = texture[eye.rows, eye.columns]
        part[:] = original
        if closed > LOOKING or across or down:
            place = _Place(eye.x, eye.y, eye.upper, eye.lower, eye.corners[0], eye.corners[1])
            lid = _Lid(eye.lid.picture, eye.lid.lashes, lids.LASHES_UP, closed)
            _paint(part, original, place, lid, _Look(across, down, eyes.step))


class _Place(NamedTuple):
    """Where an eye is: the fields of Eye."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    left: float
    right: float


class _Lid(NamedTuple):
    """A lid, and how far it is down."""

    picture: Bytes
    lashes: float
    beyond: float  # face units over the open lid from which it comes
    closed: float  # 0..1


class _Look(NamedTuple):
    """A shift of the iris in face units, and these in texels."""

    across: float
    down: float
    step: Floats  # (2, 2)


@njit(cache=True, nogil=True)
def _paint(out: Bytes, original: Bytes, place: _Place, lid: _Lid, look: _Look) -> None:
    step, closed = look.step, lid.closed
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    thick = max(LASH, CLOSING.lash_texels * texel)
    come = min(1.0, closed / COVERED)
    met = max(0.0, (closed - MEETING) / (1.0 - MEETING))
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = place.x[row, column], place.y[row, column]
            upper, lower = place.upper[row, column], place.lower[row, column]
            along = min(max((x - place.left) / (place.right - place.left), 0.0), 1.0)
            taper = min(1.0, CLOSING.taper * along, CLOSING.taper * (1.0 - along))
            shut = lower + OVER * taper
            edge = upper + closed * (shut - upper)
            if lower - upper > 0.0 and y > upper - texel and y < lower + texel:
                near = min(max(min(y - upper, lower - y) / (CLOSING.gaze_rim * (lower - upper) + TINY), 0.0), 1.0)
                weight = near * min(1.0, CLOSING.gaze_taper * along, CLOSING.gaze_taper * (1.0 - along))
                dx, dy = -look.across * weight, -look.down * weight
                # The lid's shadow falls on the eye under its edge.
                deep = min(max(1.0 - (y - edge) / CLOSING.shade_depth, 0.0), 1.0)
                dark = 1.0 - CLOSING.shade * closed * deep * taper
                at_y = row + step[1, 0] * dx + step[1, 1] * dy
                at_x = column + step[0, 0] * dx + step[0, 1] * dy
                for channel in range(3):
                    out[row, column, channel] = np.uint8(_sample(original, at_y, at_x, channel) * dark + 0.5)
            if closed <= 0.0:
                continue
            # As the lids meet, what the open eye's lashes hid around it comes through.
            for channel in range(3):
                under = out[row, column, channel]
                through = (float(lid.picture[row, column, channel]) - under) * met
                out[row, column, channel] = np.uint8(under + through + 0.5)
            # The crease hides where the lid comes from.
            crease = min(max((y - upper + lid.beyond) / (CLOSING.crease * lid.beyond), 0.0), 1.0)
            ended = min(max((edge - y) / (CLOSING.lid_edge * texel) + 0.5, 0.0), 1.0)
            skin = come * crease * ended * min(1.0, CLOSING.lid_taper * taper)
            if skin > 0.0:
                dy = shut - edge
                for channel in range(3):
                    value = _sample(lid.picture, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                    under = out[row, column, channel]
                    out[row, column, channel] = np.uint8(under + (value - under) * skin + 0.5)
            off = (y - edge) / thick
            if off > -CLOSING.lash_reach and off < CLOSING.lash_reach:
                sides = min(1.0, CLOSING.lash_taper * along, CLOSING.lash_taper * (1.0 - along))
                line = come * lid.lashes * np.exp(-off * off) * sides
                for channel in range(3):
                    out[row, column, channel] = np.uint8(out[row, column, channel] * (1.0 - line) + 0.5)


@njit(cache=True, nogil=True)
def _sample(image: Bytes, y: float, x: float, channel: int) -> float:
    y = min(max(y, 0.0), image.shape[0] - LAST)
    x = min(max(x, 0.0), image.shape[1] - LAST)
    row, column = int(y), int(x)
    fy, fx = y - row, x - column
    above = image[row, column, channel] * (1 - fx) + image[row, column + 1, channel] * fx
    below = image[row + 1, column, channel] * (1 - fx) + image[row + 1, column + 1, channel] * fx
    value: float = above * (1 - fy) + below * fy
    return value


def warm_up() -> None:
    """Compile the loop with the types that frames use."""
    side = 8
    texture = np.zeros((2 * side, 2 * side, 4), np.uint8)
    part, original = texture[:side, :side], np.zeros((side, side, 4), np.uint8)
    places, lid = np.zeros((side, side), np.float32), np.zeros((side, side, 3), np.uint8)
    place = _Place(places, places, places, places, -1.0, 1.0)
    _paint(part, original, place, _Lid(lid, 0.5, 0.5, 0.5), _Look(0.0, 0.0, np.eye(2)))
