"""Another background behind the person in a photo: a colour, or a picture that fills the frame.

The person's matte comes from a network that sees 256 pixels; a guided filter (He, Sun and Tang, "Guided Image
Filtering", 2010) fits its edge to the photo's own edges, hair included. Along the edge the old background shines
through the person's colours: they are taken from a little further inside.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.errors import InputError
from videolecture.face.landmarks.model import Floats
from videolecture.types import Image, Photo

BEHAVIOUR = 1  # raised whenever the same photo and background give another picture: part of the portrait's key

_RADIUS = 0.012  # of the photo's longer side: how far the matte's edge may move to meet the photo's
_SMOOTHNESS = 1e-4  # of the guided filter, for a guide in 0..1: edges fainter than about .01 are not followed
_SURE = 0.95  # from here on a pixel is the person's alone; by eye on quality/portraits
_GAIN = 1.25  # steepens the filtered matte, which is a little soft


@dataclass(frozen=True)
class Background:
    """What comes behind the person: `colour` (red, green, blue), or `picture` where there is one."""

    colour: tuple[int, int, int] = (238, 238, 238)
    picture: Image | None = None


def colour_of(text: str) -> tuple[int, int, int]:
    """A colour as people write it: «#aabbcc», «navy», «rgb(10, 20, 30)». Raises InputError."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        raise InputError(
            "«{colour}» is no colour.",
            "Write it like #2a6478 or navy.",
            code="background-colour",
            colour=text,
        ) from None
    return red, green, blue


def load(path: Path) -> Image:
    """The picture of a background. Raises InputError for what is none."""
    from videolecture.face import photo

    return photo.load(path)[0].pixels


def put_behind(photo: Photo, background: Background) -> Photo:
    """The photo with the background behind its person. Raises InputError where no person is seen."""
    from videolecture.face.landmarks.segmentation import Segmentation

    matte = _refined(photo.pixels, Segmentation().person(photo.pixels))
    if float((matte > _SURE).mean()) < 0.01:
        raise InputError(
            "No person is seen in «{photo}» whose background could be replaced.",
            "Take another photo, or leave the background as it is.",
            code="background-no-person",
            photo=photo.name,
        )
    height, width = photo.pixels.shape[:2]
    behind = _filling(background, width, height).astype(np.float32)
    share = matte[..., None]
    mixed = _person_colours(photo.pixels, matte) * share + behind * (1 - share)
    pixels: Image = np.clip(np.round(mixed), 0, 255).astype(np.uint8)
    told = background.picture.tobytes() if background.picture is not None else bytes(background.colour)
    digest = hashlib.sha256(f"{photo.digest} {BEHAVIOUR}".encode() + told).hexdigest()
    return replace(photo, pixels=pixels, digest=digest)


def _filling(background: Background, width: int, height: int) -> Image:
    """The background in the photo's size: a picture is cropped to fill it, never stretched."""
    if background.picture is None:
        return np.full((height, width, 3), background.colour, np.uint8)
    had, wide = background.picture.shape[:2]
    scale = max(width / wide, height / had)
    size = max(width, round(wide * scale)), max(height, round(had * scale))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    whole = cv2.resize(background.picture, size, interpolation=interpolation)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return np.asarray(whole[top : top + height, left : left + width], np.uint8)


def _refined(picture: Image, matte: Floats) -> Floats:
    """The matte with its edge on the photo's edges: (height, width), 0..1."""
    guide = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    side = 2 * max(1, round(_RADIUS * max(picture.shape[:2]))) + 1

    def mean(values: NDArray[np.floating[Any]]) -> Floats:
        return np.asarray(
            cv2.boxFilter(np.asarray(values, np.float32), -1, (side, side), borderType=cv2.BORDER_REFLECT), np.float32
        )

    matte = matte.astype(np.float32)
    of_guide, of_matte = mean(guide), mean(matte)
    slope = (mean(guide * matte) - of_guide * of_matte) / (mean(guide * guide) - of_guide**2 + _SMOOTHNESS)
    level = of_matte - slope * of_guide
    fitted = mean(slope) * guide + mean(level)
    return np.clip((fitted - 0.5) * _GAIN + 0.5, 0, 1)


def _person_colours(picture: Image, matte: Floats) -> Floats:
    """The photo's colours, along the person's edge those from further inside: (height, width, 3)."""
    colours = picture.astype(np.float32)
    sure = (matte > _SURE).astype(np.float32)
    reach = max(1.0, _RADIUS * max(picture.shape[:2]))
    weight = cv2.GaussianBlur(sure, (0, 0), reach)[..., None]
    inside = cv2.GaussianBlur(colours * sure[..., None], (0, 0), reach) / np.maximum(weight, 1e-4)
    known = np.minimum(weight * 20, 1)  # where nothing sure is near, the photo's own colour has to do
    share = np.maximum(matte[..., None], 1 - known)
    return np.asarray(colours * share + inside * (1 - share), np.float32)
