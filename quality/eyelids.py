"""What an eye sees of shut eyelids, measured on the frames of a finished clip.

A frame with the eyes shut is laid over the first one, where they are open. Both are read along the lids: strips whose
columns stand on the open eye's upper (or lower) lid and whose rows run away from it, in parts of the eyes' distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    OUTER_CORNERS,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
)
from videolecture.types import Image

Floats = NDArray[np.float64]
UNDER_BROWS = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))  # lower edges of the brows
CHEEKS = (50, 280, 205, 425)
BAND = 0.08  # of the eyes' distance over the upper lid, searched for what the open eye left behind,
BAND_OF_GAP = 0.5  # but no farther than this part of the way to the brow, whose hair stays
NEAR_LOWER = 0.035  # around the lower lid in which the line of the lashes is searched
STEP = 0.002  # between rows of a strip
INNER = (0.2, 0.8)  # of an eye's width that is read: lids meet in the corners
OVER_FOLD = (0.35, 0.85)  # of the way from the lid to the brow: skin over the fold, and brow hair, crease or frame
UNLIT = 1 / 3  # of the other eye's skin: an eye in a shadow so black is not seen
RIM = 0.035  # of a shut lid at the open eye's lids, left out of its colour: lashes, folds
FINE = 0.008  # standard deviation of what is coarser than grain
PATCH = 0.05  # half the side of a cheek's patch


@dataclass(frozen=True)
class Lids:
    """One frame with the eyes shut, both eyes' mean, or that of the one which is seen at all."""

    left_behind: float  # darkest line where the open eye's lashes were, over the open eye's
    line: float  # darkness along the lower lid, over that of the open eye's lashes
    colour: float  # CIE76 between the lid and the skin between fold and brow
    grain: float  # of the lid, over that of the cheek


def lay_over(frame: Image, points: Floats, first: Floats, stable: Sequence[int]) -> Image:
    """The frame moved so that its `stable` points come to lie where they are in the first; points (478, 2)."""
    matrix, _ = cv2.estimateAffinePartial2D(points[list(stable)], first[list(stable)], method=cv2.LMEDS)
    size = (frame.shape[1], frame.shape[0])
    laid = cv2.warpAffine(frame, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, dtype=np.uint8)


def measure(opened: Image, shut: Image, points: Floats) -> Lids:
    """`shut` laid over `opened`, whose landmarks are `points`, (478, 2) pixels."""
    eyes = [
        _Eye(opened, shut, points, *chains)
        for chains in (
            (LEFT_UPPER_LID, LEFT_LOWER_LID, UNDER_BROWS[0]),
            (RIGHT_UPPER_LID, RIGHT_LOWER_LID, UNDER_BROWS[1]),
        )
    ]
    light = [float(_level(eye.skin())) for eye in eyes]
    eyes = [eye for eye, own in zip(eyes, light, strict=True) if own > UNLIT * max(light)]
    left, line = (float(np.mean([getattr(eye, name)() for eye in eyes])) for name in ("left_behind", "line"))
    unit = float(np.linalg.norm(points[OUTER_CORNERS[0]] - points[OUTER_CORNERS[1]]))
    cheek = _grain_of(shut, points[list(CHEEKS)], unit)
    grain = float(np.mean([eye.grain() for eye in eyes])) / max(cheek, 0.05)
    return Lids(left, line, float(np.mean([eye.colour() for eye in eyes])), grain)


class _Eye:
    """Both frames read along one eye's lids."""

    def __init__(
        self,
        opened: Image,
        shut: Image,
        points: Floats,
        upper: Sequence[int],
        lower: Sequence[int],
        brow: Sequence[int],
    ) -> None:
        left, right = points[OUTER_CORNERS[0]], points[OUTER_CORNERS[1]]
        self._unit = float(np.linalg.norm(right - left))
        across = (right - left) / self._unit
        down = np.array([-across[1], across[0]])
        top, bottom, over = (
            np.stack([points[list(chain)] @ across, points[list(chain)] @ down], -1) for chain in (upper, lower, brow)
        )
        low, high = top[:, 0].min(), top[:, 0].max()
        xs = np.linspace(low + INNER[0] * (high - low), low + INNER[1] * (high - low), 48)
        top_y, bottom_y, brow_y = (_curve(chain, xs) for chain in (top, bottom, over))
        self._gap = float((top_y - brow_y).min() / self._unit)
        self._height = (bottom_y - top_y) / self._unit
        self._opened, self._shut = opened, shut
        self._at = [(xs[None, :, None] * across + y[None, :, None] * down) for y in (top_y, bottom_y)]
        self._down = down * self._unit

    def _strip(self, image: NDArray[np.uint8] | NDArray[np.float32], lid: int, first: float, last: float) -> Floats:
        """(rows, columns, 3) from `first` to `last` under the upper (0) or lower (1) lid."""
        rows = np.arange(first, last + STEP / 2, STEP)
        places = (self._at[lid] + rows[:, None, None] * self._down).astype(np.float32)
        read = cv2.remap(image, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(read, dtype=np.float64)

    def skin(self) -> Floats:
        """(3,): colour over the fold, that of the photo; of its brighter half, since hair and frames are darker."""
        strip = self._strip(self._opened, 0, -OVER_FOLD[1] * self._gap, -OVER_FOLD[0] * self._gap).reshape(-1, 3)
        level = _level(strip)
        return np.asarray(np.median(strip[level >= np.median(level)], axis=0))

    def _darkness(self, image: Image, lid: int, first: float, last: float) -> float:
        """Of the darkest row, against the skin over the fold: 0 like it, 1 black."""
        rows = _level(self._strip(image, lid, first, last)).mean(axis=1)
        return float(np.max(1.0 - rows / max(float(_level(self.skin())), 1.0)))

    def left_behind(self) -> float:
        """Darkest line over the upper lid's place, shut over open."""
        band = min(BAND, BAND_OF_GAP * self._gap)
        opened, shut = (self._darkness(image, 0, -band, 0.0) for image in (self._opened, self._shut))
        return max(shut, 0.0) / max(opened, 0.02)

    def line(self) -> float:
        """Darkness along the lower lid, over the open eye's lashes."""
        return self._darkness(self._shut, 1, -NEAR_LOWER, NEAR_LOWER) / max(
            self._darkness(self._opened, 0, -BAND, 0.0), 0.02
        )

    def _lid(self, image: NDArray[np.uint8] | NDArray[np.float32]) -> list[Floats]:
        """Columns of the lid, each (rows, 3), where the open eye was."""
        strip = self._strip(image, 0, 0.0, float(self._height.max()))
        rows = np.arange(len(strip)) * STEP
        return [
            column[(rows > RIM / 2) & (rows < height - RIM)]
            for column, height in zip(strip.transpose(1, 0, 2), self._height, strict=True)
        ]

    def colour(self) -> float:
        """CIE76 of the medians of lid and skin over the fold."""
        columns = [column for column in self._lid(self._shut) if len(column)]
        if not columns:
            return float("nan")
        lid = np.median(np.concatenate(columns), axis=0)
        return float(np.linalg.norm(_lab(lid) - _lab(self.skin())))

    def grain(self) -> float:
        """Energy (standard deviation) of what is finer than FINE, on the lid."""
        fine = _high_pass(self._shut, self._unit)[..., None].repeat(3, axis=-1)
        columns = [column[:, 0] for column in self._lid(fine) if len(column)]
        return _spread(np.concatenate(columns)) if columns else float("nan")


def _curve(chain: Floats, xs: Floats) -> Floats:
    order = np.argsort(chain[:, 0])
    return np.asarray(np.interp(xs, chain[order, 0], chain[order, 1]))


def _level(colours: Floats) -> Floats:
    return np.asarray(colours @ np.array([0.299, 0.587, 0.114]))


def _lab(colour: Floats) -> Floats:
    pixel = (colour / 255.0).astype(np.float32).reshape(1, 1, 3)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2Lab), dtype=np.float64).reshape(3)


def _high_pass(image: Image, unit: float) -> NDArray[np.float32]:
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(grey - cv2.GaussianBlur(grey, (0, 0), max(1.0, FINE * unit)), dtype=np.float32)


def _spread(values: Floats) -> float:
    """Standard deviation, without the outermost twentieth: a wrinkle is no grain."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(np.std(values[(values >= low) & (values <= high)]))


def _grain_of(image: Image, places: Floats, unit: float) -> float:
    fine, reach = _high_pass(image, unit), max(2, round(PATCH * unit))
    found = []
    for x, y in places:
        part = fine[max(0, int(y) - reach) : int(y) + reach + 1, max(0, int(x) - reach) : int(x) + reach + 1]
        if part.size:
            found.append(_spread(part.ravel().astype(np.float64)))
    return float(np.median(found)) if found else float("nan")
