"""The layout `corner`: the slide fills the canvas, the face stands in one of its corners."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import Size, even, fitted, margin, shorter
from videolecture.types import Box, FaceStyle, Scenery

_NARROWEST = 2 / 3  # width by height of the face: a slimmer photo is cropped to that, a wide one to a square


class FaceInCorner:
    """A face a third of the canvas high, rounded or a circle, above the slide.

    Where a slide leaves part of the canvas free (4:3 pages, or any page on an upright canvas), it makes room for the
    face, so that nothing of it is covered. On an upright canvas the face then is twice as large.
    """

    name: ClassVar[str] = "corner"
    behaviour: ClassVar[int] = 2

    def size_class(self, scenery: Scenery) -> int:
        """A third of the canvas' shorter side; two thirds where the slide leaves that much free."""
        return even(shorter(scenery) * (2 if self._beside(scenery) else 1) / 3)

    def slide_box(self, scenery: Scenery) -> Box | None:
        """As large as it fits; what it leaves free is on the face's side of it, in even parts around the face."""
        width, height = fitted(scenery.slide, (scenery.canvas[0], scenery.height))
        vertical, horizontal = scenery.corner.split("-")
        free = scenery.canvas[0] - width, scenery.height - height
        face = self._face_size(scenery)
        left = _shifted(free[0], face[0], margin(scenery), horizontal == "left")
        top = _shifted(free[1], face[1], margin(scenery), vertical == "top")
        return Box(left, top, width, height)

    def face_box(self, scenery: Scenery) -> Box | None:
        """In its corner; in the middle of the free part of the canvas, if it fits there."""
        vertical, horizontal = scenery.corner.split("-")
        width, height = fitted(scenery.slide, (scenery.canvas[0], scenery.height))
        face, gap = self._face_size(scenery), margin(scenery)
        free = scenery.canvas[0] - width, scenery.height - height
        if self._beside(scenery):
            left = (scenery.canvas[0] - face[0]) // 4 * 2
        else:
            left = _placed(scenery.canvas[0], free[0], face[0], gap, horizontal == "left")
        return Box(left, _placed(scenery.height, free[1], face[1], gap, vertical == "top"), *face)

    def face_style(self, scenery: Scenery) -> FaceStyle:
        """Rounded corners, or a circle with a soft edge; a soft shadow lifts it off the slide."""
        if scenery.shape == "circle":
            return FaceStyle(min(self._face_size(scenery)) // 2, even(shorter(scenery) / 270), shadow=True)
        return FaceStyle(even(shorter(scenery) / 60), shadow=True)

    def _face_size(self, scenery: Scenery) -> Size:
        side = self.size_class(scenery)
        width, height = scenery.face
        if scenery.shape == "circle":
            diameter = even(side * max(min(width / height, height / width), 3 / 4) if width < height else side)
            return diameter, diameter
        return even(side * min(max(width / height, _NARROWEST), 1.0)), even(side)

    def _beside(self, scenery: Scenery) -> bool:
        """Whether an upright canvas has room for a face of twice the size above or below the slide."""
        _, height = fitted(scenery.slide, (scenery.canvas[0], scenery.height))
        return scenery.height - height >= shorter(scenery) * 2 // 3 + 2 * margin(scenery)


def _shifted(free: int, face: int, gap: int, first: bool) -> int:
    """Where the slide begins, of `free` pixels beside it, when the face is at the beginning (`first`) or the end."""
    if free >= face + 2 * gap:  # three equal gaps: before the slide, between them, after the face
        third = (free - face) // 6 * 2
        return third * 2 + face if first else third
    if free < face // 2:  # the face stands on the slide all the same: a bar at one side only would look like a mistake
        return free // 4 * 2
    return free if first else 0


def _placed(whole: int, free: int, face: int, gap: int, first: bool) -> int:
    """Where the face begins along a side of `whole` pixels, of which the slide leaves `free`."""
    around = (free - face) // 6 * 2 if free >= face + 2 * gap else gap
    return around if first else (whole - around - face) // 2 * 2
