"""Painting a blink and a look aside into the texture, texel by texel, compiled by Numba."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.lashes import SEARCH

Bytes = NDArray[np.uint8]


class Closing(NamedTuple):
    """How a closing lid is painted; face units unless said otherwise. By eye on portraits and on photographs of blinks.

    A named tuple, since Numba compiles its fields as constants.
    """

    come: float = 0.25  # part of a blink in which the lid takes the place of the photo's own lashes
    taper: float = 6.0  # over a sixth of the width from either corner the lid thins out
    gaze_rim: float = 0.25  # part of the eye's height along the lids in which a moved iris is held back
    gaze_taper: float = 3.0  # over a third of the width it is, from either corner
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
BEYOND = SEARCH.beyond
LAST = 1.001  # from a picture's end: the last place between two texels
TINY = 1e-6  # against division by nothing


class Place(NamedTuple):
    """Where an eye is: the fields of Eye."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    shut: NDArray[np.float32]
    left: float
    right: float


class Lid(NamedTuple):
    """A lid: the fields of lids.Lid, and how far it is down."""

    picture: Bytes
    cover: Bytes
    top: NDArray[np.float32]
    dark: Floats
    half: Floats
    strands: Bytes
    closed: float  # 0..1
    rises: tuple[float, float]  # of the line beyond the left and the right corner, face units a face unit


class Look(NamedTuple):
    """A shift of the iris in face units, and these in texels."""

    across: float
    down: float
    first: int  # row of the open eye
    end: int  # row after its last
    step: Floats  # (2, 2)


class Edge(NamedTuple):
    """A texel beside the lid's edge, in face units."""

    y: float
    upper: float  # the open lid's edge in its column
    edge: float  # the edge as far down as it is
    across: float  # 0..1 from the eye's one corner to the other, and beyond


class Lashes(NamedTuple):
    """The lashes of a lid that closes."""

    turn: float  # 1 as in the photo, 0 toward the viewer, -1 hanging
    come: float  # 0..1, how much of the lid and its lashes is shown
    texel: float  # in face units


@njit(cache=True, nogil=True)
def look_aside(out: Bytes, original: Bytes, place: Place, look: Look) -> None:
    """The eyeball turned: everything between the lids moves, less toward their rims."""
    step = look.step
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    for row in range(look.first, look.end):
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
def close(out: Bytes, original: Bytes, place: Place, lid: Lid, step: Floats) -> None:
    """The upper lid brought down over what `out` shows of the eye, and the lower one up."""
    closed = lid.closed
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    come = min(1.0, closed / CLOSING.come)
    lashes = Lashes(1.0 - 2.0 * closed, come, texel)
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = place.x[row, column], place.y[row, column]
            upper, lower, shut = place.upper[row, column], place.lower[row, column], place.shut[row, column]
            across = (x - place.left) / (place.right - place.left)
            along = min(max(across, 0.0), 1.0)
            taper = min(1.0, CLOSING.taper * along, CLOSING.taper * (1.0 - along))
            edge = upper + closed * (shut - upper)
            # Beyond a corner the line goes on as it comes, or there would be a step.
            edge -= closed * lid.rises[0] * max(place.left - x, 0.0) + closed * lid.rises[1] * max(x - place.right, 0.0)
            # What is under the edge: the eye in the lid's shadow, and the skin under it, drawn up a little.
            if y > edge - CLOSING.lid_edge * texel:
                risen = lower - CLOSING.rise * closed * taper
                part = min(max(1.0 - (y - risen) / CLOSING.rise_reach, 0.0), 1.0)
                skin = min(max((y - risen) / texel + 0.5, 0.0), 1.0)  # no steps along the lower lid's edge
                if skin > 0.0 and part > 0.0:
                    dy = CLOSING.rise * closed * part * part * taper
                    for channel in range(3):
                        value = _sample(original, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                        under = out[row, column, channel]
                        out[row, column, channel] = np.uint8(under + (value - under) * skin + 0.5)
                dark = min(max(1.0 - (y - edge) / CLOSING.shade_depth, 0.0), 1.0) * taper
                dark = 1.0 - CLOSING.shade * closed * dark * (1.0 - skin)
                for channel in range(3):
                    out[row, column, channel] = np.uint8(out[row, column, channel] * dark + 0.5)
            # The skin between `top` and the edge is that of the shut lid, drawn together.
            top = lid.top[row, column]
            over = min(max((edge - y) / (CLOSING.lid_edge * texel) + 0.5, 0.0), 1.0)
            over *= lid.cover[row, column] / 255.0 * come
            if over > 0.0:
                dy = (shut - edge) * min(max((y - top) / max(edge - top, TINY), 0.0), 1.0)
                for channel in range(3):
                    value = _sample(lid.picture, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                    under = out[row, column, channel]
                    out[row, column, channel] = np.uint8(under + (value - under) * over + 0.5)
            _lash(out, row, column, Edge(y, upper, edge, across), lashes, lid, step)


@njit(cache=True, nogil=True)
def _lash(out: Bytes, row: int, column: int, at: Edge, lashes: Lashes, lid: Lid, step: Floats) -> None:
    """The line of the lashes at the lid's edge, and their strands, turned."""
    last = len(lid.dark) - 1
    place = (at.across + BEYOND) / (1.0 + 2.0 * BEYOND) * last
    if place < 0.0 or place > last:
        return
    index = min(int(place), last - 1)
    share = place - index
    half = max(lid.half[index] + (lid.half[index + 1] - lid.half[index]) * share, CLOSING.lash_texels * lashes.texel)
    off = at.y - at.edge
    line = 0.0
    if abs(off) < CLOSING.lash_reach * half:
        dark = lid.dark[index] + (lid.dark[index + 1] - lid.dark[index]) * share
        wide = half if off > 0.0 else CLOSING.lash_root * half
        line = dark * np.exp(-(off / wide) * (off / wide))
    if lashes.turn != 0.0:
        from_lid = off / (lashes.turn if lashes.turn > 0.0 else lashes.turn * CLOSING.hanging)
        if from_lid < 0.0 and from_lid > -CLOSING.strand_reach:
            dy = at.upper + from_lid - at.y
            strand = _sample_one(lid.strands, row + step[1, 1] * dy, column + step[0, 1] * dy) / 255.0
            line = max(line, CLOSING.strands * strand)
    line *= lashes.come
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
    place = Place(places, places, places, places, places, -1.0, 1.0)
    cover, line = np.zeros((side, side), np.uint8), np.zeros(2)
    look_aside(part, original, place, Look(0.0, 0.0, 0, side, np.eye(2)))
    close(
        part,
        original,
        place,
        Lid(lid, cover, places, line, line, np.zeros((side, side), np.uint8), 0.5, (0.0, 0.0)),
        np.eye(2),
    )
