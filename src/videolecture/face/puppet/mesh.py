"""The mesh: a grid laid along the face, with one of its lines on the line between the lips, where it is cut.

Columns pass through both corners of the mouth, rows bend with the lips and grow straight away from them. The row on
the lips exists twice, as the edge of the upper and of the lower lip; between the corners the two may part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, Features, Floats

MOUTH_COLUMNS = 17  # between the corners, both included
WIDEN = 0.010  # face units by which an open mouth is taken for wider than the landmarks say
BEND = 0.28  # distance over which the rows' bend along the lips fades, face units


@dataclass(frozen=True)
class Spacing:
    """Distances of the grid's lines, in face units unless said otherwise: by eye, as coarse as shows no kinks."""

    uneven: float = 0.6  # part of the spacing between the corners that is denser toward them, by a cosine
    even: float = 0.4  # the rest of it
    first: float = 0.02  # the cell beside the mouth
    growth: float = 1.25  # how much larger each next one is
    largest: float = 0.11  # the largest near the face
    largest_far: float = 0.3  # and farther from the mouth than `far`
    far: float = 0.9
    covered: float = 0.05  # beside the mouth, at least
    touching: float = 1e-9  # a column nearer to a corner is on it


SPACING = Spacing()


@dataclass(frozen=True)
class Mesh:
    """A cut grid in the photo's own state. Arrays over n = rows * columns vertices, row by row."""

    source: Floats  # (n, 2) face coordinates in the photo
    lower: NDArray[np.bool_]  # (n,): on the lower lip's side of the cut
    columns: int
    cut: int  # row of the upper lip's edge; cut + 1 is the lower lip's
    corners: tuple[int, int]  # columns of the mouth's corners
    triangles: NDArray[np.int32]  # (m, 3), those over the opening first

    @property
    def upper_edge(self) -> NDArray[np.intp]:
        """Vertices of the upper lip's edge, from corner to corner."""
        return np.arange(self.corners[0], self.corners[1] + 1) + self.cut * self.columns

    @property
    def lower_edge(self) -> NDArray[np.intp]:
        """Vertices of the lower lip's edge, from corner to corner."""
        return self.upper_edge + self.columns


def build(features: Features, bounds: tuple[float, float, float, float]) -> Mesh:
    """The mesh that covers `bounds` (left, top, right, bottom in face coordinates)."""
    left, top, right, bottom = bounds
    x0, x1, middle = features.mouth
    xs, first = _columns(x0, x1, left, right)
    above = middle - _steps(middle - top)[::-1]
    below = middle + _steps(bottom - middle)
    upper = _edge(features.curve(INNER_UPPER), xs, middle)
    lower = _edge(features.curve(INNER_LOWER), xs, middle)
    if features.gap > 0:
        upper, lower = upper - WIDEN, lower + WIDEN  # a rim of teeth on the lips' edges would travel with them
    parted = np.maximum(lower - upper, 0.0)
    inside = (xs > x0 + SPACING.touching) & (xs < x1 - SPACING.touching)
    parted[~inside] = 0.0
    seam = np.where(inside, (upper + lower) / 2, upper)
    ys = np.concatenate(
        [
            _rows(above, middle, seam - parted / 2),
            _rows(below, middle, seam + parted / 2),
        ]
    )
    rows, columns = ys.shape
    source = np.stack([np.broadcast_to(xs, ys.shape), ys], axis=-1).reshape(-1, 2)
    cut = len(above) - 1
    corners = (first, first + MOUTH_COLUMNS - 1)
    return Mesh(
        source=source,
        lower=np.repeat(np.arange(rows) > cut, columns),
        columns=columns,
        cut=cut,
        corners=corners,
        triangles=_triangles(rows, columns, cut, corners),
    )


def _columns(x0: float, x1: float, left: float, right: float) -> tuple[Floats, int]:
    """Column positions, and which is the left corner of the mouth. Denser toward the corners, where most bends."""
    turn = np.linspace(0.0, np.pi, MOUTH_COLUMNS)
    even = np.linspace(0.0, 1.0, MOUTH_COLUMNS)
    between = x0 + (x1 - x0) * (SPACING.uneven * (1 - np.cos(turn)) / 2 + SPACING.even * even)
    before = x0 - _spread(x0 - left)[::-1]
    after = x1 + _spread(right - x1)
    return np.concatenate([before, between, after]), len(before)


def _spread(length: float) -> Floats:
    """Growing distances from just over 0 to at least `length`."""
    steps, at, step = [], 0.0, SPACING.first
    while at < max(length, SPACING.covered):
        at += step
        steps.append(at)
        step = min(step * SPACING.growth, SPACING.largest if at < SPACING.far else SPACING.largest_far)
    return np.array(steps)


def _steps(length: float) -> Floats:
    """Distances of the rows from the lips: fine on the lips, coarse far away; the first is 0."""
    return np.concatenate([[0.0], _spread(length)])


def _edge(chain: Floats, xs: Floats, middle: float) -> Floats:
    """y of an inner lip over xs; beyond the corners it levels out toward the mouth's height."""
    from scipy.interpolate import PchipInterpolator

    order = np.argsort(chain[:, 0])
    x, keep = np.unique(chain[order, 0], return_index=True)
    y = chain[order, 1][keep]
    inside = PchipInterpolator(x, y)(np.clip(xs, x[0], x[-1]))
    beyond = np.maximum(np.maximum(x[0] - xs, xs - x[-1]), 0.0)
    return np.asarray(middle + (inside - middle) * np.exp(-((beyond / BEND) ** 2)))


def _rows(levels: Floats, middle: float, edge: Floats) -> Floats:
    """(rows, columns) of y: the edge's bend, which fades with the distance from it."""
    bend = np.exp(-((np.abs(levels - middle) / BEND) ** 2))[:, None]
    return np.asarray(levels[:, None] + (edge - middle)[None, :] * bend)


def _triangles(rows: int, columns: int, cut: int, corners: tuple[int, int]) -> NDArray[np.int32]:
    """Two triangles a cell, the diagonal turning with the cell; the cells over the opening come first."""
    row, column = np.mgrid[0 : rows - 1, 0 : columns - 1]
    row, column = row.ravel(), column.ravel()
    opening = (row == cut) & (column >= corners[0]) & (column < corners[1])
    keep = (row != cut) | opening
    order = np.argsort(~opening[keep], kind="stable")
    a = (row[keep] * columns + column[keep])[order]
    b, c, d = a + 1, a + columns, a + columns + 1
    falling = ((column[keep] + row[keep])[order] % 2 == 0)[:, None]
    first = np.where(falling, np.stack([a, b, d], 1), np.stack([a, b, c], 1))
    second = np.where(falling, np.stack([a, d, c], 1), np.stack([b, d, c], 1))
    return np.stack([first, second], axis=1).reshape(-1, 3).astype(np.int32)
