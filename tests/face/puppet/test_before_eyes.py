from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import before_eyes
from videolecture.face.puppet.opened_eye import Opened

STEP = np.eye(2) * 200.0  # pixels a face unit
Y, X = np.mgrid[0:120, 0:130] / 200.0 - np.array([0.25, 0.15])[:, None, None]
HALF = 0.05 * np.clip(1 - ((X - 0.17) / 0.15) ** 2, 0, 1) ** 0.5
EYE = Opened(X, Y, 0.1 - HALF, 0.1 + HALF, np.full(X.shape, -0.16), (0.02, 0.32), 1, STEP)
LASH = (np.abs(X - 0.2) < 0.008) & (Y < 0.05) & (Y > -0.06)  # up from the lid, and thin
LOCK = np.abs(X - 0.1) < 0.02  # of hair, from above to below
BLUR = 0.002
SKIN = np.full((*X.shape, 3), 170.0, np.float32)


def photo(*dark: NDArray[np.bool_]) -> NDArray[np.float32]:
    shown = SKIN.copy()
    for each in dark:
        shown[each] = 50.0
    return shown


def test_a_lock_of_hair_stays_before_the_eye_and_a_long_lash_does_not() -> None:
    found = before_eyes.in_front(photo(LASH, LOCK), SKIN, EYE, BLUR)
    assert found[LOCK & (Y < -0.05)].min() > 0.9
    assert found[LASH].max() < 0.1


def test_a_brow_stays_down_to_the_lashes_and_no_farther() -> None:
    hair = (Y < -0.04) & (Y > -0.2)  # far below the brow's landmarks
    bottom = EYE.upper - 0.03
    found = before_eyes.brow(photo(hair, LASH), SKIN, EYE, bottom, BLUR)
    assert found[hair & (Y < -0.06)].min() > 0.8
    assert found[Y > -0.01].max() < 0.1
    assert before_eyes.brow(photo(), SKIN, EYE, bottom, BLUR).max() == 0.0


def test_long_lashes_that_reach_no_border_are_no_hair() -> None:
    arc = (np.abs(Y + 0.02) < 0.01) & (X > 0.05) & (X < 0.36)
    assert before_eyes.in_front(photo(arc), SKIN, EYE, BLUR).max() < 0.1


def test_a_thin_frame_that_is_hardly_darker_than_the_skin_stays() -> None:
    wire = np.abs(Y + 0.05) < 0.008
    shown = SKIN.copy()
    shown[wire] = 130.0
    found = before_eyes.in_front(shown, SKIN, EYE, BLUR)
    assert found[np.abs(Y + 0.05) < 0.004].min() > 0.8
    assert found[np.abs(Y + 0.05) > 0.04].max() < 0.1


def test_hair_beside_the_eye_goes_on_to_the_corner() -> None:
    hair = X > 0.35  # closer to the corner than lashes reach
    found = before_eyes.in_front(photo(hair), SKIN, EYE, BLUR)
    assert found[(X > 0.365) & (Y < 0.0)].min() > 0.9
    assert found[X < 0.33].max() < 0.1


def test_tips_of_lashes_that_touch_the_brow_are_not_the_brow() -> None:
    hair = (Y < -0.1) & (Y > -0.2)
    tip = (np.abs(X - 0.2) < 0.004) & (Y < -0.02) & (Y > -0.11)
    found = before_eyes.brow(photo(hair, tip), SKIN, EYE, EYE.upper - 0.03, BLUR)
    assert found[hair & (Y < -0.13)].min() > 0.8
    assert found[tip & (Y > -0.07)].max() < 0.1


def test_a_thick_black_frame_stays_as_near_to_the_lid_as_it_lies() -> None:
    frame = (Y < 0.01) & (Y > -0.12)  # the lid's middle is at .05
    found = before_eyes.in_front(photo(frame), SKIN, EYE, BLUR)
    assert found[frame & (Y < -0.005) & (np.abs(X - 0.17) < 0.1)].min() > 0.8
    assert found[(Y > 0.03) & (np.abs(X - 0.17) < 0.1)].max() < 0.1


def test_a_lamp_in_a_lens_stays_and_a_lid_in_the_sun_is_no_lamp() -> None:
    spot = np.hypot(X - 0.17, Y + 0.01) < 0.02
    skin = np.ones_like(SKIN) * np.array([120.0, 80.0, 60.0], np.float32)
    for colour, kept in (((250.0, 240.0, 235.0), True), ((240.0, 170.0, 120.0), False)):
        shown = skin.copy()
        shown[spot] = colour
        found = before_eyes.in_front(shown, skin, EYE, BLUR)[np.hypot(X - 0.17, Y + 0.01) < 0.01]
        assert (found.min() > 0.8) if kept else (found.max() < 0.1)
