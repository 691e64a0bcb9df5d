"""What every layout promises, run over all of them, and how each looks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from videolecture import registry
from videolecture.compose.burned import strip_height
from videolecture.compose.canvas import canvas
from videolecture.compose.encoding import write_clip
from videolecture.compose.scene.composing import picture
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown
from videolecture.types import SAMPLES_PER_FRAME, Box, Corner, Image, Layout, Scenery, Shape

CANVASES = [canvas(resolution, way) for resolution in ("720p", "1080p") for way in ("landscape", "portrait")]
SLIDES = [(16, 9), (4, 3), (9, 16), (1, 1)]
FACES = [(270, 360), (360, 360), (640, 360), (200, 360)]
CORNERS: tuple[Corner, ...] = ("top-left", "top-right", "bottom-left", "bottom-right")
SHAPES: tuple[Shape, ...] = ("rectangle", "circle")
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(params=registry.names("layout"))
def layout(request: pytest.FixtureRequest) -> Layout:
    return registry.layout(request.param)()


def sceneries() -> Iterator[Scenery]:
    for size in CANVASES:
        for slide in SLIDES:
            for face in FACES:
                for outer, strip in ((True, 0), (False, strip_height(size))):
                    yield Scenery(size, slide, face, strip, outer)
                for corner in CORNERS:
                    for shape in SHAPES:
                        yield Scenery(size, slide, face, corner=corner, shape=shape)


ALL = list(sceneries())


def test_a_layout_says_its_registered_name_and_behaviour(layout: Layout) -> None:
    assert registry.layout(layout.name) is type(layout)
    assert layout.behaviour >= 1


def test_boxes_are_even_and_on_the_part_of_the_canvas_that_is_free(layout: Layout) -> None:
    for scenery in ALL:
        for box in (layout.face_box(scenery), layout.slide_box(scenery)):
            if box is not None:
                assert not any(value % 2 for value in (box.left, box.top, box.width, box.height)), scenery
                assert box.left >= 0 and box.top >= 0 and box.width > 0 and box.height > 0, scenery
                assert box.left + box.width <= scenery.canvas[0], scenery
                assert box.top + box.height <= scenery.height, scenery


def test_a_slide_keeps_its_proportions(layout: Layout) -> None:
    for scenery in ALL:
        box = layout.slide_box(scenery)
        if box is not None:
            assert box.width / box.height == pytest.approx(scenery.slide[0] / scenery.slide[1], rel=0.01), scenery


def test_something_is_shown(layout: Layout) -> None:
    assert all(layout.face_box(scenery) or layout.slide_box(scenery) for scenery in ALL)


def test_a_face_is_animated_exactly_where_one_is_shown_at_about_the_size_of_its_box(layout: Layout) -> None:
    for scenery in ALL:
        short, rows, box = min(scenery.canvas), layout.size_class(scenery), layout.face_box(scenery)
        assert rows in (0, short // 3, short * 2 // 3, short), scenery
        assert (rows == 0) == (box is None), scenery
        if box is not None and scenery.face in FACES[:2]:  # usual photos: enlarged by a third at most
            assert box.height <= rows * 1.34, scenery


def test_only_a_corner_covers_a_slide(layout: Layout) -> None:
    for scenery in ALL:
        face, slide = layout.face_box(scenery), layout.slide_box(scenery)
        if face and slide and layout.name != "corner":
            assert not covers(face, slide), scenery


def test_where_things_are_does_not_depend_on_what_was_asked_before(layout: Layout) -> None:
    other = type(layout)()
    for scenery in reversed(ALL):
        layout.face_box(scenery)
    assert [layout.slide_box(scenery) for scenery in ALL[:40]] == [other.slide_box(scenery) for scenery in ALL[:40]]


@pytest.mark.parametrize("size", [(480, 270), (270, 480)], ids=["landscape", "portrait"])
def test_it_looks_as_it_was_agreed_on(layout: Layout, size: tuple[int, int], tmp_path: Path) -> None:
    """Golden pictures: VIDEOLECTURE_GOLDEN=write makes them anew, to be looked at; then raise `behaviour`."""
    clip, slide = tmp_path / "face.mp4", tmp_path / "slide.png"
    write_clip(clip, iter([drawn_face()] * 2), np.zeros(2 * SAMPLES_PER_FRAME, np.float32))
    cv2.imwrite(str(slide), drawn_slide())
    scene = Scene(2, size, layout.name, (Shown(0.0, slide),), outer=True, shape="circle")
    shown = picture(scene, clip)
    golden = GOLDEN / f"{layout.name}-{layout.behaviour}-{size[0]}x{size[1]}.png"
    if os.environ.get("VIDEOLECTURE_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(golden), shown[:, :, ::-1])
    agreed = cv2.imread(str(golden))
    assert agreed is not None, f"{golden} is missing"
    difference = np.abs(shown[:, :, ::-1].astype(int) - agreed.astype(int))
    assert difference.mean() < 1 and np.percentile(difference, 99.5) < 24


def covers(face: Box, slide: Box) -> bool:
    across = min(face.left + face.width, slide.left + slide.width) - max(face.left, slide.left)
    down = min(face.top + face.height, slide.top + slide.height) - max(face.top, slide.top)
    return across > 0 and down > 0


def drawn_face() -> Image:
    picture = np.full((180, 136, 3), (92, 110, 128), np.uint8)
    cv2.ellipse(picture, (68, 190), (62, 70), 0, 0, 360, (60, 70, 110), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (68, 76), (38, 48), 0, 0, 360, (224, 184, 156), -1, cv2.LINE_AA)
    for eye in (54, 82):
        cv2.circle(picture, (eye, 70), 4, (40, 40, 50), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (68, 98), (14, 5), 0, 0, 180, (150, 60, 60), 2, cv2.LINE_AA)
    return picture


def drawn_slide() -> Image:
    picture = np.full((270, 480, 3), (246, 250, 250), np.uint8)
    cv2.rectangle(picture, (28, 24), (300, 46), (150, 90, 40), -1)
    for line in range(5):
        cv2.rectangle(picture, (28, 76 + line * 34), (360 - 34 * (line % 3), 86 + line * 34), (70, 70, 70), -1)
    return picture
