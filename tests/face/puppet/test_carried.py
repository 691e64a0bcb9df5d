from __future__ import annotations

import numpy as np

from videolecture.face.puppet.carried import carried

PHOTO = np.zeros((60, 60, 3), np.float32)
PHOTO[20:25, 20:40] = (200.0, 100.0, 50.0)
KNOWN = np.zeros((60, 60), np.float32)
KNOWN[20:25, 20:40] = 1.0


def test_what_is_known_gives_its_colour_to_everything() -> None:
    assert np.abs(carried(PHOTO, KNOWN, 3.0) - (200.0, 100.0, 50.0)).max() < 1.0


def test_nothing_known_gives_the_mean() -> None:
    assert np.abs(carried(PHOTO, np.zeros_like(KNOWN), 3.0) - PHOTO.mean(axis=(0, 1))).max() < 0.1


def test_rows_are_smoothed_by_themselves() -> None:
    stripes = np.repeat(np.where(np.arange(60) % 8 < 4, 200.0, 100.0)[:, None], 60, axis=1)
    photo = np.repeat(stripes[..., None], 3, axis=-1).astype(np.float32)
    everywhere = np.ones((60, 60), np.float32)
    assert carried(photo, everywhere, 8.0, 0.8)[20:40].std() > 3 * carried(photo, everywhere, 8.0)[20:40].std()
