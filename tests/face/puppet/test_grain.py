from __future__ import annotations

import numpy as np

from videolecture.face.puppet import grain


def test_grain_is_as_strong_as_the_cheek_s_and_the_same_for_the_same_photo() -> None:
    random = np.random.default_rng(3)
    texture = np.clip(150 + random.normal(0, 6.0, (200, 200, 3)), 0, 255).astype(np.uint8)
    places = np.array([[50.0, 50.0], [150.0, 50.0], [50.0, 150.0], [150.0, 150.0]])
    first, second = (grain.make(texture, places, 400.0, (80, 90)) for _ in range(2))
    assert np.array_equal(first, second)
    assert 0.8 < first.std() / texture.astype(float).std() < 1.3


def test_a_smooth_cheek_makes_a_smooth_lid() -> None:
    texture = np.full((200, 200, 3), 150, np.uint8)
    assert np.abs(grain.make(texture, np.array([[100.0, 100.0]]), 400.0, (40, 40))).max() < 0.5


def test_a_cheek_outside_the_picture_gives_no_grain() -> None:
    assert not grain.make(np.full((50, 50, 3), 150, np.uint8), np.array([[900.0, 900.0]]), 400.0, (20, 20)).any()


def test_a_frame_of_glasses_on_the_cheeks_makes_no_coarser_lid() -> None:
    random = np.random.default_rng(3)
    skin = np.clip(150 + random.normal(0, 4.0, (200, 200, 3)), 0, 255).astype(np.uint8)
    glasses = skin.copy()
    glasses[44:58] = glasses[:, 44:48] = 20  # crosses three of the four patches
    places = np.array([[50.0, 50.0], [150.0, 50.0], [50.0, 150.0], [150.0, 150.0]])
    plain, framed = (grain.make(each, places, 400.0, (80, 90)).std() for each in (skin, glasses))
    assert framed < 2.5 * plain
