"""The layout `bookends`: the face greets and takes leave, large beside the first and the last slide."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import even, fitted, margin, shorter
from videolecture.compose.layouts.side import arranged, stacked
from videolecture.compose.layouts.slide import SlideAlone
from videolecture.types import Box, FaceStyle, Scenery

_BESIDE = 0.54  # of the canvas' width is the slide's
_ABOVE = 0.62  # of an upright canvas' height, at most: a page as tall as the canvas stays legible above the face


class Bookends:
    """Between the lecture's first and last slide there is the slide alone, with the voice."""

    name: ClassVar[str] = "bookends"
    behaviour: ClassVar[int] = 2

    def size_class(self, scenery: Scenery) -> int:
        """All of the canvas' shorter side; between the ends no face."""
        return shorter(scenery) if scenery.outer else 0

    def slide_box(self, scenery: Scenery) -> Box | None:
        """About half of the canvas beside the face, or its whole width above it; between the ends all of it."""
        return self._arranged(scenery)[0] if scenery.outer else SlideAlone().slide_box(scenery)

    def face_box(self, scenery: Scenery) -> Box | None:
        """As high as the canvas, or as what the slide above leaves of it; between the ends nowhere."""
        return self._arranged(scenery)[1] if scenery.outer else None

    def face_style(self, scenery: Scenery) -> FaceStyle:
        """Rounded like the slide beside it."""
        return FaceStyle(even(shorter(scenery) / 60))

    def _arranged(self, scenery: Scenery) -> tuple[Box, Box]:
        width, height = scenery.canvas
        if height > width:
            slide = fitted(scenery.slide, (width, int(scenery.height * _ABOVE)))
            return stacked(scenery, slide, scenery.height - slide[1] - 3 * margin(scenery))
        return arranged(scenery, even(width * _BESIDE), tall=True)
