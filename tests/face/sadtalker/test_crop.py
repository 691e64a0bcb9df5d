from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.sadtalker.crop import region
from videolecture.face.sadtalker.options import PREPROCESS


def landmarks(x: float, y: float, eyes: float) -> np.ndarray:
    """An upright face: x, y of the middle between its eyes, and their distance."""
    points = np.zeros((68, 2))
    points[36:42], points[42:48] = (x - eyes / 2, y), (x + eyes / 2, y)
    points[48], points[54], points[30] = (x - eyes / 3, y + eyes), (x + eyes / 3, y + eyes), (x, y + eyes / 2)
    return points


@given(
    width=st.integers(64, 1500),
    height=st.integers(64, 1500),
    at=st.tuples(st.floats(0.1, 0.9), st.floats(0.1, 0.9)),
    eyes=st.floats(0.05, 0.6),
)
def test_the_animated_part_lies_in_the_photo_wherever_the_face_is(
    width: int, height: int, at: tuple[float, float], eyes: float
) -> None:
    photo = np.zeros((height, width, 3), dtype=np.uint8)
    face = landmarks(at[0] * width, at[1] * height, eyes * min(width, height))
    for preprocess in PREPROCESS:
        part = region(photo, face, preprocess, 256)
        left, top, right, bottom = part.box
        assert part.pixels.shape == (256, 256, 3)
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height


def test_resize_takes_the_whole_photo_and_landmarks_follow() -> None:
    photo = np.zeros((400, 200, 3), dtype=np.uint8)
    part = region(photo, landmarks(100, 100, 40), "resize", 256)
    assert part.box == (0, 0, 200, 400)
    assert np.allclose(part.locate(np.array([[100.0, 100.0]])), [[128.0, 64.0]])


def test_a_huge_face_is_cropped_where_it_is() -> None:
    photo = np.zeros((4096, 4096, 3), dtype=np.uint8)
    photo[1500:1510, 1500:2500] = 255  # a line between the eyes
    left, top, right, bottom = region(photo, landmarks(2000, 1500, 900), "crop", 256).box
    assert left < 1550
    assert right > 2450
    assert top < 1500 < 2400 < bottom
