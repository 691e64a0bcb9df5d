"""From a rendered square to the frame of the clip: its size and shape, and the photo around it."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from videolecture.face.sadtalker.paste_back import PasteBack
from videolecture.types import Image, Portrait


def even(value: float) -> int:
    """The nearest even whole number, 2 at least: encoders take no odd sizes."""
    return max(2, 2 * round(value / 2))


def fitted(pixels: Image, width: int, height: int) -> Image:
    """Bring a picture to a size: averaged where it shrinks, interpolated smoothly where it grows."""
    if pixels.shape[:2] == (height, width):
        return pixels
    shrinks = width < pixels.shape[1] or height < pixels.shape[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how), dtype=np.uint8)


class PhotoFrame:
    """Where a portrait's rendered squares are shown."""

    def __init__(self, portrait: Portrait, longer_side: int) -> None:
        """The frame's longer side in pixels; its shape is that of the animated part, or of the whole photo."""
        left, top, right, bottom = (int(edge) for edge in cast("np.ndarray", portrait.data["box"]))
        photo = portrait.data.get("photo")
        if isinstance(photo, np.ndarray):
            width, height = photo.shape[1], photo.shape[0]
        else:
            width, height = right - left, bottom - top
        scale = longer_side / max(width, height)
        self._width, self._height = even(width * scale), even(height * scale)
        self._paste: PasteBack | None = None
        if isinstance(photo, np.ndarray):
            x, y = self._width / width, self._height / height
            box = (round(left * x), round(top * y), round(right * x), round(bottom * y))
            self._paste = PasteBack(fitted(photo.astype(np.uint8), self._width, self._height), box)

    def show(self, square: Image) -> Image:
        """A rendered square (s, s, 3) -> the clip's frame. The first must show the portrait at rest."""
        return self._paste.paste(square) if self._paste else fitted(square, self._width, self._height)
