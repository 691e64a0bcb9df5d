"""What of a very tall or very wide photo is shown: the part around the person, in a shape that videos have.

A phone's screenshot of 678x3400 would be a video of 102x512, mostly of what is above and below the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from videolecture.bounded import picture
from videolecture.errors import InputError, Term
from videolecture.face.landmarks.model import Floats
from videolecture.types import Image, Photo

NARROWEST, WIDEST = 9 / 16, 16 / 9  # width over height of what is shown
SHAPES = "9:16 to 16:9"  # part of the keys of what is cropped
SLACK = 0.01  # a shape is taken as it is when it is this near: 1080x1922 loses no line
EYE_LEVEL = 0.36  # where in a cropped height the face's middle stands, as in a portrait: above the middle

Box = tuple[float, float, float, float]  # left, top, right, bottom, pixels


@dataclass(frozen=True)
class Window:
    """A part of a photo, in its pixels."""

    left: int
    top: int
    width: int
    height: int


def extreme(width: int, height: int) -> bool:
    """Whether a picture is taller than 9:16 or wider than 16:9; the same when it is turned on its side."""
    return max(width / height, height / width) > WIDEST * (1 + SLACK)


def around(width: int, height: int, face: Box) -> Window:
    """The largest part of a photo, 9:16 or 16:9, that has the face well in it: all of it where its shape is not
    extreme.

    The shorter side stays whole. A face larger than the part allows stays in its middle.
    """
    if not extreme(width, height):
        return Window(0, 0, width, height)
    left, top, right, bottom = face
    if width < height * NARROWEST:
        kept = round(width / NARROWEST)
        wanted = (top + bottom) / 2 - (0.5 if bottom - top > 0.7 * kept else EYE_LEVEL) * kept
        return Window(0, _within(wanted, kept, height), width, kept)
    kept = round(height * WIDEST)
    return Window(_within((left + right) / 2 - kept / 2, kept, width), 0, kept, height)


def _within(start: float, kept: int, whole: int) -> int:
    return round(min(max(start, 0), whole - kept))


def shown(photo: Photo, points: Floats, face: Box, everything: bool) -> tuple[Image, Floats, tuple[Term, ...]]:
    """The picture to animate, the face's points (n, 3) in it, and what the user is told of it."""
    height, width = photo.pixels.shape[:2]
    window = Window(0, 0, width, height) if everything else around(width, height, face)
    moved = points.astype(np.float32)
    if (window.width, window.height) == (width, height):
        return photo.pixels, moved, ()
    moved[:, :2] -= np.array((window.left, window.top), dtype=np.float32)
    part = photo.pixels[window.top : window.top + window.height, window.left : window.left + window.width]
    return np.ascontiguousarray(part), moved, (note(photo, window),)


def note(photo: Photo, window: Window) -> Term:
    """What the user is told of a crop, in pixels of the photo's file."""
    height, width = (round(side / photo.reduced) for side in photo.pixels.shape[:2])
    left, top, kept_width, kept_height = (
        round(value / photo.reduced) for value in (window.left, window.top, window.width, window.height)
    )
    tall, wide = Term("tall", code="photo-tall"), Term("wide", code="photo-wide")
    return Term(
        "«{photo}» is very {shape} ({width}x{height} pixels): the {kept_width}x{kept_height} around the person "
        "are shown, from {left},{top}. --whole-photo shows all of it.",
        code="photo-cropped",
        photo=photo.name,
        shape=tall if height > width else wide,
        width=width,
        height=height,
        kept_width=kept_width,
        kept_height=kept_height,
        left=left,
        top=top,
    )


def whole(options: Mapping[str, object]) -> bool:
    """Whether an engine's option whole_photo asks for all of the photo. Raises InputError."""
    value = str(options.get("whole_photo", "false")).lower()
    if value not in ("true", "false"):
        raise InputError(
            "The option whole_photo cannot be «{value}».", "Use true or false.", code="whole-photo-value", value=value
        )
    return value == "true"


def extreme_file(path: Path) -> bool:
    """Whether the photo in a file is `extreme`, from its header alone; False where that cannot be read."""
    try:
        with path.open("rb") as file:
            return extreme(*picture.measure(file))
    except (OSError, picture.NoPicture, picture.TooLarge):  # what is wrong with the file is said when it is read
        return False
