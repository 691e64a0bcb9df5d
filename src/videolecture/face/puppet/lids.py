"""What a shut upper lid looks like, made from the skin around the eye.

Its colour runs smoothly from the skin over the eye to that under it, so that shadows and light go on across it; its
grain (pores, canvas, film) is that of the skin under the eye; its lashes are as dark as those of the open eye.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats

LASHES_UP, LASHES_DOWN = 0.030, 0.030  # face units beyond the lids' edges where lashes hide the skin
ASIDE = 0.02  # and beyond the corners
GRID = 64  # cells across an eye in which its colour is filled
ROUNDS = 500  # of the filling; a lid is some 25 cells high
SHADOW = 0.72  # of the light under the eye: what is darker over it lies in a fold or is lashes, and is no lid's skin
RIM = 0.014  # face units around what is dark that are half as dark
SHADED = 0.3  # part of that darkness which the lid keeps: sockets are in the shade
FEATHER = 0.008  # face units over which the lid goes over into the photo
GRAIN = 0.018  # face units: what is finer counts as grain
SWELL, FOLD = 0.06, 0.05  # part of the light that the lid's swell adds, and that the crease over it takes
THINNEST = 1e-3  # face units of an eye's height
FOLDED = 0.12  # of an eye's height: how far from the fold its crease is dark
LEAST_GRAIN, LEAST_FEATHER = 0.8, 0.6  # pixels
WRINKLE = 4  # times the usual grain: a wrinkle or a spectacle frame is none
MIDDLE = 0.6  # of an eye's roundness: beside it, near the corners, no lashes are looked for
FEWEST = 8  # pixels of lashes
LASH_SHARE, LASH_DARK = 0.8, 10  # part of the darkness of their darkest tenth (percentile) that the line has
EMPTY = 1e-6  # a weight that is none
LEAST_LASHES, MOST_LASHES = 0.28, 0.55  # part of the light that the lashes' line takes


@dataclass(frozen=True)
class Lid:
    """One upper lid."""

    picture: NDArray[np.uint8]  # (h, w, 3): the photo around the eye with the eye shut, without lashes
    lashes: float  # part of the light that the line of the lashes takes


def build(
    part: NDArray[np.uint8], places: Floats, upper: Floats, lower: Floats, corners: tuple[float, float], step: Floats
) -> Lid:
    """The lid over the eye in `part`, (h, w, 3); `places` (h, w, 2) and y of the open lids (h, w) in face units.

    `step` (2, 2): face units to pixels of `part`.
    """
    x, y = places[..., 0], places[..., 1]
    pixels = float(np.hypot(step[0, 0], step[1, 0]))  # a face unit
    hidden = (x > corners[0] - ASIDE) & (x < corners[1] + ASIDE) & (y > upper - LASHES_UP) & (y < lower + LASHES_DOWN)
    bright = part.mean(axis=-1)
    under = (x > corners[0]) & (x < corners[1]) & (y > lower + LASHES_DOWN) & (y < lower + 3 * LASHES_DOWN)
    dark = bright < SHADOW * np.median(bright[under]) if under.any() else np.zeros_like(hidden)
    wide = 2 * max(1, round(RIM * pixels)) + 1
    dark = cv2.dilate((dark & (y < lower)).astype(np.uint8), np.ones((wide, wide), np.uint8)) > 0
    photo = part.astype(np.float32)
    clear = hidden | (dark & (y < lower))
    smooth = np.asarray(SHADED * _fill(photo, hidden) + (1 - SHADED) * _fill(photo, clear), dtype=np.float64)
    height = np.maximum(lower - upper, THINNEST)
    down = np.clip((y - upper) / height, 0.0, 1.0)
    across = np.clip((x - corners[0]) / (corners[1] - corners[0]), 0.0, 1.0)
    round_ = 4 * across * (1 - across)
    light = 1.0 + round_ * (SWELL * np.sin(np.pi * down) - FOLD * np.exp(-((down / FOLDED) ** 2)))
    # Grain: the skin under the eye, mirrored at its lashes.
    fine = photo - cv2.GaussianBlur(part, (0, 0), max(LEAST_GRAIN, GRAIN * pixels)).astype(np.float32)
    below = 2 * (lower - y) + LASHES_DOWN + GRAIN
    rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    at = [(columns + step[0, 1] * below).astype(np.float32), (rows + step[1, 1] * below).astype(np.float32)]
    grain = cv2.remap(fine, at[0], at[1], cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
    inside = hidden & (y > upper) & (y < lower)
    usual = float(np.median(np.abs(grain[inside]))) if inside.any() else 0.0
    grain = np.clip(grain, -WRINKLE * usual - 1, WRINKLE * usual + 1)
    lid = np.clip(smooth * light[..., None] + grain, 0, 255)
    soft = cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), max(LEAST_FEATHER, FEATHER * pixels))[..., None]
    picture = part + (lid - part) * soft
    return Lid(np.ascontiguousarray(np.round(picture).astype(np.uint8)), _lashes(part, smooth, y - upper, round_))


def _lashes(part: NDArray[np.uint8], skin: Floats, over: Floats, round_: Floats) -> float:
    """How much darker than skin the rim of the open upper lid is."""
    rim = (np.abs(over) < LASHES_UP) & (round_ > MIDDLE)
    if rim.sum() < FEWEST:
        return LEAST_LASHES
    share = part[rim].mean(axis=-1) / np.maximum(skin[rim].mean(axis=-1), 1.0)
    return float(np.clip(LASH_SHARE * (1.0 - np.percentile(share, LASH_DARK)), LEAST_LASHES, MOST_LASHES))


def _fill(part: NDArray[np.float32], hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The hidden part filled with the smoothest colour that meets what is around it (Laplace's equation)."""
    height, width = hidden.shape
    cells = (min(GRID, width), max(2, round(min(GRID, width) * height / width)))
    known = (~hidden).astype(np.float32)
    weight = cv2.resize(known, cells, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(part * known[..., None], cells, interpolation=cv2.INTER_AREA)
    given = weight > 0.5
    if not given.any():
        return part
    colour = seen / np.maximum(weight, EMPTY)[..., None]
    filled = np.where(given[..., None], colour, colour[given].mean(axis=0))
    open_cells = ~given
    for _ in range(ROUNDS):
        padded = np.pad(filled, ((1, 1), (1, 1), (0, 0)), mode="edge")
        mean = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4
        filled[open_cells] = mean[open_cells]
    return np.asarray(cv2.resize(filled, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
