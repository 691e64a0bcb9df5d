"""The layout `slide`: the slide alone, the voice speaks."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import centred, fitted
from videolecture.types import Box, FaceStyle, Scenery


class SlideAlone:
    """The slide as large as it fits. No face is animated, and its scenes cost next to nothing."""

    name: ClassVar[str] = "slide"
    behaviour: ClassVar[int] = 1

    def size_class(self, scenery: Scenery) -> int:  # noqa: ARG002 (no face, whatever the scenery)
        """No face."""
        return 0

    def slide_box(self, scenery: Scenery) -> Box | None:
        """As large as the canvas lets it be."""
        room = Box(0, 0, scenery.canvas[0], scenery.height)
        return centred(fitted(scenery.slide, (room.width, room.height)), room)

    def face_box(self, scenery: Scenery) -> Box | None:  # noqa: ARG002 (no face, whatever the scenery)
        """No face."""
        return None

    def face_style(self, scenery: Scenery) -> FaceStyle:  # noqa: ARG002 (no face, whatever the scenery)
        """Nothing is drawn."""
        return FaceStyle()
