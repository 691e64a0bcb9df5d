"""What stands still in a scene: background, the slide's picture, marks on it, the shadow that the face will cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from videolecture.bounded import picture
from videolecture.compose.canvas import Size
from videolecture.compose.scene.soft_edges import Coverage, distance, filled, glowing, stroked
from videolecture.errors import InputError
from videolecture.types import Box, FaceStyle, Image

BEHAVIOUR = 1  # raised whenever the same pictures and marks give another backdrop: part of every scene key

NEUTRAL = (38, 40, 44)  # RGB: a calm dark grey that neither white nor dark slides glare on
_STRIP = (24, 25, 28)  # below it, where burned subtitles stand
_ACCENT = (240, 84, 35)  # of pointer and highlight: an orange that shows on white and on black
_TINY = 96  # pixels of the longer side at which a face's surroundings are blurred
_DIMMED = 0.6  # of their light
_MOST_PIXELS = 100_000_000  # of a slide's picture
_LARGEST = (3840, 3840)  # it is reduced to that: twice the largest canvas


@dataclass(frozen=True)
class Mark:
    """A pointer (a dot), or a highlight (a soft frame), in fractions of the slide's picture."""

    kind: Literal["point", "highlight"]
    x: float  # of the dot's middle, or the frame's left edge
    y: float
    width: float = 0.0
    height: float = 0.0


def load_picture(path: Path) -> Image:
    """A slide's picture, (height, width, 3) RGB. Raises InputError when it is none, or far too large."""
    try:
        found = picture.decode(path.read_bytes(), _MOST_PIXELS, _LARGEST, (255, 255, 255))
    except picture.TooLarge:
        raise InputError(
            "The slide's picture «{name}» has more than {most} million pixels.",
            "Make it 4000 pixels wide or less.",
            code="slide-picture-large",
            name=path.name,
            most=_MOST_PIXELS // 1_000_000,
        ) from None
    except (OSError, picture.NoPicture, picture.Damaged) as error:
        raise InputError(
            "The slide's picture «{name}» cannot be read.",
            "Look at it, and export the deck again.",
            code="slide-picture-unreadable",
            name=path.name,
        ) from error
    return np.asarray(found.picture, np.uint8)


def resized(whole: Image, size: Size) -> Image:
    """A picture at (width, height): averaged where it shrinks, interpolated where it grows."""
    if whole.shape[1::-1] == size:
        return whole
    shrinks = whole.shape[1] >= size[0]
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC), np.uint8)


def neutral(canvas: Size, strip: int = 0) -> Image:
    """The calm background, (height, width, 3), darker in the strip of burned subtitles."""
    ground = np.empty((canvas[1], canvas[0], 3), np.uint8)
    ground[:] = NEUTRAL
    if strip:
        ground[-strip:] = _STRIP
    return ground


def continued(face: Image, box: Box, canvas: Size, strip: int = 0) -> Image:
    """What surrounds a face in its box: the colours of its own edges go on, blurred and darker."""
    height = canvas[1] - strip
    unit = max(canvas) / _TINY
    small = cv2.resize(
        face, (max(2, round(box.width / unit)), max(2, round(box.height / unit))), None, 0, 0, cv2.INTER_AREA
    )
    left, top = round(box.left / unit), round(box.top / unit)
    right = max(0, round(canvas[0] / unit) - left - small.shape[1])
    bottom = max(0, round(height / unit) - top - small.shape[0])
    wide = cv2.copyMakeBorder(small, top, bottom, left, right, cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(wide.astype(np.float32), (0, 0), _TINY / 40)
    spread = cv2.resize(soft, (canvas[0], height), interpolation=cv2.INTER_CUBIC)
    # A little noise, always the same: eight bits of so soft a picture show bands otherwise.
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (height, canvas[0], 1)).astype(np.float32)
    ground = neutral(canvas, strip)
    ground[:height] = np.clip(np.rint(spread * _DIMMED + noise), 0, 255).astype(np.uint8)
    return ground


def put_slide(ground: Image, slide: Image, box: Box, radius: int) -> None:
    """Draw the slide's picture into its box of the ground; rounded unless it reaches the canvas' edge."""
    fitting = resized(slide, (box.width, box.height))
    place = _region(ground, box)
    right, bottom = box.left + box.width, box.top + box.height
    at_edge = box.left <= 0 or box.top <= 0 or right >= ground.shape[1] or bottom >= ground.shape[0]
    if at_edge or not radius:
        place[:] = fitting
    else:
        size = (box.width, box.height)
        _blend(place, fitting, filled(distance(size, (0, 0, *size), radius)))


def put_mark(ground: Image, mark: Mark, box: Box) -> None:
    """Draw a pointer or a highlight over the slide in its box."""
    place = _region(ground, box)
    size, unit = (box.width, box.height), min(box.width, box.height) / 100
    x, y = mark.x * box.width, mark.y * box.height
    if mark.kind == "point":
        radius = 1.7 * unit
        away = distance(size, (x - radius, y - radius, 2 * radius, 2 * radius), radius)
        _blend(place, _ACCENT, 0.35 * glowing(away, 2.2 * unit))
        _blend(place, (255, 255, 255), filled(away - 0.45 * unit))
        _blend(place, _ACCENT, filled(away))
        return
    frame = (x, y, mark.width * box.width, mark.height * box.height)
    away = distance(size, frame, 1.6 * unit)
    # White below the colour: the frame stands out from a dark picture, too.
    _blend(place, _ACCENT, 0.3 * glowing(np.abs(away), 2.4 * unit))
    _blend(place, (255, 255, 255), 0.7 * stroked(away, 1.1 * unit))
    _blend(place, _ACCENT, stroked(away, 0.7 * unit))


def put_shadow(ground: Image, box: Box, style: FaceStyle) -> None:
    """Darken what lies around the face that will be pasted there, a little lower than itself."""
    if not style.shadow:
        return
    unit = min(box.width, box.height) / 40
    reach = 3 * unit
    size = (ground.shape[1], ground.shape[0])
    away = distance(size, (box.left, box.top + unit * 0.6, box.width, box.height), style.radius)
    _blend(ground, (0, 0, 0), 0.38 * glowing(away, reach))


def _region(ground: Image, box: Box) -> Image:
    return ground[box.top : box.top + box.height, box.left : box.left + box.width]


def _blend(place: Image, colour: Image | Sequence[int], coverage: Coverage) -> None:
    """Mix a colour, or a picture of the same size, into the place, where it covers anything."""
    rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
    if not len(rows):
        return
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    over = np.asarray(colour, np.float32)
    over = over[part] if over.ndim == 3 else over
    share = coverage[part][:, :, None]
    place[part] = np.rint(place[part] * (1 - share) + over * share).astype(np.uint8)
