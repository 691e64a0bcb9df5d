"""What every layout promises, run over all of them."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture import registry
from videolecture.types import Image, Layout

SIZES = [(512, 512), (341, 512), (512, 287), (2, 2)]  # (width, height) of a face frame
SLIDE = np.full((720, 1280, 3), 255, np.uint8)


@pytest.fixture(params=registry.names("layout"))
def layout(request: pytest.FixtureRequest) -> Layout:
    return registry.layout(request.param)()


def face(size: tuple[int, int]) -> Image:
    width, height = size
    return np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)


def test_a_layout_says_its_registered_name_and_behaviour(layout: Layout) -> None:
    assert registry.layout(layout.name) is type(layout)
    assert layout.behaviour >= 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slide", [None, SLIDE], ids=["without-slide", "with-slide"])
def test_the_picture_is_as_large_as_the_canvas_and_even(
    layout: Layout, size: tuple[int, int], slide: Image | None
) -> None:
    width, height = layout.canvas(size)
    assert width % 2 == 0 and height % 2 == 0 and width > 0 and height > 0
    picture = layout.place(face(size), slide)
    assert picture.shape == (height, width, 3)
    assert picture.dtype == np.uint8
    assert picture.flags["C_CONTIGUOUS"]


def test_placing_is_repeatable_and_leaves_its_inputs_alone(layout: Layout) -> None:
    frame = face((64, 48))
    before = frame.copy()
    assert np.array_equal(layout.place(frame, SLIDE), layout.place(frame, SLIDE))
    assert np.array_equal(frame, before)


def test_the_face_is_in_the_picture(layout: Layout) -> None:
    dark, bright = np.zeros((64, 64, 3), np.uint8), np.full((64, 64, 3), 255, np.uint8)
    assert not np.array_equal(layout.place(dark, None), layout.place(bright, None))
