"""The layout `face`: the face alone, as large as the canvas lets it be."""

from __future__ import annotations

from typing import ClassVar

from videolecture.compose.canvas import centred, fitted, shorter
from videolecture.types import Box, FaceStyle, Scenery

_CUT = 0.12  # of the face's picture: so little is cut off rather than leaving narrow bars


class FaceAlone:
    """The face and nothing else. Where it leaves the canvas free, its own picture continues, blurred and darker."""

    name: ClassVar[str] = "face"
    behaviour: ClassVar[int] = 1

    def size_class(self, scenery: Scenery) -> int:
        """The whole of the canvas' shorter side."""
        return shorter(scenery)

    def slide_box(self, scenery: Scenery) -> Box | None:  # noqa: ARG002 (no slide, whatever the scenery)
        """No slide."""
        return None

    def face_box(self, scenery: Scenery) -> Box | None:
        """All of the canvas where the face nearly has its proportions, else as high or as wide as it."""
        width, height = scenery.canvas[0], scenery.height
        proportions = scenery.face[0] / scenery.face[1] * height / width
        if min(proportions, 1 / proportions) >= 1 - _CUT:
            return Box(0, 0, width, height)
        return centred(fitted(scenery.face, (width, height)), Box(0, 0, width, height))

    def face_style(self, scenery: Scenery) -> FaceStyle:  # noqa: ARG002 (the same, whatever the scenery)
        """Up to its edges."""
        return FaceStyle(backdrop="face")
