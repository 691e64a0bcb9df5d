"""The picture that a lecture is composed on, and arithmetic of boxes on it. Sizes are (width, height) in pixels."""

from __future__ import annotations

from collections.abc import Mapping

from videolecture.errors import InputError
from videolecture.types import Box, Scenery

RESOLUTIONS: Mapping[str, int] = {"360p": 360, "720p": 720, "1080p": 1080}  # pixels of the shorter side
ORIENTATIONS = ("landscape", "portrait")

Size = tuple[int, int]


def canvas(resolution: str, orientation: str = "landscape") -> Size:
    """The canvas of a resolution. Raises InputError for one that is not known."""
    if resolution not in RESOLUTIONS:
        raise InputError(
            "There is no resolution «{resolution}».",
            "Known: {known}.",
            code="resolution-unknown",
            resolution=resolution,
            known=", ".join(RESOLUTIONS),
        )
    if orientation not in ORIENTATIONS:
        raise InputError(
            "There is no orientation «{orientation}».",
            "Known: {known}.",
            code="orientation-unknown",
            orientation=orientation,
            known=", ".join(ORIENTATIONS),
        )
    short = RESOLUTIONS[resolution]
    long = even(short * 16 / 9)
    return (long, short) if orientation == "landscape" else (short, long)


def shorter(scenery: Scenery) -> int:
    """The canvas' shorter side, which margins and the face are measured by."""
    return min(scenery.canvas)


def margin(scenery: Scenery) -> int:
    """What is kept free at the canvas' edges and between face and slide."""
    return even(shorter(scenery) / 27)  # 40 pixels at 1080p


def longer_side(size_class: int, photo: Size) -> int:
    """The `Motion.size` (pixels of the frame's longer side) of a clip whose face has the rows of a size class."""
    width, height = photo
    return even(size_class * max(1.0, width / height))


def even(value: float) -> int:
    """The nearest even number, at least 2."""
    return max(2, 2 * round(value / 2))


def fitted(size: Size, room: Size) -> Size:
    """The largest even size of the proportions of `size` that has room."""
    width, height = size
    scale = min(room[0] / width, room[1] / height)
    return min(even(width * scale), room[0] // 2 * 2), min(even(height * scale), room[1] // 2 * 2)


def centred(size: Size, room: Box) -> Box:
    """A box of this size in the middle of another."""
    left = room.left + (room.width - size[0]) // 4 * 2
    return Box(left, room.top + (room.height - size[1]) // 4 * 2, *size)


def cropped(size: Size, box: Size, focus: tuple[float, float]) -> Box:
    """The part of a picture that fills a box of other proportions: around a focus given in fractions of the picture."""
    width, height = size
    scale = min(width / box[0], height / box[1])
    part = min(even(box[0] * scale), width // 2 * 2), min(even(box[1] * scale), height // 2 * 2)
    left = min(max(0, focus[0] * width - part[0] / 2), width - part[0])
    top = min(max(0, focus[1] * height - part[1] / 2), height - part[1])
    return Box(int(left) // 2 * 2, int(top) // 2 * 2, *part)
