"""Another background behind the person: the person stays, the rest is replaced, its edge has no halo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from videolecture.errors import InputError, MissingError
from videolecture.face import background, photo
from videolecture.types import Photo
from videolecture.weights import weight_path

PORTRAIT = Path(__file__).parents[2] / "examples" / "portrait.jpg"
TEAL = (42, 100, 120)


@pytest.fixture(scope="module")
def person() -> Photo:
    try:
        weight_path("selfie-segmentation")
    except MissingError as missing:
        pytest.skip(str(missing))
    return photo.load(PORTRAIT)[0]


def test_the_background_is_replaced_and_the_face_stays(person: Photo) -> None:
    shown = background.put_behind(person, background.Background(TEAL))
    height, width = person.pixels.shape[:2]
    assert np.abs(shown.pixels[:20, :20].astype(int) - TEAL).max() <= 2
    face = (slice(height // 4, height // 3), slice(int(width * 0.45), int(width * 0.55)))
    assert np.abs(shown.pixels[face].astype(int) - person.pixels[face]).mean() < 2
    assert shown.digest != person.digest


def test_the_same_photo_and_background_give_the_same_picture(person: Photo) -> None:
    first, second = (background.put_behind(person, background.Background(TEAL)) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels)
    assert first.digest == second.digest


def test_a_picture_fills_the_frame_and_is_not_stretched(person: Photo) -> None:
    stripes = np.zeros((50, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    height, width = person.pixels.shape[:2]
    assert background._filling(background.Background(picture=stripes), width, height).shape == (height, width, 3)


@pytest.mark.parametrize("text", ["#2a6478", "rgb(42, 100, 120)"])
def test_colours_are_read_as_people_write_them(text: str) -> None:
    assert background.colour_of(text) == TEAL


def test_what_is_no_colour_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="«beautiful»"):
        background.colour_of("beautiful")


def test_a_photo_without_a_person_is_refused(tmp_path: Path, person: Photo) -> None:
    Image.fromarray(np.full((300, 300, 3), 120, np.uint8)).save(tmp_path / "wall.png")
    with pytest.raises(InputError, match=r"wall\.png"):
        background.put_behind(photo.load(tmp_path / "wall.png")[0], background.Background(TEAL))
