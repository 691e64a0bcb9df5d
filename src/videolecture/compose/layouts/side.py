"""The layout `side`: slide and face side by side; on an upright canvas the face below the slide."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import Size, centred, even, fitted, margin, shorter
from videolecture.types import Box, FaceStyle, Scenery

_SLIMMEST = 3 / 5  # width by height of the face


class SideBySide:
    """Two thirds of the width are the slide's, the rest is the face's, of the same height. Nothing is covered."""

    name: ClassVar[str] = "side"
    behaviour: ClassVar[int] = 1

    def size_class(self, scenery: Scenery) -> int:
        """Two thirds of the canvas' shorter side; all of it where the face stands below the slide."""
        return shorter(scenery) if _upright(scenery) else even(shorter(scenery) * 2 / 3)

    def slide_box(self, scenery: Scenery) -> Box | None:
        """At the left, or above."""
        return arranged(scenery, scenery.canvas[0] * 2 // 3)[0]

    def face_box(self, scenery: Scenery) -> Box | None:
        """At the right, or below."""
        return arranged(scenery, scenery.canvas[0] * 2 // 3)[1]

    def face_style(self, scenery: Scenery) -> FaceStyle:
        """Rounded like the slide beside it."""
        return FaceStyle(even(shorter(scenery) / 60))


def arranged(scenery: Scenery, wide: int, tall: bool = False) -> tuple[Box, Box]:
    """(slide, face) beside each other, or one above the other on an upright canvas.

    `wide`: pixels of the slide's width; `tall`: the face is as high as the canvas, not as the slide.
    """
    gap = margin(scenery)
    width, height = scenery.canvas[0] - 2 * gap, scenery.height - 2 * gap
    if _upright(scenery):
        above = fitted(scenery.slide, (width, scenery.height // 2))
        return stacked(scenery, above, min(scenery.height - above[1] - 3 * gap, shorter(scenery)))
    slide = fitted(scenery.slide, (wide, height))
    rest = even(width - wide - gap)
    face = _filling(scenery.face, (rest, height if tall else min(slide[1], even(rest / _SLIMMEST))))
    free = (width - gap - slide[0] - face[0]) // 4 * 2  # where neither fills its part, both move to the middle
    return (
        centred(slide, Box(gap + free, gap, slide[0], height)),
        centred(face, Box(gap + free + slide[0] + gap, gap, face[0], height)),
    )


def stacked(scenery: Scenery, slide: Size, below: int) -> tuple[Box, Box]:
    """(slide, face) one above the other: the slide of this size, the face at most `below` pixels high under it."""
    width = scenery.canvas[0]
    face = _filling(scenery.face, (width - 2 * margin(scenery), below))
    free = (scenery.height - slide[1] - face[1]) // 6 * 2
    return (
        centred(slide, Box(0, free, width, slide[1])),
        centred(face, Box(0, free + slide[1] + free, width, face[1])),
    )


def _filling(face: Size, room: Size) -> Size:
    """As high as the room; as wide as the face is then, at most as the room."""
    width = even(face[0] / face[1] * room[1])
    return (min(width, room[0] // 2 * 2), room[1] // 2 * 2) if width > room[0] / 2 else fitted(face, room)


def _upright(scenery: Scenery) -> bool:
    return scenery.canvas[1] > scenery.canvas[0]
