"""The layout `bookends`: the face greets and takes leave, large beside the first and the last slide."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import even, shorter
from videolecture.compose.layouts.side import arranged
from videolecture.compose.layouts.slide import SlideAlone
from videolecture.types import Box, FaceStyle, Scenery


class Bookends:
    """Between the lecture's first and last slide there is the slide alone, with the voice."""

    name: ClassVar[str] = "bookends"
    behaviour: ClassVar[int] = 1

    def size_class(self, scenery: Scenery) -> int:
        """All of the canvas' shorter side; between the ends no face."""
        return shorter(scenery) if scenery.outer else 0

    def slide_box(self, scenery: Scenery) -> Box | None:
        """About half of the canvas beside the face; between the ends all of it."""
        return self._arranged(scenery)[0] if scenery.outer else SlideAlone().slide_box(scenery)

    def face_box(self, scenery: Scenery) -> Box | None:
        """As high as the canvas; between the ends nowhere."""
        return self._arranged(scenery)[1] if scenery.outer else None

    def face_style(self, scenery: Scenery) -> FaceStyle:
        """Rounded like the slide beside it."""
        return FaceStyle(even(shorter(scenery) / 60))

    def _arranged(self, scenery: Scenery) -> tuple[Box, Box]:
        return arranged(scenery, even(scenery.canvas[0] * 0.54), tall=True)
