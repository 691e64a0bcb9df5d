"""The line between shut lips, found in the picture itself: the mesh model's is off by up to a lip's half height.

Cut beside the true line, a strip of one lip would travel with the other. The line is the darkest path from corner to
corner near the landmarks', found by dynamic programming.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import path
from videolecture.face.puppet.colours import LUMA
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, OUTER_LOWER, OUTER_UPPER, Features, Floats
from videolecture.face.puppet.lip_edges import colours_at, open_edges
from videolecture.types import Image


@dataclass(frozen=True)
class LineSearch:
    """Search for the line between the lips. Tuned by looking at the lines found on quality/portraits/."""

    parted: float = 0.075  # face units: landmarks further apart mean a mouth that is open, and are believed,
    slit: float = 0.025  # and these where teeth or the dark behind them show between them,
    high: float = 0.0325  # so high in a quarter of the columns; the line between shut lips is thinner
    reach: float = 0.045  # face units above and below the landmarks' line that are searched
    open_reach: float = 0.07  # and of parted lips
    columns: int = 41
    rows: int = 37
    bend: float = 0.35  # cost of a step between columns, per row squared, against a contrast of 1
    steepness: float = 10.0  # of that cost, a face unit between the rows of two columns
    stray: float = 0.5  # cost of straying by `reach` from the landmarks
    wall: float = 0.03  # over and under a line in which brighter lip must be: a moustache's edge is dark on one side
    deep: float = 0.12  # so much brighter, of the contrast, is enough,
    valley: float = 3.0  # and the weight of that
    ends: int = 4  # columns at either end, near the corners, where contrast says little
    lit: float = 70  # percentile of a column's brightness that counts as the lips'
    contrast: float = 0.02  # of full scale: a fainter line is not followed
    beyond: float = 0.8  # part of the way from the landmarks' inner corners to the outer ones where the lips end
    blur: float = 0.006  # face units, standard deviation of the blur before brightness is taken
    least_blur: float = 0.5  # pixels
    smoothing: float = 1.2  # columns, standard deviation, of the line found


@dataclass(frozen=True)
class SlitSearch:
    """What between parted lips is no lip. Tuned on photographs of lips parted a little and of shut ones."""

    half: float = 0.5  # of the mouth's width that is looked at
    columns: int = 41
    rows: int = 61  # from the middle of one lip to that of the other
    lips: int = 10  # rows at either end that are the lips'
    dark: float = 0.62  # of a lip's brightness: less is what lies in the dark
    paler: float = 0.10  # redness under that of a lip from which what is not dark is tooth,
    part_paler: float = 0.17  # and part of that lip's: painted ones have pale lights
    between: int = 9  # rows of a line between upper and lower teeth, at most
    quarter: float = 75  # percentile of the columns' heights


LINE, SLIT = LineSearch(), SlitSearch()


def refine(image: Image, features: Features) -> Features:
    """Features whose inner lips meet on the dark line between them; of an open mouth, each on its own edge."""
    slit = _slit(image, features) if features.gap > LINE.slit else 0.0
    if features.gap > LINE.parted or slit > LINE.high:
        return open_edges(image, features, max(LINE.open_reach, slit - features.gap))
    upper, lower = features.curve(INNER_UPPER), features.curve(INNER_LOWER)
    middle = (upper + lower) / 2
    xs = np.linspace(middle[0, 0], middle[-1, 0], LINE.columns)
    line = np.interp(xs, middle[:, 0], middle[:, 1])
    walls = round(LINE.wall / (2 * LINE.reach) * (LINE.rows - 1))
    offsets = np.linspace(-LINE.reach, LINE.reach, LINE.rows)
    beyond = LINE.reach * (1 + 2 * walls / (LINE.rows - 1))
    wide = np.linspace(-beyond, beyond, LINE.rows + 2 * walls)
    around = _brightness(image, features, xs, line, wide)
    level = around[walls:-walls]
    inner = level[:, LINE.ends : -LINE.ends]
    contrast = float(np.median(np.percentile(inner, LINE.lit, axis=0) - inner.min(axis=0)))
    if contrast < LINE.contrast:
        found = line if features.gap < LINE.parted / 2 else None
    else:
        deep = np.minimum(_depth(around, walls) / contrast, LINE.deep)
        local = (level - level.min(axis=0)) / contrast - LINE.valley * deep
        found = line + path.smoothed(offsets[_darkest(local, offsets)], LINE.smoothing)
    if found is None:
        return features
    points = features.points.copy()
    for chain in (INNER_UPPER, INNER_LOWER):
        inner_points = list(chain)
        points[inner_points, 1] = np.interp(points[inner_points, 0], xs, found)
    left, right = points[INNER_UPPER[0]], points[INNER_UPPER[-1]]
    ends = points[[OUTER_UPPER[0], OUTER_UPPER[-1]], 0]
    x0, x1 = np.array([left[0], right[0]]) + LINE.beyond * (ends - [left[0], right[0]])
    mouth = (float(x0), float(x1), float((left[1] + right[1]) / 2))
    return replace(features, points=points, gap=0.0, mouth=mouth)


def _slit(image: Image, features: Features) -> float:
    """Face units of teeth and dark between lips that are hardly parted: cut through, they would travel with both."""
    from scipy.ndimage import binary_closing

    chains = (features.curve(chain) for chain in (OUTER_UPPER, INNER_UPPER, INNER_LOWER, OUTER_LOWER))
    left, right, _ = features.mouth
    aside = (1 - SLIT.half) / 2 * (right - left)
    xs = np.linspace(left + aside, right - aside, SLIT.columns)
    rim, upper, lower, other_rim = (np.interp(xs, chain[:, 0], chain[:, 1]) for chain in chains)
    top, bottom = (rim + upper) / 2, (lower + other_rim) / 2
    ys = top + (bottom - top) * np.linspace(0, 1, SLIT.rows)[:, None]
    colours = colours_at(image, features, np.stack([np.broadcast_to(xs, ys.shape), ys], axis=-1))
    level = colours @ LUMA
    redness = (colours[..., 0] - colours[..., 1]) / np.maximum(colours.mean(axis=-1), 1.0)
    no_lip = np.ones(level.shape, dtype=bool)
    for lip in (slice(None, SLIT.lips), slice(-SLIT.lips, None)):
        red = float(np.median(redness[lip]))
        paler = redness < red - max(SLIT.paler, SLIT.part_paler * red)
        no_lip &= (level < SLIT.dark * level[lip].mean(axis=0)) | paler
    no_lip = binary_closing(np.pad(no_lip, ((SLIT.rows, SLIT.rows), (0, 0))), np.ones((SLIT.between + 1, 1)))
    no_lip = no_lip[SLIT.rows : -SLIT.rows]
    # The longest run of each column.
    run = longest = np.zeros(SLIT.columns)
    for row in no_lip:
        run = (run + 1) * row
        longest = np.maximum(longest, run)
    return float(np.percentile(longest * (bottom - top) / (SLIT.rows - 1), SLIT.quarter))


def _brightness(image: Image, features: Features, xs: Floats, line: Floats, offsets: Floats) -> Floats:
    """(LINE.rows, LINE.columns) of 0..1 along the line, each row at its offset from it."""
    places = np.stack([np.broadcast_to(xs, (len(offsets), len(xs))), line[None, :] + offsets[:, None]], axis=-1)
    pixels = features.frame.to_pixels(places).astype(np.float32)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(grey, (0, 0), max(LINE.least_blur, LINE.blur * features.frame.unit))
    drawn = cv2.remap(soft, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.float64) / 255.0


def _depth(around: Floats, walls: int) -> Floats:
    """How far each row, `walls` of them at either end left away, lies under what is brightest near it on both sides."""
    sides = np.lib.stride_tricks.sliding_window_view(around, walls, axis=0).max(axis=-1)
    level = around[walls:-walls]
    return np.asarray(np.maximum(np.minimum(sides[: len(level)], sides[-len(level) :]) - level, 0.0))


def _darkest(level: Floats, offsets: Floats) -> NDArray[np.intp]:
    """The row of the path in every column: dark, smooth, and not far from the landmarks."""
    local = level + LINE.stray * ((offsets / LINE.reach) ** 2)[:, None]
    index = np.arange(len(level))
    step = LINE.bend * (index[:, None] - index[None, :]) ** 2.0 * (offsets[1] - offsets[0]) * LINE.steepness
    return path.cheapest(local, step)
