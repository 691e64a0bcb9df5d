"""Blinks and gaze, painted into the photo's texture before it is moved.

The closing lid slides down over the eye as one piece, its lashes with it; the lower lid comes up a little. See lids.py
for what it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import eye_loops, grain, lids
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
from videolecture.face.puppet.opened_eye import Opened

AROUND, ABOVE, UNDER = 0.17, 0.24, 0.20  # face units of the picture kept beside an eye, over it, and under it
Bytes = NDArray[np.uint8]


NEAR = 0.15  # of an eye's width from the outer corner, where the lower lid's slope is taken
STEEPEST = 0.35  # of that
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
    rises: tuple[float, float]  # of the line of the shut lids beyond either corner, face units a face unit
    seen: tuple[int, int]  # first row of the open eye, and the one after its last
    lid: lids.Lid


@dataclass(frozen=True)
class Eyes:
    """Both eyes, and the texture as the photo has it there."""

    eyes: tuple[Eye, Eye]
    originals: tuple[Bytes, Bytes]
    step: Floats  # (2, 2): face units to texels


def build(features: Features, texture: Bytes, height: int, blur: float) -> Eyes:
    """Eyes of a portrait in its texture, (h, w, 4) or doubled, for frames of `height` pixels, blurred by `blur`."""
    frame = features.frame
    cos, sin = np.cos(frame.roll), np.sin(frame.roll)
    fine = texture.shape[0] // height
    step = fine * frame.unit * np.array([[cos, -sin], [sin, cos]])
    left = _eye(features, (LEFT_UPPER_LID, LEFT_LOWER_LID, UNDER_LEFT_BROW), -1, texture, fine, step, blur / frame.unit)
    right = _eye(
        features, (RIGHT_UPPER_LID, RIGHT_LOWER_LID, UNDER_RIGHT_BROW), 1, texture, fine, step, blur / frame.unit
    )
    first, second = (texture[eye.rows, eye.columns].copy() for eye in (left, right))
    return Eyes((left, right), (first, second), step)


def _eye(
    features: Features,
    chains: tuple[tuple[int, ...], ...],
    outer: int,
    texture: Bytes,
    fine: int,
    step: Floats,
    soft: float,
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
    opened = Opened(places[..., 0], places[..., 1], above, np.maximum(above, below), over, (x0, x1), outer, step)
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
        rises=_rises(bottom, outer),
        seen=_seen(opened),
        lid=lids.build(texture[rows, columns, :3], opened, pores, soft),
    )


def _rises(lower: Floats, outer: int) -> tuple[float, float]:
    """How the line of the shut lids goes on beyond the corners: as the lower lid comes to the outer one, else level."""
    order = np.argsort(outer * lower[:, 0])[::-1]
    x, y = np.abs(lower[order, 0] - lower[order[0], 0]), lower[order, 1] - lower[order[0], 1]
    width = float(x[-1])
    rise = float(np.clip(np.interp(NEAR * width, x, y) / (NEAR * width), 0.0, STEEPEST))
    return (rise, 0.0) if outer < 0 else (0.0, rise)


def _seen(eye: Opened) -> tuple[int, int]:
    """Rows between which the eyeball shows."""
    texel = 1.0 / eye.unit
    rows = np.flatnonzero(((eye.y > eye.upper - texel) & (eye.y < eye.lower + texel)).any(axis=1))
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)


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
            place = eye_loops.Place(eye.x, eye.y, eye.upper, eye.lower, eye.shut, eye.corners[0], eye.corners[1])
            lash = eye.lid.lashes
            lid = eye_loops.Lid(
                eye.lid.picture, eye.lid.cover, eye.lid.top, lash.dark, lash.half, lash.strands, closed, eye.rises
            )
            eye_loops.look_aside(part, original, place, eye_loops.Look(across, down, *eye.seen, eyes.step))
            if closed > LOOKING:
                eye_loops.close(part, original, place, lid, eyes.step)
