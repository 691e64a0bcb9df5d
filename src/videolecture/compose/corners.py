"""Which corner of a deck the face covers least in, and what it covers there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import cv2
import numpy as np

from videolecture import registry
from videolecture.compose.scene.backdrop import load_picture, resized
from videolecture.types import Box, Corner, Image, Scenery

CORNERS: tuple[Corner, ...] = get_args(Corner)
_PREFERRED: tuple[Corner, ...] = ("bottom-right", "top-right", "bottom-left", "top-left")  # of equally empty ones
_WIDTH = 480  # pixels at which slides are looked at: strokes of small type still show
_EDGE = 24.0  # of 255: a steeper change of light from pixel to pixel is ink; shades of a background are less
_COVERED = 0.01  # of the covered pixels that are ink: less is a hairline or a corner of a frame


@dataclass(frozen=True)
class Covered:
    """A picture of the deck of which the face hides something."""

    picture: int  # from 0, in the order they were given
    share: float  # of the pixels behind the face that are ink


@dataclass(frozen=True)
class CornerChoice:
    """The corner for a whole deck, and what the face covers there."""

    corner: Corner
    covered: tuple[Covered, ...]


def choose(
    pictures: Iterable[Path], scenery: Scenery, layout: str = "corner", wanted: Corner | None = None
) -> CornerChoice:
    """The emptiest corner over all pictures of a deck, or the wanted one.

    `scenery` is the lecture's, with the face's proportions; its slide and corner are not looked at. Every picture is
    looked at once and alone, so that memory does not grow with the deck. Raises InputError for one that is unreadable.
    """
    shares: dict[Corner, list[float]] = {corner: [] for corner in CORNERS}
    for path in pictures:
        picture = load_picture(path)
        inks = ink(picture)
        for corner in CORNERS:
            shares[corner].append(_hidden(inks, replace(scenery, slide=picture.shape[1::-1], corner=corner), layout))
    totals = {corner: round(sum(found), 3) for corner, found in shares.items()}
    chosen = min(_PREFERRED, key=totals.__getitem__) if wanted is None else wanted
    covered = (Covered(place, share) for place, share in enumerate(shares[chosen]) if share > _COVERED)
    return CornerChoice(chosen, tuple(covered))


def ink(picture: Image) -> Image:
    """1 where a slide has writing, lines or anything else with an edge, 0 elsewhere; `_WIDTH` pixels wide."""
    height = max(2, round(_WIDTH * picture.shape[0] / picture.shape[1]))
    small = resized(picture, (_WIDTH, height)).max(axis=2).astype(np.float32)
    smooth = cv2.GaussianBlur(small, (3, 3), 0)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8)
    return np.asarray(np.hypot(across, down) * 2 > _EDGE, np.uint8)


def _hidden(inks: Image, scenery: Scenery, layout: str) -> float:
    """The share of ink among what the face hides of a slide; 0 where it hides none of it."""
    placed = registry.layout(layout)()
    face, slide = placed.face_box(scenery), placed.slide_box(scenery)
    if face is None or slide is None:
        return 0.0
    scale = inks.shape[1] / slide.width
    part = _overlap(face, slide)
    rows = slice(int(part.top * scale), int((part.top + part.height) * scale))
    behind = inks[rows, int(part.left * scale) : int((part.left + part.width) * scale)]
    return float(behind.mean()) if behind.size else 0.0


def _overlap(face: Box, slide: Box) -> Box:
    """The part of the slide that the face hides, in the slide's own pixels."""
    left, top = max(face.left, slide.left), max(face.top, slide.top)
    right = min(face.left + face.width, slide.left + slide.width)
    bottom = min(face.top + face.height, slide.top + slide.height)
    return Box(left - slide.left, top - slide.top, max(0, right - left), max(0, bottom - top))
