"""The layout `face`: the face alone fills the picture."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from videolecture.types import Image


class FaceAlone:
    """The face and nothing else. A side of odd length loses its last row or column: H.264 4:2:0 needs even sides."""

    name: ClassVar[str] = "face"
    behaviour: ClassVar[int] = 1

    def canvas(self, face: tuple[int, int]) -> tuple[int, int]:
        """(width, height) of the finished picture for a face frame of (width, height); both even."""
        width, height = face
        return width - width % 2, height - height % 2

    def place(self, face: Image, slide: Image | None) -> Image:  # noqa: ARG002 (this layout shows no slide)
        """The finished picture, (height, width, 3) RGB."""
        width, height = self.canvas((face.shape[1], face.shape[0]))
        return np.ascontiguousarray(face[:height, :width])
