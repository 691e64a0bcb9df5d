"""Blinks and gaze, painted into the photo's texture before it is moved.

The closing lid slides down over the eye as one piece, out from under the crease that the photo has, and its lashes
with it. See lids.py for what it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        if closed > 1e-3 or across or down:
            _paint(
                part, original, eye.lid.picture, eye.x, eye.y, eye.upper, eye.lower, eye.lid.lashes,
                lids.LASHES_UP, eye.corners[0], eye.corners[1], closed, across, down, eyes.step,
            )  # fmt: skip


@njit(cache=True, nogil=True)
def _paint(
    out: Bytes,
    original: Bytes,
    lid: Bytes,
    xs: NDArray[np.float32],
    ys: NDArray[np.float32],
    uppers: NDArray[np.float32],
    lowers: NDArray[np.float32],
    lashes: float,
    beyond: float,
    left: float,
    right: float,
    closed: float,
    across: float,
    down: float,
    step: Floats,
) -> None:
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    thick = max(LASH, 1.2 * texel)
    come = min(1.0, closed / COVERED)
    met = max(0.0, (closed - MEETING) / (1.0 - MEETING))
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = xs[row, column], ys[row, column]
            upper, lower = uppers[row, column], lowers[row, column]
            high = lower - upper
            place = min(max((x - left) / (right - left), 0.0), 1.0)
            taper = min(1.0, 6.0 * place, 6.0 * (1.0 - place))
            shut = lower + OVER * taper
            edge = upper + closed * (shut - upper)
            if high > 0.0 and y > upper - texel and y < lower + texel:
                near = min(max(min(y - upper, lower - y) / (0.25 * high + 1e-6), 0.0), 1.0)
                weight = near * min(1.0, 3.0 * place, 3.0 * (1.0 - place))
                dx, dy = -across * weight, -down * weight
                # The lid's shadow falls on the eye under its edge.
                dark = 1.0 - 0.35 * closed * min(max(1.0 - (y - edge) / 0.03, 0.0), 1.0) * taper
                for channel in range(3):
                    value = _sample(
                        original,
                        row + step[1, 0] * dx + step[1, 1] * dy,
                        column + step[0, 0] * dx + step[0, 1] * dy,
                        channel,
                    )
                    out[row, column, channel] = np.uint8(value * dark + 0.5)
            if closed <= 0.0:
                continue
            # As the lids meet, what the open eye's lashes hid around it comes through.
            for channel in range(3):
                under = out[row, column, channel]
                out[row, column, channel] = np.uint8(under + (float(lid[row, column, channel]) - under) * met + 0.5)
            # The crease hides where the lid comes from.
            crease = min(max((y - upper + beyond) / (0.5 * beyond), 0.0), 1.0)
            skin = come * crease * min(max((edge - y) / (2.0 * texel) + 0.5, 0.0), 1.0) * min(1.0, 3.0 * taper)
            if skin > 0.0:
                dy = shut - edge
                for channel in range(3):
                    value = _sample(lid, row + step[1, 1] * dy, column + step[0, 1] * dy, channel)
                    under = out[row, column, channel]
                    out[row, column, channel] = np.uint8(under + (value - under) * skin + 0.5)
            off = (y - edge) / thick
            if off > -2.5 and off < 2.5:
                line = come * lashes * np.exp(-off * off) * min(1.0, 4.0 * place, 4.0 * (1.0 - place))
                for channel in range(3):
                    out[row, column, channel] = np.uint8(out[row, column, channel] * (1.0 - line) + 0.5)


@njit(cache=True, nogil=True)
def _sample(image: Bytes, y: float, x: float, channel: int) -> float:
    y = min(max(y, 0.0), image.shape[0] - 1.001)
    x = min(max(x, 0.0), image.shape[1] - 1.001)
    row, column = int(y), int(x)
    fy, fx = y - row, x - column
    above = image[row, column, channel] * (1 - fx) + image[row, column + 1, channel] * fx
    below = image[row + 1, column, channel] * (1 - fx) + image[row + 1, column + 1, channel] * fx
    value: float = above * (1 - fy) + below * fy
    return value


def warm_up() -> None:
    """Compile the loop with the types that frames use."""
    texture = np.zeros((16, 16, 4), np.uint8)
    part, original = texture[:8, :8], np.zeros((8, 8, 4), np.uint8)
    places, lid = np.zeros((8, 8), np.float32), np.zeros((8, 8, 3), np.uint8)
    _paint(part, original, lid, places, places, places, places, 0.3, 0.03, -1.0, 1.0, 0.5, 0.0, 0.0, np.eye(2))
