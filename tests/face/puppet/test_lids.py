from __future__ import annotations

import numpy as np

from videolecture.face.puppet import lids
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.lids import Lid

STEP = np.eye(2) * 200.0  # pixels a face unit
Y, X = np.mgrid[0:90, 0:100] / 200.0 - 0.1
HALF = 0.06 * np.clip(1 - ((X - 0.15) / 0.15) ** 2, 0, 1) ** 0.5
UPPER, LOWER = 0.1 - HALF, 0.1 + HALF
OPEN = UPPER < LOWER


def eye(skin: float = 170.0, grain: float = 0.0, iris: float = 40.0) -> Floats:
    """A drawn eye: skin that darkens to the right, white, iris; a dark rim of lashes over it."""
    random = np.random.default_rng(1)
    level = skin - 60 * X + random.normal(0, 1, X.shape) * grain
    level = np.where(OPEN & (Y > UPPER) & (Y < LOWER), 230.0, level)
    level = np.where((np.hypot(X - 0.15, Y - 0.1) < 0.05) & OPEN, iris, level)
    level = np.where(np.abs(Y - UPPER) < 0.008, iris, level)
    return np.repeat(level[..., None], 3, axis=-1)


def lid(part: Floats) -> Lid:
    return lids.build(part.astype(np.uint8), np.stack([X, Y], -1), UPPER, LOWER, (0.0, 0.3), STEP)


def inside() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray((Y > UPPER + 0.01) & (Y < LOWER - 0.01) & (X > 0.03) & (X < 0.27), dtype=np.bool_)


def test_a_shut_lid_has_the_skin_s_own_colour_where_iris_and_white_were() -> None:
    shown = lid(eye()).picture[..., 0].astype(float)
    expected = 170.0 - 60 * X
    assert np.abs(shown - expected)[inside()].max() < 0.12 * 170


def test_far_from_the_eye_the_photo_stays() -> None:
    part = eye(grain=5.0)
    far = (Y < 0.1 - 0.06 - 0.06) | (Y > 0.1 + 0.06 + 0.06)
    assert np.array_equal(lid(part).picture[far], part.astype(np.uint8)[far])


def test_a_shut_lid_has_the_grain_of_the_skin_around() -> None:
    def rough(values: Floats) -> float:
        return float(np.abs(np.diff(values, axis=1))[inside()[:, 1:]].mean())

    smooth, grainy = (lid(eye(grain=grain)).picture[..., 0].astype(float) for grain in (0.0, 6.0))
    skin = np.diff(eye(grain=6.0)[60:, :, 0], axis=1)
    assert rough(smooth) < 1.0
    assert rough(grainy) > 0.5 * float(np.abs(skin).mean())


def test_lashes_are_as_dark_as_the_open_eye_s() -> None:
    assert lid(eye(iris=150.0)).lashes < 0.6 * lid(eye(iris=60.0)).lashes
