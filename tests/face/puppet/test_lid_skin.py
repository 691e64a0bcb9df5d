from __future__ import annotations

import numpy as np

from tests.face.puppet.test_before_eyes import EYE, SKIN, Y
from videolecture.face.puppet import lid_skin

WARM = np.array([200.0, 160.0, 130.0], np.float32)


def test_a_black_frame_with_a_bright_edge_over_the_eye_is_no_skin() -> None:
    photo = np.ones_like(SKIN) * WARM
    photo[(Y < 0.02) & (Y > -0.12)] = 20.0
    photo[np.abs(Y + 0.12) < 0.01] = 250.0
    found = lid_skin.around(photo, EYE)
    assert np.abs(found[np.abs(Y - 0.02) < 0.01].mean(axis=0) - WARM).max() < 15.0


def test_skin_in_the_shadow_of_a_brow_is_skin() -> None:
    photo = np.ones_like(SKIN) * WARM
    photo[Y < 0.04] *= 0.55
    found = lid_skin.around(photo, EYE)
    assert np.abs(found[np.abs(Y + 0.05) < 0.02].mean(axis=0) - 0.55 * WARM).max() < 15.0
