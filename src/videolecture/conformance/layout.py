"""What every layout promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from videolecture import registry
from videolecture.compose.burned import strip_height
from videolecture.compose.canvas import canvas
from videolecture.types import Box, Corner, Layout, Scenery, Shape

CANVASES = [canvas(resolution, way) for resolution in ("720p", "1080p") for way in ("landscape", "portrait")]
SLIDES = [(16, 9), (4, 3), (9, 16), (1, 1)]
FACES = [(270, 360), (360, 360), (640, 360), (200, 360)]
CORNERS: tuple[Corner, ...] = ("top-left", "top-right", "bottom-left", "bottom-right")
SHAPES: tuple[Shape, ...] = ("rectangle", "circle")


def sceneries() -> Iterator[Scenery]:
    """Every canvas with every slide, face, strip, corner and shape."""
    for size in CANVASES:
        for slide in SLIDES:
            for face in FACES:
                for outer, strip in ((True, 0), (False, strip_height(size))):
                    yield Scenery(size, slide, face, strip, outer)
                for corner in CORNERS:
                    for shape in SHAPES:
                        yield Scenery(size, slide, face, corner=corner, shape=shape)


ALL = list(sceneries())


class LayoutSuite:
    """Subclass it as `Test...` with the layout's registered name."""

    name: ClassVar[str]
    covers_slides: ClassVar[bool] = False  # whether the face may stand on the slide

    @property
    def layout(self) -> Layout:
        """A new one."""
        return registry.layout(self.name)()

    def test_it_says_its_registered_name_and_behaviour(self) -> None:
        assert self.layout.name == self.name
        assert self.layout.behaviour >= 1

    def test_boxes_are_even_and_on_the_part_of_the_canvas_that_is_free(self) -> None:
        layout = self.layout
        for scenery in ALL:
            for box in (layout.face_box(scenery), layout.slide_box(scenery)):
                if box is not None:
                    assert not any(value % 2 for value in (box.left, box.top, box.width, box.height)), scenery
                    assert box.left >= 0 and box.top >= 0 and box.width > 0 and box.height > 0, scenery
                    assert box.left + box.width <= scenery.canvas[0], scenery
                    assert box.top + box.height <= scenery.height, scenery

    def test_a_slide_keeps_its_proportions(self) -> None:
        layout = self.layout
        for scenery in ALL:
            box = layout.slide_box(scenery)
            if box is not None:
                assert box.width / box.height == pytest.approx(scenery.slide[0] / scenery.slide[1], rel=0.01), scenery

    def test_something_is_shown(self) -> None:
        layout = self.layout
        assert all(layout.face_box(scenery) or layout.slide_box(scenery) for scenery in ALL)

    def test_a_face_is_animated_exactly_where_one_is_shown_at_about_the_size_of_its_box(self) -> None:
        layout = self.layout
        for scenery in ALL:
            short, rows, box = min(scenery.canvas), layout.size_class(scenery), layout.face_box(scenery)
            assert rows in (0, short // 3, short * 2 // 3, short), scenery
            assert (rows == 0) == (box is None), scenery
            if box is not None and scenery.face in FACES[:2]:  # usual photos: enlarged by a third at most
                assert box.height <= rows * 1.34, scenery

    def test_a_face_covers_a_slide_only_where_that_is_meant(self) -> None:
        layout = self.layout
        for scenery in ALL:
            face, slide = layout.face_box(scenery), layout.slide_box(scenery)
            if face and slide and not self.covers_slides:
                assert not covers(face, slide), scenery

    def test_where_things_are_does_not_depend_on_what_was_asked_before(self) -> None:
        layout, other = self.layout, self.layout
        for scenery in reversed(ALL):
            layout.face_box(scenery)
        assert [layout.slide_box(s) for s in ALL[:40]] == [other.slide_box(s) for s in ALL[:40]]


def covers(face: Box, slide: Box) -> bool:
    """Whether two boxes have pixels in common."""
    across = min(face.left + face.width, slide.left + slide.width) - max(face.left, slide.left)
    down = min(face.top + face.height, slide.top + slide.height) - max(face.top, slide.top)
    return across > 0 and down > 0
