"""The edges of parted lips, found in the picture itself: landmarks lie up to half a lip beside them.

What lies between the lips (teeth, or the dark) must not stay on one of them: it would travel with it. Gums are taken
for a part of the upper lip, which lies over them where the photo's own teeth are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import path
from videolecture.face.puppet.colours import LUMA
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, OUTER_LOWER, OUTER_UPPER, Features, Floats
from videolecture.types import Image


@dataclass(frozen=True)
class EdgeSearch:
    """Lengths in face units. Tuned on photographs of open mouths."""

    columns: int = 41  # from corner to corner,
    rows: int = 2  # and rows on either side of the landmarks, for each `step`
    step: float = 0.007
    band: int = 5  # rows on each side of an edge that are compared
    own: tuple[float, ...] = (
        0.4,
        0.6,
        0.8,
        1.0,
    )  # where between its edges a lip's own colour is taken: of the redder half
    contrast: float = 0.5  # weight of the difference of colour between both sides, against that of what they are
    stray: float = 0.1  # cost of straying from the landmarks by `far`
    far: float = 0.045
    bend: float = 0.02  # cost of a step of one row between two columns, squared
    most: int = 6  # rows of such a step, at most
    tooth: int = 5  # columns of a tooth, whose highest point counts
    shade: float = 0.008  # over which teeth are in the shade of the upper lip
    smoothing: float = 1.2  # columns, standard deviation, of the edge found
    blur: float = 0.004  # standard deviation of the blur before colour is taken
    least_blur: float = 0.5  # pixels


@dataclass(frozen=True)
class Between:
    """What between lips is tooth or dark; parts of a lip's brightness. Tuned on photographs of open mouths."""

    columns: int = 31  # and rows of the opening by the landmarks that are looked at for teeth,
    rows: int = 15
    aside: float = 0.15  # of its width, at either end, that are not
    bright: float = 0.7  # teeth are so bright at least
    fewest: float = 0.05  # part of the opening that must be
    pale: float = 25  # percentile of their redness that is the teeth's
    apart: tuple[float, float] = (0.06, 0.12)  # redness of a lip over that of teeth from which it tells them apart
    brighter: float = 1.25  # than the lip, teeth that redness does not tell from it, at least
    way: tuple[float, float] = (0.4, 0.7)  # from the lip's colour to the teeth's, between which what is tooth begins
    dark: tuple[float, float] = (0.5, 0.35)  # and what lies in the dark


EDGES, BETWEEN = EdgeSearch(), Between()


def open_edges(image: Image, features: Features, reach: float) -> Features:
    """An open mouth's lips, each ended where its colour ends. `reach`: how far from the landmarks, face units."""
    from scipy.ndimage import maximum_filter1d

    points = features.points.copy()
    for inner, outer, outward in ((INNER_UPPER, OUTER_UPPER, -1.0), (INNER_LOWER, OUTER_LOWER, 1.0)):
        edge, rim = features.curve(inner), features.curve(outer)
        xs = np.linspace(edge[0, 0], edge[-1, 0], EDGES.columns)[1:-1]
        ys = np.interp(xs, edge[:, 0], edge[:, 1])
        lip = _lip(image, features, edge, rim)
        half = round(reach / EDGES.step) * EDGES.rows
        margin = half + EDGES.band
        shifts = np.arange(-margin, margin + 1) * EDGES.step / EDGES.rows  # outward positive
        places = np.stack([np.tile(xs, (len(shifts), 1)), ys + outward * shifts[:, None]], axis=-1)
        colours = colours_at(image, features, places)
        inward, outside = _sides(_between(colours, lip, _teeth(image, features, lip))[..., None])
        score = (inward - outside)[..., 0]
        inward, outside = _sides(colours)
        score = score + EDGES.contrast * np.linalg.norm(inward - outside, axis=-1) / 255.0
        shifts, score = shifts[EDGES.band : -EDGES.band], score[EDGES.band : -EDGES.band]
        score = score - EDGES.stray * (shifts / EDGES.far)[:, None] ** 2
        found = shifts[_best_path(score)]
        if inner is INNER_UPPER:
            found = maximum_filter1d(found, EDGES.tooth, mode="nearest") + EDGES.shade
        found = path.smoothed(found, EDGES.smoothing)
        places_inside = points[list(inner[1:-1]), 0]
        points[list(inner[1:-1]), 1] += outward * np.interp(places_inside, xs, found)
    gap = (points[list(INNER_LOWER), 1] - points[list(INNER_UPPER), 1]).max()
    return replace(features, points=points, gap=max(features.gap, float(gap)))


def _lip(image: Image, features: Features, edge: Floats, rim: Floats) -> Floats:
    """(3,): a lip's own colour, redder than teeth or a moustache where landmarks lie on those."""
    places = np.stack([edge + part * (rim - edge) for part in EDGES.own])[:, 2:-2]
    colours = colours_at(image, features, places).reshape(-1, 3)
    red = _redness(colours)
    return np.asarray(np.median(colours[red >= np.median(red)], axis=0))


def _teeth(image: Image, features: Features, lip: Floats) -> Floats | None:
    """Redness and brightness of the teeth between the lips; none where none are seen."""
    upper, lower = features.curve(INNER_UPPER), features.curve(INNER_LOWER)
    aside = BETWEEN.aside * (upper[-1, 0] - upper[0, 0])
    xs = np.linspace(upper[0, 0] + aside, upper[-1, 0] - aside, BETWEEN.columns)
    top, bottom = np.interp(xs, *upper.T), np.interp(xs, *lower.T)
    ys = top + (bottom - top) * np.linspace(0, 1, BETWEEN.rows)[:, None]
    colours = colours_at(image, features, np.stack([np.broadcast_to(xs, ys.shape), ys], axis=-1))
    bright = colours[colours @ LUMA > BETWEEN.bright * (lip @ LUMA)]
    if len(bright) < BETWEEN.fewest * ys.size:
        return None
    red = _redness(bright)
    pale = np.percentile(red, BETWEEN.pale)
    return np.array([pale, np.median((bright @ LUMA)[red <= pale])])


def _between(colours: Floats, lip: Floats, teeth: Floats | None) -> Floats:
    """0..1: how surely each colour is tooth, or dark."""
    level, lip_level, lip_red = colours @ LUMA, max(float(lip @ LUMA), 1.0), float(_redness(lip))
    start, end = (part * lip_level for part in BETWEEN.dark)
    dark = np.clip((start - level) / (start - end), 0, 1)
    if teeth is None:
        return np.asarray(dark)
    tooth_red, tooth_level = teeth
    apart = lip_red - tooth_red
    by_red = np.clip((apart - BETWEEN.apart[0]) / (BETWEEN.apart[1] - BETWEEN.apart[0]), 0, 1)
    brighter = float(tooth_level > BETWEEN.brighter * lip_level)
    way = by_red * (lip_red - _redness(colours)) / max(apart, BETWEEN.apart[0])
    way = way + (1 - by_red) * brighter * (level - lip_level) / max(tooth_level - lip_level, 1.0)
    tooth = np.clip((way - BETWEEN.way[0]) / (BETWEEN.way[1] - BETWEEN.way[0]), 0, 1)
    return np.asarray(np.maximum(dark, tooth))


def _redness(colours: Floats) -> Floats:
    return np.asarray((colours[..., 0] - colours[..., 1]) / np.maximum(colours.mean(axis=-1), 1.0))


def _sides(values: Floats) -> tuple[Floats, Floats]:
    """Means, (rows, columns, channels), of the `band` rows before each row, and of those from it on."""
    band, rows = EDGES.band, len(values)
    sums = np.cumsum(np.pad(values, ((band + 1, band), (0, 0), (0, 0)), mode="edge"), axis=0)
    return (sums[band : band + rows] - sums[:rows]) / band, (sums[2 * band :][:rows] - sums[band : band + rows]) / band


def _best_path(score: Floats) -> NDArray[np.intp]:
    """The row of each column on the path of the greatest score that bends little."""
    index = np.arange(len(score))
    apart = np.abs(index[:, None] - index[None, :])
    return path.cheapest(-score, np.where(apart <= EDGES.most, EDGES.bend * apart**2.0, np.inf))


def colours_at(image: Image, features: Features, places: Floats) -> Floats:
    """(..., 3) of face coordinates, softly sampled."""
    pixels = features.frame.to_pixels(places.reshape(1, -1, 2)).astype(np.float32)
    soft = cv2.GaussianBlur(image, (0, 0), max(EDGES.least_blur, EDGES.blur * features.frame.unit))
    drawn = cv2.remap(soft, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.float64).reshape(*places.shape[:-1], 3)
