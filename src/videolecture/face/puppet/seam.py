"""The line between shut lips, found in the picture itself: the mesh model's is off by up to a lip's half height.

Cut beside the true line, a strip of one lip would travel with the other. The line is the darkest path from corner to
corner near the landmarks', found by dynamic programming.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, OUTER_LOWER, OUTER_UPPER, Features, Floats
from videolecture.types import Image

PARTED = 0.075  # face units: landmarks further apart mean a mouth that is open, and are believed
REACH = 0.045  # face units above and below the landmarks' line that are searched
STEPS = 41  # columns of the search
LEVELS = 37  # rows of it
BEND = 0.35  # cost of a step between columns, per row squared, against a contrast of 1
STRAY = 0.5  # cost of straying by REACH from the landmarks
BAND = 5  # rows on each side that are compared
CONTRAST = 0.02  # of full scale: a fainter line is not followed


def refine(image: Image, features: Features) -> Features:
    """Features whose inner lips meet on the dark line between them; of an open mouth, each on its own edge."""
    if features.gap > PARTED:
        return _open_edges(image, features)
    upper, lower = features.curve(INNER_UPPER), features.curve(INNER_LOWER)
    middle = (upper + lower) / 2
    xs = np.linspace(middle[0, 0], middle[-1, 0], STEPS)
    line = np.interp(xs, middle[:, 0], middle[:, 1])
    offsets = np.linspace(-REACH, REACH, LEVELS)
    level = _brightness(image, features, xs, line, offsets)
    inner = level[:, 4:-4]
    contrast = float(np.median(np.percentile(inner, 70, axis=0) - inner.min(axis=0)))
    if contrast < CONTRAST:
        found = line if features.gap < PARTED / 2 else None
    else:
        found = line + _smooth(offsets[_darkest(level / contrast, offsets)])
    if found is None:
        return features
    points = features.points.copy()
    for chain in (INNER_UPPER, INNER_LOWER):
        inner_points = list(chain)
        points[inner_points, 1] = np.interp(points[inner_points, 0], xs, found)
    left, right = points[78], points[308]
    mouth = (float(left[0]), float(right[0]), float((left[1] + right[1]) / 2))
    return replace(features, points=points, gap=0.0, mouth=mouth)


def _open_edges(image: Image, features: Features) -> Features:
    """An open mouth's lips, each ended where its colour ends: a rim of teeth on them would travel with them."""
    points = features.points.copy()
    for inner, outer, outward in ((INNER_UPPER, OUTER_UPPER, -1.0), (INNER_LOWER, OUTER_LOWER, 1.0)):
        edge, rim = features.curve(inner), features.curve(outer)
        shifts = np.linspace(-1.4 * REACH, 1.4 * REACH, LEVELS)  # outward positive
        xs = edge[1:-1, 0]
        places = np.stack([np.tile(xs, (LEVELS, 1)), edge[1:-1, 1] + outward * shifts[:, None]], axis=-1)
        lip = np.median(_colours(image, features, (edge * 0.4 + rim * 0.6)[2:-2]), axis=0)
        unlike = np.linalg.norm(_colours(image, features, places) - lip, axis=-1) / 255.0  # (LEVELS, columns)
        # The best step: like the lip on its side, unlike it on the other.
        sums = np.cumsum(np.pad(unlike, ((BAND + 1, BAND), (0, 0)), mode="edge"), axis=0)
        inward = (sums[BAND : BAND + LEVELS] - sums[:LEVELS]) / BAND
        outside = (sums[2 * BAND : 2 * BAND + LEVELS] - sums[BAND : BAND + LEVELS]) / BAND
        score = inward - 2.0 * outside - 0.1 * (shifts / REACH)[:, None] ** 2
        inner_rows = np.abs(shifts) <= REACH
        found = shifts[inner_rows][score[inner_rows].argmax(axis=0)]
        points[list(inner[1:-1]), 1] += outward * _smooth(_median(found))
    return replace(features, points=points)


def _median(values: Floats) -> Floats:
    padded = np.pad(values, 1, mode="edge")
    return np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)


def _colours(image: Image, features: Features, places: Floats) -> Floats:
    """(..., 3) of face coordinates, softly sampled."""
    pixels = features.frame.to_pixels(places.reshape(1, -1, 2)).astype(np.float32)
    soft = cv2.GaussianBlur(image, (0, 0), max(0.5, 0.004 * features.frame.unit))
    drawn = cv2.remap(soft, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.float64).reshape(*places.shape[:-1], 3)


def _brightness(image: Image, features: Features, xs: Floats, line: Floats, offsets: Floats) -> Floats:
    """(LEVELS, STEPS) of 0..1 along the line, each row at its offset from it."""
    places = np.stack([np.broadcast_to(xs, (len(offsets), len(xs))), line[None, :] + offsets[:, None]], axis=-1)
    pixels = features.frame.to_pixels(places).astype(np.float32)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(grey, (0, 0), max(0.5, 0.006 * features.frame.unit))
    drawn = cv2.remap(soft, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.float64) / 255.0


def _darkest(level: Floats, offsets: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The row of the path in every column: dark, smooth, and not far from the landmarks."""
    rows, columns = level.shape
    local = level - level.min(axis=0) + STRAY * ((offsets / REACH) ** 2)[:, None]
    index = np.arange(rows)
    step = BEND * (index[:, None] - index[None, :]) ** 2.0 * (offsets[1] - offsets[0]) * 10
    total, came = local[:, 0].copy(), np.zeros((rows, columns), dtype=np.intp)
    for column in range(1, columns):
        ways = total[None, :] + step
        came[:, column] = ways.argmin(axis=1)
        total = ways.min(axis=1) + local[:, column]
    path = np.empty(columns, dtype=np.intp)
    path[-1] = total.argmin()
    for column in range(columns - 1, 0, -1):
        path[column - 1] = came[path[column], column]
    return path


def _smooth(path: Floats) -> Floats:
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(path, 1.2, mode="nearest"))
