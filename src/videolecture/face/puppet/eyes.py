"""Blinks and gaze, painted into the photo's texture before it is moved.

The closing lid slides down over the eye as one piece, its lashes with it; the lower lid comes up a little. See lids.py
for what it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet import grain, lids
from videolecture.face.puppet.features import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    UNDER_LEFT_BROW,
    UNDER_RIGHT_BROW,
    Features,
    Floats,
)

AROUND, ABOVE, UNDER = 0.12, 0.24, 0.20  # face units of the picture kept beside an eye, over it, and under it
Bytes = NDArray[np.uint8]


class Closing(NamedTuple):
    """How a closing lid is painted; face units unless said otherwise. By eye on portraits and on photographs of blinks.

    A named tuple, since Numba compiles its fields as constants.
    """

    come: float = 0.25  # part of a blink in which the lid takes the place of the photo's own lashes
    flat_from: float = 0.15  # part of a blink from which the fold over the eye flattens,
    flat_span: float = 0.65  # over which part it does
    flattest: float = 0.92  # and how far
    taper: float = 6.0  # over a sixth of the width from either corner the lid thins out
    gaze_rim: float = 0.25  # part of the eye's height along the lids in which a moved iris is held back
    gaze_taper: float = 3.0  # over a third of the width it is, from either corner
    lash_taper: float = 9.0  # the lashes' line, over a ninth
    lash_texels: float = 1.1  # texels: half the width of that line at least
    lash_root: float = 0.6  # of that line's half width over the lid's edge: lashes hang, the skin ends sharply
    lash_reach: float = 2.5  # of that, in which it is painted
    strands: float = 0.9  # darkness that turned strands keep
    hanging: float = 0.75  # their length, seen from the front when the eye is shut
    strand_reach: float = 0.045  # their length in the photo
    shade: float = 0.35  # light that the lid's shadow takes from the eye
    shade_depth: float = 0.03
    lid_edge: float = 2.0  # texels over which its edge ends
    rise: float = 0.010  # the skin under the eye comes up so far,
    rise_reach: float = 0.09  # and less and less down to here


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
    shut: NDArray[np.float32]  # (h, w): y of the line on which they meet
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
    left = _eye(features, (LEFT_UPPER_LID, LEFT_LOWER_LID, UNDER_LEFT_BROW), -1, texture, fine, step)
    right = _eye(features, (RIGHT_UPPER_LID, RIGHT_LOWER_LID, UNDER_RIGHT_BROW), 1, texture, fine, step)
    first, second = (texture[eye.rows, eye.columns].copy() for eye in (left, right))
    return Eyes((left, right), (first, second), step)


def _eye(
    features: Features, chains: tuple[tuple[int, ...], ...], outer: int, texture: Bytes, fine: int, step: Floats
) -> Eye:
    frame = features.frame
    top, bottom, brow = (features.curve(chain) for chain in chains)
    x0, x1 = float(min(top[0, 0], top[-1, 0])), float(max(top[0, 0], top[-1, 0]))
    box = [[x, y] for x in (x0 - AROUND, x1 + AROUND) for y in (top[:, 1].min() - ABOVE, bottom[:, 1].max() + UNDER)]
    pixels = frame.to_pixels(np.array(box)) * fine
    low = np.maximum(np.floor(pixels.min(axis=0)).astype(int), 0)
    end = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + 1, [texture.shape[1], texture.shape[0]])
    ys, xs = np.mgrid[low[1] : end[1], low[0] : end[0]]
    places = frame.to_face(np.stack([xs, ys], axis=-1) / fine)
    x = np.clip(places[..., 0], x0, x1)
    above, below, over = _height(top, x), _height(bottom, x), _height(brow, x)
    opened = lids.Opened(places[..., 0], places[..., 1], above, np.maximum(above, below), over, (x0, x1), outer, step)
    rows, columns = slice(int(low[1]), int(end[1])), slice(int(low[0]), int(end[0]))
    cheeks = frame.to_pixels(features.points[list(grain.CHEEKS), :2]) * fine
    pores = grain.make(texture, cheeks, opened.unit, xs.shape)
    return Eye(
        rows=rows,
        columns=columns,
        x=opened.x.astype(np.float32),
        y=opened.y.astype(np.float32),
        upper=opened.upper.astype(np.float32),
        lower=opened.lower.astype(np.float32),
        shut=opened.shut.astype(np.float32),
        corners=(x0, x1),
        lid=lids.build(texture[rows, columns, :3], opened, pores),
    )


def _height(chain: Floats, x: Floats) -> Floats:
    """y of a chain of landmarks at every x; level beyond its ends."""
    from scipy.interpolate import PchipInterpolator

    order = np.argsort(chain[:, 0])
    known, keep = np.unique(chain[order, 0], return_index=True)
    return np.asarray(PchipInterpolator(known, chain[order, 1][keep])(np.clip(x, known[0], known[-1])))


def paint(texture: Bytes, eyes: Eyes, closed: float, across: float, down: float) -> None:
    """Write both eyes into the texture: lids `closed` 0..1, irises moved by (across, down) face units."""
    for eye, original in zip(eyes.eyes, eyes.originals, strict=True):
        part = texture[eye.rows, eye.columns]
        part[:] = original
        if closed > LOOKING or across or down:
            place = _Place(eye.x, eye.y, eye.upper, eye.lower, eye.shut, eye.corners[0], eye.corners[1])
            lash = eye.lid.lashes
            lid = _Lid(eye.lid.picture, eye.lid.cover, lash.dark, lash.half, lash.strands, closed)
            _look_aside(part, original, place, _Look(across, down, eyes.step))
            if closed > LOOKING:
                _close(part, original, place, lid, eyes.step)


class _Place(NamedTuple):
    """Where an eye is: the fields of Eye."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    shut: NDArray[np.float32]
    left: float
    right: float


class _Lid(NamedTuple):
    """A lid: the fields of lids.Lid, and how far it is down."""

    picture: Bytes
    cover: Bytes
    dark: Floats
    half: Floats
    strands: Bytes
    closed: float  # 0..1


class _Look(NamedTuple):
    """A shift of the iris in face units, and these in texels."""

    across: float
    down: float
    step: Floats  # (2, 2)


@njit(cache=True, nogil=True)
def _look_aside(out: Bytes, original: Bytes, place: _Place, look: _Look) -> None:
    """The eyeball turned: everything between the lids moves, less toward their rims."""
    step = look.step
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            y, upper, lower = place.y[row, column], place.upper[row, column], place.lower[row, column]
            if lower <= upper or y <= upper - texel or y >= lower + texel:
                continue
            along = min(max((place.x[row, column] - place.left) / (place.right - place.left), 0.0), 1.0)
            near = min(max(min(y - upper, lower - y) / (CLOSING.gaze_rim * (lower - upper) + TINY), 0.0), 1.0)
            weight = near * min(1.0, CLOSING.gaze_taper * along, CLOSING.gaze_taper * (1.0 - along))
            dx, dy = -look.across * weight, -look.down * weight
            at_y = row + step[1, 0] * dx + step[1, 1] * dy
            at_x = column + step[0, 0] * dx + step[0, 1] * dy
            for channel in range(3):
                out[row, column, channel] = np.uint8(_sample(original, at_y, at_x, channel) + 0.5)


@njit(cache=True, nogil=True)
def _close(out: Bytes, original: Bytes, place: _Place, lid: _Lid, step: Floats) -> None:
    """The upper lid brought down over what `out` shows of the eye, and the lower one up."""
    closed = lid.closed
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    come = min(1.0, closed / CLOSING.come)
    flat = min(max((closed - CLOSING.flat_from) / CLOSING.flat_span, 0.0), 1.0)
    flat = CLOSING.flattest * flat * flat * (3.0 - 2.0 * flat)
    turn = 1.0 - 2.0 * closed  # of the lashes: 1 as in the photo, 0 toward the viewer, -1 hanging
    last = len(lid.dark) - 1
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = place.x[row, column], place.y[row, column]
            upper, lower, shut = place.upper[row, column], place.lower[row, column], place.shut[row, column]
            along = min(max((x - place.left) / (place.right - place.left), 0.0), 1.0)
            taper = min(1.0, CLOSING.taper * along, CLOSING.taper * (1.0 - along))
            edge = upper + closed * (shut - upper)
            # What is under the edge: the eye in the lid's shadow, and the skin under it, drawn up a little.
            if y > edge - CLOSING.lid_edge * texel:
                dark = 1.0
                if y < lower:
                    dark -= CLOSING.shade * closed * min(max(1.0 - (y - edge) / CLOSING.shade_depth, 0.0), 1.0) * taper
                elif y < lower + CLOSING.rise_reach:
                    part = 1.0 - (y - lower) / CLOSING.rise_reach
                    dy = CLOSING.rise * closed * part * part * taper
                    for channel in range(3):
                        value = _sample(original, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                        out[row, column, channel] = np.uint8(value + 0.5)
                low = flat / CLOSING.flattest * lid.cover[row, column, 1] / 255.0 if y > shut else 0.0
                for channel in range(3):
                    under = out[row, column, channel] * dark
                    value = under + (lid.picture[row, column, channel] - under) * low
                    out[row, column, channel] = np.uint8(value + 0.5)
            # The lid comes as one piece; over the eye it hides everything, above only lashes, and folds as it is flat.
            over = min(max((edge - y) / (CLOSING.lid_edge * texel) + 0.5, 0.0), 1.0)
            if over > 0.0:
                cover = max(come * lid.cover[row, column, 0], flat * lid.cover[row, column, 1]) / 255.0
                over *= cover
                dy = shut - edge
                for channel in range(3):
                    value = _sample(lid.picture, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                    under = out[row, column, channel]
                    out[row, column, channel] = np.uint8(under + (value - under) * over + 0.5)
            _lash(out, row, column, y, upper, edge, along, turn, come, last, texel, lid, step)


@njit(cache=True, nogil=True)
def _lash(
    out: Bytes, row: int, column: int, y: float, upper: float, edge: float, along: float, turn: float, come: float,
    last: int, texel: float, lid: _Lid, step: Floats,
) -> None:  # fmt: skip
    """The line of the lashes at the lid's edge, and their strands, turned."""
    at = along * last
    index = min(int(at), last - 1)
    share = at - index
    half = max(lid.half[index] + (lid.half[index + 1] - lid.half[index]) * share, CLOSING.lash_texels * texel)
    off = y - edge
    line = 0.0
    if abs(off) < CLOSING.lash_reach * half:
        dark = lid.dark[index] + (lid.dark[index + 1] - lid.dark[index]) * share
        wide = half if off > 0.0 else CLOSING.lash_root * half
        line = dark * np.exp(-(off / wide) * (off / wide))
    if turn != 0.0:
        from_lid = off / (turn if turn > 0.0 else turn * CLOSING.hanging)
        if from_lid < 0.0 and from_lid > -CLOSING.strand_reach:
            dy = upper + from_lid - y
            strand = _sample_one(lid.strands, row + step[1, 1] * dy, column + step[0, 1] * dy) / 255.0
            line = max(line, CLOSING.strands * strand)
    line *= come * min(1.0, CLOSING.lash_taper * along, CLOSING.lash_taper * (1.0 - along))
    if line > 0.0:
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


@njit(cache=True, nogil=True)
def _sample_one(image: Bytes, y: float, x: float) -> float:
    y = min(max(y, 0.0), image.shape[0] - LAST)
    x = min(max(x, 0.0), image.shape[1] - LAST)
    row, column = int(y), int(x)
    fy, fx = y - row, x - column
    above = image[row, column] * (1 - fx) + image[row, column + 1] * fx
    below = image[row + 1, column] * (1 - fx) + image[row + 1, column + 1] * fx
    value: float = above * (1 - fy) + below * fy
    return value


def warm_up() -> None:
    """Compile the loops with the types that frames use."""
    side = 8
    texture = np.zeros((2 * side, 2 * side, 4), np.uint8)
    part, original = texture[:side, :side], np.zeros((side, side, 4), np.uint8)
    places, lid = np.zeros((side, side), np.float32), np.zeros((side, side, 3), np.uint8)
    place = _Place(places, places, places, places, places, -1.0, 1.0)
    cover, line = np.zeros((side, side, 2), np.uint8), np.zeros(2)
    _look_aside(part, original, place, _Look(0.0, 0.0, np.eye(2)))
    _close(part, original, place, _Lid(lid, cover, line, line, np.zeros((side, side), np.uint8), 0.5), np.eye(2))
