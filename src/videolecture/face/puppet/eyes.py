"""Blinks and gaze, painted into the photo's texture before it is moved.

The closing lid is the photo's own skin above the eye, stretched; the lashes' line travels with its edge unstretched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from videolecture.face.puppet.features import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    Features,
    Floats,
)

LEFT_UNDER_BROW, RIGHT_UNDER_BROW = (46, 53, 52, 65, 55), (285, 295, 282, 283, 276)
UNDER = 0.07  # face units under the lower lid where its skin is looked at
MOST_GAIN = 1.45
OVER = 0.010  # face units by which a shut upper lid reaches over the lower one: landmarks leave a rim of white
LASHES = 0.5  # part of the light that the lashes' line of a shut eye takes away
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
    lid: float  # height of the skin that stretches, face units
    lash: float  # height of the lashes' line over the edge, face units
    corners: tuple[float, float]  # x of both
    gain: Floats  # (3,): brightens a lid that lies in the brow's shadow toward the skin under the eye


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
    eyes = (
        _eye(features, LEFT_UPPER_LID, LEFT_LOWER_LID, LEFT_UNDER_BROW, texture.shape, fine),
        _eye(features, RIGHT_UPPER_LID, RIGHT_LOWER_LID, RIGHT_UNDER_BROW, texture.shape, fine),
    )
    left, right = (replace(eye, gain=_gain(eye, texture)) for eye in eyes)
    first, second = (texture[eye.rows, eye.columns].copy() for eye in eyes)
    return Eyes((left, right), (first, second), step)


def _gain(eye: Eye, texture: Bytes) -> Floats:
    """A closed lid comes out of the brow's shadow: how much brighter than the strip it is stretched from."""
    part = texture[eye.rows, eye.columns, :3].astype(np.float64)
    x0, x1 = eye.corners
    middle = (eye.x > x0 + 0.25 * (x1 - x0)) & (eye.x < x1 - 0.25 * (x1 - x0))
    strip = middle & (eye.y < eye.upper - eye.lash) & (eye.y > eye.upper - eye.lid)
    under = middle & (eye.y > eye.lower + 0.03) & (eye.y < eye.lower + UNDER)
    if strip.sum() < 8 or under.sum() < 8:
        return np.ones(3)
    lid, skin = np.median(part[strip], axis=0), np.median(part[under], axis=0)
    level = float(np.clip(0.92 * skin.mean() / max(lid.mean(), 1.0), 1.0, MOST_GAIN))
    tint = np.clip((skin / skin.mean()) / np.maximum(lid / max(lid.mean(), 1.0), 0.05), 0.7, 1.4)
    return np.asarray(1.0 + (level * tint - 1.0) * min(1.0, (level - 1.0) / 0.25))


def _eye(
    features: Features,
    upper: tuple[int, ...],
    lower: tuple[int, ...],
    brow: tuple[int, ...],
    shape: tuple[int, ...],
    fine: int,
) -> Eye:
    from scipy.interpolate import PchipInterpolator

    frame = features.frame
    top, bottom = features.curve(upper), features.curve(lower)
    x0, x1 = float(min(top[0, 0], top[-1, 0])), float(max(top[0, 0], top[-1, 0]))
    space = float(np.median(top[2:-2, 1]) - np.median(features.curve(brow)[:, 1]))
    lid = float(np.clip(0.45 * space, 0.03, 0.12))
    high, deep = top[:, 1].min() - lid, bottom[:, 1].max() + UNDER
    box = np.array([[x0, high], [x1, high], [x0, deep], [x1, deep]])
    pixels = frame.to_pixels(box) * fine
    low = np.maximum(np.floor(pixels.min(axis=0)).astype(int) - 3, 0)
    end = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + 4, [shape[1], shape[0]])
    ys, xs = np.mgrid[low[1] : end[1], low[0] : end[0]]
    places = frame.to_face(np.stack([xs, ys], axis=-1) / fine)
    curves = []
    for chain in (top, bottom):
        order = np.argsort(chain[:, 0])
        x, keep = np.unique(chain[order, 0], return_index=True)
        curves.append(PchipInterpolator(x, chain[order, 1][keep])(np.clip(places[..., 0], x0, x1)))
    return Eye(
        rows=slice(int(low[1]), int(end[1])),
        columns=slice(int(low[0]), int(end[0])),
        x=places[..., 0].astype(np.float32),
        y=places[..., 1].astype(np.float32),
        upper=curves[0].astype(np.float32),
        lower=np.maximum(curves[0], curves[1]).astype(np.float32),
        lid=lid,
        lash=min(0.022, 0.4 * lid),
        corners=(x0, x1),
        gain=np.ones(3),
    )


def paint(texture: Bytes, eyes: Eyes, closed: float, across: float, down: float) -> None:
    """Write both eyes into the texture: lids `closed` 0..1, irises moved by (across, down) face units."""
    for eye, original in zip(eyes.eyes, eyes.originals, strict=True):
        part = texture[eye.rows, eye.columns]
        part[:] = original
        if closed > 1e-3 or across or down:
            _paint(
                part, original, eye.x, eye.y, eye.upper, eye.lower, eye.lid, eye.lash, eye.corners[0], eye.corners[1],
                closed, across, down, eyes.step, eye.gain,
            )  # fmt: skip


@njit(cache=True, nogil=True)
def _paint(
    out: Bytes,
    original: Bytes,
    xs: NDArray[np.float32],
    ys: NDArray[np.float32],
    uppers: NDArray[np.float32],
    lowers: NDArray[np.float32],
    lid: float,
    lash: float,
    left: float,
    right: float,
    closed: float,
    across: float,
    down: float,
    step: Floats,
    gain: Floats,
) -> None:
    texel = 1.0 / np.sqrt(step[0, 0] ** 2 + step[1, 0] ** 2)  # face units
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = xs[row, column], ys[row, column]
            if x <= left or x >= right:
                continue
            upper, lower = uppers[row, column], lowers[row, column]
            high = lower - upper
            place = (x - left) / (right - left)
            taper = min(1.0, 6.0 * place, 6.0 * (1.0 - place))
            edge = upper + closed * (high + OVER * taper)
            top = upper - lid * taper
            skin = min(max((edge + 0.5 * texel - y) / texel, 0.0), 1.0) if closed > 0.0 else 0.0
            if y <= top:
                continue
            if skin < 1.0 and y > upper - texel and y < lower + texel:
                near = min(max(min(y - upper, lower - y) / (0.25 * high + 1e-6), 0.0), 1.0)
                weight = near * min(1.0, 3.0 * place, 3.0 * (1.0 - place))
                dx, dy = -across * weight, -down * weight
                # The lid's shadow falls on the eye under its edge.
                dark = 1.0
                if closed > 0.0:
                    dark = 1.0 - 0.35 * closed * min(max(1.0 - (y - edge) / 0.03, 0.0), 1.0)
                for channel in range(3):
                    value = _sample(
                        original,
                        row + step[1, 0] * dx + step[1, 1] * dy,
                        column + step[0, 0] * dx + step[0, 1] * dy,
                        channel,
                    )
                    out[row, column, channel] = np.uint8(value * dark + 0.5)
            if skin > 0.0:
                band = lash * taper
                lit = min(1.0, 2.0 * closed) * min(1.0, 5.0 * place, 5.0 * (1.0 - place))
                if y > edge - band:
                    dy = upper - edge
                    lit *= 1.0 - 0.8 * min((y - edge + band) / band * 1.5, 1.0)
                else:
                    dy = top + (y - top) * (upper - band - top) / max(edge - band - top, 1e-6) - y
                    lit *= min(1.0, 1.6 * (y - top) / max(edge - band - top, 1e-6))
                # Lashes lie over the edge, thickest in the middle; an open eye's are in the photo already.
                line = max(0.0, 1.0 - abs(edge - y - 0.35 * band) / (0.65 * band))
                dark = 1.0 - LASHES * closed * line * taper
                for channel in range(3):
                    value = _sample(original, row + step[1, 1] * dy, column + step[0, 1] * dy, channel) * dark
                    value = min(value * (1.0 + (gain[channel] - 1.0) * lit), 255.0)
                    under = out[row, column, channel]
                    out[row, column, channel] = np.uint8(under + (value - under) * skin + 0.5)


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
    places = np.zeros((8, 8), np.float32)
    _paint(part, original, places, places, places, places, 0.1, 0.02, -1.0, 1.0, 0.5, 0.0, 0.0, np.eye(2), np.ones(3))
