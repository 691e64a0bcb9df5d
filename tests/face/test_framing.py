from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from videolecture.errors import InputError
from videolecture.face import framing
from videolecture.types import Photo

sides = st.integers(64, 9000)


@given(sides, sides, st.floats(0, 1), st.floats(0, 1), st.floats(0.02, 0.9))
def test_what_is_shown_holds_the_face_and_is_at_most_as_tall_and_wide_as_a_video(
    width: int, height: int, across: float, down: float, share: float
) -> None:
    size = share * min(width, height)
    left, top = across * (width - size), down * (height - size)
    shown = framing.around(width, height, (left, top, left + size, top + size))
    assert not framing.extreme(shown.width, shown.height)
    assert min(shown.width, shown.height) == min(width, height)
    assert shown.left >= 0 and shown.left + shown.width <= width
    assert shown.top >= 0 and shown.top + shown.height <= height
    assert shown.left <= left + 1 and left + size <= shown.left + shown.width + 1
    assert shown.top <= top + 1 and top + size <= shown.top + shown.height + 1


@pytest.mark.parametrize("shape", [(1080, 1920), (1080, 1922), (1920, 1080), (3000, 4000), (512, 512)])
def test_a_photo_in_a_usual_shape_stays_whole(shape: tuple[int, int]) -> None:
    width, height = shape
    assert framing.around(width, height, (0, 0, 100, 100)) == framing.Window(0, 0, width, height)


@pytest.mark.parametrize("shape", [(678, 3400), (1080, 2340), (3400, 800)])
def test_a_crop_is_told_in_pixels_of_the_file_and_moves_the_points_with_it(shape: tuple[int, int]) -> None:
    width, height = shape
    pixels = np.zeros((height // 2, width // 2, 3), np.uint8)
    pixels[100:120, 200:220] = 255
    points = np.array([[200.0, 100.0, 0.0], [219.0, 119.0, 0.0]], np.float32)
    photo = Photo("me.jpg", "", pixels, reduced=0.5)
    part, moved, notes = framing.shown(photo, points, (200, 100, 220, 120), everything=False)
    x, y = moved[0, :2].astype(int)
    assert part[y : y + 20, x : x + 20].min() == 255
    assert f"{width}x{height} pixels" in notes[0] and "--whole-photo" in notes[0]
    assert framing.shown(photo, points, (200, 100, 220, 120), everything=True)[0].shape == pixels.shape


def test_a_file_that_will_be_cropped_is_known_by_its_header(tmp_path: Path) -> None:
    for name, size, is_extreme in (("a.png", (100, 400), True), ("b.png", (300, 400), False)):
        Image.new("RGB", size).save(tmp_path / name)
        assert framing.extreme_file(tmp_path / name) == is_extreme
    (tmp_path / "c.png").write_bytes(b"no picture")
    assert not framing.extreme_file(tmp_path / "c.png")


def test_the_option_is_true_or_false() -> None:
    assert framing.whole({"whole_photo": True}) and framing.whole({"whole_photo": "true"})
    assert not framing.whole({}) and not framing.whole({"whole_photo": False})
    with pytest.raises(InputError, match="maybe"):
        framing.whole({"whole_photo": "maybe"})
