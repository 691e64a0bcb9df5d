from __future__ import annotations

import numpy as np

from videolecture.face.puppet import lashes, lids
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
    assert built.cover[rim].min() > 250
    assert built.picture[rim].min() > 130


def test_far_from_the_eye_the_photo_stays() -> None:
    built = lid(eye())
    assert built.cover[(Y < -0.13) | (X > 0.45) | (X < -0.12)].max() == 0


def test_the_skin_over_the_lid_is_drawn_down_with_its_make_up() -> None:
    """What lies half way from the brow to the lashes lies lower, and what lies at the brow has not moved."""
    part = eye()
    part[np.abs(Y + 0.02) < 0.025] = (200.0, 150.0, 165.0)
    middle = np.argmin(np.abs(X[0] - 0.17))
    before, shut = (one[:, middle, 0].astype(float) - one[:, middle, 1] for one in (part, lid(part).picture))
    height = Y[:, 0]
    assert not (shut[height < -0.05] > 25).any()
    assert (shut * height).sum() / shut.sum() > (before * height).sum() / before.sum() + 0.02
    assert (shut > 25).sum() > 1.3 * (before > 25).sum()


def test_the_fold_over_the_eye_is_flat_when_it_is_shut() -> None:
    part = eye()
    part[np.abs(Y - (UPPER - 0.05)) < 0.006] = 90.0
    over = (Y < UPPER) & (Y > UPPER - 0.08) & (X > 0.08) & (X < 0.26)
    assert lid(part).picture[over].min() > 125


def test_a_lid_in_the_shadow_of_another_colour_comes_near_the_skin_over_it() -> None:
    part = eye()
    part[(Y < UPPER - 0.012) & (Y > UPPER - 0.06)] *= 0.72
    shown = lid(part).picture[inside()].astype(float)
    assert np.median(shown) > 0.93 * np.median((170.0 - 60 * X)[inside()])


def test_a_lid_is_as_grainy_as_it_is_told() -> None:
    grain = np.asarray(np.random.default_rng(1).normal(0, 4.0, NO_GRAIN.shape), dtype=np.float32)
    smooth, grainy = (
        np.diff(np.asarray(lid(eye(), one).picture[..., 0], dtype=float), axis=1) for one in (NO_GRAIN, grain)
    )
    assert np.abs(smooth[inside()[:, 1:]]).mean() < 1.0
    assert np.abs(grainy[inside()[:, 1:]]).mean() > 2.0


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
    top = np.abs(Y - built.top) < 0.01
    beside = ((X < -0.02) | (X > 0.34)) & (Y < 0.09)
    assert np.abs(built.picture.astype(float) - part)[top & (X > 0.0) & (X < 0.34)].max() < 6
    assert np.abs(built.picture.astype(float) - part)[beside].max() < 6


def test_lashes_beyond_the_outer_corner_go_with_the_lid_and_a_strand_of_hair_stays() -> None:
    lash = (X > 0.32) & (X < 0.38) & (Y < 0.1) & (Y > 0.09 - 0.5 * (X - 0.32))
    hair = (X > 0.43) & (X < 0.46)
    part = np.where((lash | hair)[..., None], 30.0, eye())
    built = lid(part)
    near = lash & (X < 0.35)
    assert built.cover[near].mean() > 200
    assert built.picture[near].mean() > 110
    assert built.lashes.dark[lashes.PLACES > 1.05].max() > 0.15, "they hang beyond the corner"
    assert lid(eye()).lashes.dark[lashes.PLACES > 1.05].max() < 0.1
    assert built.cover[hair].mean() < 20


def test_long_lashes_beyond_the_outer_corner_go_with_the_lid() -> None:
    part = eye()
    part[(X > 0.3) & (X < 0.42) & (Y < 0.1) & (Y > 0.06)] = 30.0
    short, long = (lid(each) for each in (eye(), part))
    beyond = (X > 0.405) & (X < 0.415) & (Y < 0.1) & (Y > 0.06)
    assert short.cover[beyond].max() < 130
    assert long.cover[beyond].min() > 200
    assert long.picture[beyond].min() > 100


def test_at_the_inner_corner_there_is_no_step() -> None:
    part = eye()
    part[(X < 0.04) & (part[..., 0] > 100)] = 200.0  # the side of a nose in the light
    row = int(np.argmin(np.abs(Y[:, 0] - 0.09)))
    shown = lid(part).picture[row, (X[0] > -0.02) & (X[0] < 0.1), 0].astype(float)
    assert np.abs(np.diff(shown)).max() < 14
