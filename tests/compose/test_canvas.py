from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.compose.canvas import canvas, cropped, fitted, longer_side
from videolecture.errors import InputError

SIDES = st.integers(4, 3000)


def test_resolutions_and_orientations() -> None:
    assert canvas("1080p") == (1920, 1080)
    assert canvas("720p", "portrait") == (720, 1280)
    with pytest.raises(InputError, match=r"no resolution «4k»\. Known: 360p, 720p, 1080p"):
        canvas("4k")
    with pytest.raises(InputError, match="no orientation «round»"):
        canvas("720p", "round")


@given(SIDES, SIDES, st.integers(40, 2000), st.integers(40, 2000))
def test_what_is_fitted_is_even_and_has_room(width: int, height: int, wide: int, high: int) -> None:
    size = fitted((width, height), (wide, high))
    assert size[0] % 2 == size[1] % 2 == 0 and 2 <= size[0] <= wide and 2 <= size[1] <= high


@given(SIDES, SIDES, st.integers(2, 900), st.integers(2, 900), st.floats(0, 1), st.floats(0, 1))
def test_what_is_cropped_lies_in_the_picture(width: int, height: int, wide: int, high: int, x: float, y: float) -> None:
    box = cropped((width, height), (wide * 2, high * 2), (x, y))
    assert not any(value % 2 for value in (box.left, box.top, box.width, box.height))
    assert 0 <= box.left <= width - box.width and 0 <= box.top <= height - box.height


def test_a_clip_has_the_rows_of_its_class() -> None:
    assert longer_side(360, (3, 4)) == 360
    assert longer_side(360, (16, 9)) == 640
