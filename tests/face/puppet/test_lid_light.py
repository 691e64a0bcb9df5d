from __future__ import annotations

import numpy as np

from tests.face.puppet.test_before_eyes import EYE, SKIN, X, Y
from videolecture.face.puppet import lid_light


def test_a_shut_lid_keeps_a_soft_fold_where_the_open_eye_ended() -> None:
    shown = lid_light.creased(SKIN, EYE, dark=0.6, blur=0.0)
    middle = np.abs(X - 0.17) < 0.02
    fold, lid = (middle & (np.abs(Y - at) < 0.006) for at in (0.015, 0.12))
    assert 0.85 < shown[fold].mean() / SKIN.mean() < 0.95
    assert shown[lid].mean() > 0.98 * SKIN.mean()


def test_a_pale_lash_line_leaves_a_pale_fold() -> None:
    dark, pale = (SKIN.mean() - lid_light.creased(SKIN, EYE, seen, 0.0).min() for seen in (0.6, 0.15))
    assert 0.0 < pale < 0.4 * dark


def test_the_lid_comes_to_the_light_beside_it_and_keeps_its_own_in_the_middle() -> None:
    photo = np.where((X < 0.02)[..., None], 150.0, 170.0).astype(np.float32) * np.ones_like(SKIN)
    cover = np.clip(1.0 - EYE.beyond / 0.05, 0.0, 1.0).astype(np.float32)
    shown = lid_light.joined(SKIN, photo, EYE, cover)
    row = np.abs(Y - 0.1) < 0.01
    assert abs(shown[row & (np.abs(X - 0.02) < 0.01)].mean() - 150.0) < 5.0
    assert abs(shown[row & (np.abs(X - 0.17) < 0.02)].mean() - 170.0) < 1.0


def test_hair_beside_the_eye_does_not_darken_the_lid() -> None:
    photo = np.where((X < 0.02)[..., None], 40.0, 170.0).astype(np.float32) * np.ones_like(SKIN)
    cover = np.clip(1.0 - EYE.beyond / 0.05, 0.0, 1.0).astype(np.float32)
    assert lid_light.joined(SKIN, photo, EYE, cover)[(X > 0.02) & (X < 0.32)].min() > 160.0


def test_a_lid_under_hair_takes_its_colour_from_the_skin_under_the_eye_too() -> None:
    photo = np.where((Y < 0.0)[..., None], 60.0, 170.0).astype(np.float32) * np.ones_like(SKIN)
    dark, drawn = np.full_like(SKIN, 60.0), np.ones(Y.shape, np.float32)
    lid = (np.abs(X - 0.17) < 0.03) & (np.abs(Y - 0.1) < 0.02)
    free, hidden = (
        lid_light.toned(dark, photo, EYE, drawn, np.full_like(drawn, front))[lid].mean() for front in (0, 1)
    )
    assert hidden > 1.2 * free
