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
SKIN = np.full((*X.shape, 3), 170.0, np.float32)


def photo(*dark: NDArray[np.bool_]) -> NDArray[np.float32]:
    shown = SKIN.copy()
    for each in dark:
        shown[each] = 50.0
    return shown


def test_a_lock_of_hair_stays_before_the_eye_and_a_long_lash_does_not() -> None:
    found = before_eyes.in_front(photo(LASH, LOCK), SKIN, EYE)
    assert found[LOCK & (Y < -0.05)].min() > 0.9
    assert found[LASH].max() < 0.1
