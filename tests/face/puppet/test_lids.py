from __future__ import annotations

import numpy as np

from videolecture.face.puppet import lids
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.lids import Lid
from videolecture.face.puppet.opened_eye import Opened

STEP = np.eye(2) * 200.0  # pixels a face unit
Y, X = np.mgrid[0:110, 0:130] / 200.0 - 0.15
HALF = 0.06 * np.clip(1 - ((X - 0.17) / 0.15) ** 2, 0, 1) ** 0.5
UPPER, LOWER = 0.1 - HALF, 0.1 + HALF
EYE = Opened(X, Y, UPPER, LOWER, np.full(X.shape, -0.12), (0.02, 0.32), 1, STEP)
NO_GRAIN = np.zeros((*X.shape, 3), np.float32)


def eye(skin: float = 170.0, iris: float = 40.0, lashes: float = 40.0) -> Floats:
    """A drawn eye: skin that darkens to the right, white, iris; a rim of lashes over it."""
    level = skin - 60 * X
    level = np.where((HALF > 0) & (Y > UPPER) & (Y < LOWER), 230.0, level)
    level = np.where((np.hypot(X - 0.17, Y - 0.1) < 0.05) & (HALF > 0), iris, level)
    level = np.where((Y < UPPER) & (Y > UPPER - 0.012) & (HALF > 0), lashes, level)
    return np.repeat(level[..., None], 3, axis=-1)


def lid(part: Floats, grain: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = NO_GRAIN) -> Lid:
    return lids.build(part.astype(np.uint8), EYE, grain, 0.0)


def inside() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray((Y > UPPER + 0.01) & (Y < LOWER - 0.02) & (X > 0.05) & (X < 0.29), dtype=np.bool_)


def test_a_shut_lid_has_the_colour_of_the_skin_between_fold_and_brow() -> None:
    shown = lid(eye()).picture[..., 0].astype(float)
    assert np.abs(shown - (170.0 - 60 * X))[inside()].max() < 0.08 * 170


def test_where_the_open_eye_has_lashes_the_shut_one_has_skin() -> None:
    built = lid(eye())
    rim = (Y < UPPER) & (Y > UPPER - 0.012) & (X > 0.06) & (X < 0.28)
    assert built.cover[rim][:, 0].min() > 250
    assert built.picture[rim].min() > 130


def test_far_from_the_eye_the_photo_stays() -> None:
    far = (Y < UPPER - 0.16) | (Y > LOWER + 0.05)
    assert lid(eye()).cover[far].max() == 0


def test_a_lid_is_as_grainy_as_it_is_told() -> None:
    grain = np.asarray(np.random.default_rng(1).normal(0, 4.0, NO_GRAIN.shape), dtype=np.float32)
    smooth, grainy = (
        np.diff(np.asarray(lid(eye(), one).picture[..., 0], dtype=float), axis=1) for one in (NO_GRAIN, grain)
    )
    assert np.abs(smooth[inside()[:, 1:]]).mean() < 1.0
    assert np.abs(grainy[inside()[:, 1:]]).mean() > 3.0


def test_lashes_are_as_dark_as_the_open_eye_s() -> None:
    faint, dark = (float(np.median(lid(eye(lashes=level)).lashes.dark)) for level in (110.0, 30.0))
    assert dark > faint + 0.15


def test_a_frame_of_glasses_over_the_eye_stays() -> None:
    part = eye()
    frame = np.abs(Y - (UPPER.min() - 0.115)) < 0.012
    part[frame] = 20.0
    assert lid(part).cover[frame & (X > 0.1) & (X < 0.25)].max() < 60


def test_no_outline_shows_where_the_lid_begins() -> None:
    part = eye() + np.clip(60 * (0.02 - Y), 0, 8)[..., None]  # brighter toward the brow
    built = lid(part)
    seam = (built.cover[..., 1] > 10) & (built.cover[..., 1] < 80) & (Y < UPPER) & (X > 0.05) & (X < 0.29)
    assert seam.any()
    assert np.abs(built.picture.astype(float) - part)[seam].max() < 6


def test_lashes_beyond_the_outer_corner_go_with_the_lid_and_a_strand_of_hair_stays() -> None:
    lash = (X > 0.32) & (X < 0.38) & (np.abs(Y - 0.09) < 0.008)
    hair = (X > 0.43) & (X < 0.46)
    part = np.where((lash | hair)[..., None], 30.0, eye())
    built = lid(part)
    assert built.cover[lash & (X < 0.37)][:, 1].mean() > 200
    assert built.picture[lash & (X < 0.37)].min() > 110
    assert built.cover[hair].mean() < 20
