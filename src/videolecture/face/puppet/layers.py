"""The photo in two layers: the person with soft edges, and the background whole behind them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.landmarks.segmentation import Segmentation
from videolecture.face.puppet.blur import blur
from videolecture.face.puppet.features import OVAL, Features
from videolecture.types import Image

CLEAR = 8  # of 255: opacity that counts as none
PAINTED_SIDE = 512  # pixels at which the background is painted
MISSED = 0.5  # of the face, the part that the model must take for a person
SMOOTHED = 0.03  # face units of blur for a second look
AROUND = 4.6  # side of the square segmented around the head, face units
Matte = NDArray[np.uint8]  # (height, width), 255 on the person


@dataclass(frozen=True)
class Outline:
    """How the model's answer becomes a matte; by eye on the hair and shoulders of quality/portraits/."""

    guide: float = 0.06  # face units, radius of the guided filter
    guide_noise: float = 2e-3  # variance of brightness (1 is white) that counts as no edge: He's epsilon
    steepness: float = 2.4  # a veil over the background would move with the head
    rim: float = 0.012  # face units that the matte is made wider, or
    soft_rim: float = 2.0  # of the blur in pixels: what is out of focus reaches farther
    under_eyes: float = 0.75  # face units: middle of the square segmented around the head
    seam: float = 0.18  # of that square's side over which it goes over into the whole picture's answer
    solid: float = 0.1  # opacity from which pixels hang together as one piece
    chin: float = 0.4  # under the eyes, face units: a place on the face itself
    hole: float = 0.5  # face units, root of the area: smaller holes in the person are filled


@dataclass(frozen=True)
class Halves:
    """Opacities at which one of the layers ends."""

    back: float = 0.55  # under it the background keeps the picture's colour, the more the less shows of the person
    back_span: float = 0.3
    least: float = 0.05  # opacity that colours are divided by, at least
    opaque: float = 0.99  # over it the person is the picture itself


@dataclass(frozen=True)
class Filling:
    """The background behind the person; sizes are parts of the picture's longer side."""

    near: int = 256  # pixels of it around the outline, a 256th of the side, are painted over as well
    deep: int = 24  # farther inside than a 24th everything is smooth
    telea: int = 170  # radius of the inpainting
    least: tuple[int, int, int] = (1, 4, 3)  # pixels of the three at least


@dataclass(frozen=True)
class SureFace:
    """The outline of the face that counts as the person whatever the model says."""

    oval: float = 0.97  # of the landmarks' own size
    middle: float = 0.03  # the rest of it
    soft: float = 0.03  # face units over which it ends


OUTLINE, HALVES, FILLING, SURE_FACE = Outline(), Halves(), Filling(), SureFace()
KNOWN, EMPTY = 4, 1e-6  # a pyramid's cell a quarter known counts as known; and a weight that is none


@dataclass(frozen=True)
class Layers:
    """A picture split at the person's outline; background + opacity * (person - background) gives it back."""

    person: NDArray[np.uint8]  # (height, width, 4): colours as if nothing shone through, and opacity
    background: Image  # the person painted over


def matte(image: Image, features: Features, segmentation: Segmentation) -> Matte:
    """Who is the person: the model's answer around the head, sharpened along the picture's own edges."""
    height, width = image.shape[:2]
    face = _surely_face((height, width), features)
    whole = _seen(image, features, segmentation)
    if float((whole * face).sum()) < MISSED * float(face.sum()):  # grain hides people from the model
        smooth = np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTHED * features.frame.unit), dtype=np.uint8)
        whole = _seen(smooth, features, segmentation)
    whole = np.maximum(whole, face)
    radius = max(2, round(features.frame.unit * OUTLINE.guide))
    refined = _guided(image, whole, radius)
    steep = np.clip((refined - 0.5) * OUTLINE.steepness + 0.5, 0.0, 1.0)
    kept = _largest(steep, features)
    # A hair's breadth wider: a rim of the person left in the background would stand still as a ghost of the outline.
    rim = max(1, round(max(features.frame.unit * OUTLINE.rim, OUTLINE.soft_rim * blur(image, features) - 1.0)))
    wider = cv2.dilate(kept, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1)))
    return np.asarray(np.round(wider * 255), dtype=np.uint8)


def _seen(image: Image, features: Features, segmentation: Segmentation) -> NDArray[np.float32]:
    """(height, width) 0..1: the model's answer to the whole picture, and around the head to that part of it."""
    height, width = image.shape[:2]
    whole = segmentation.person(image)
    half = AROUND / 2 * features.frame.unit
    x, y = features.frame.to_pixels(np.array([0.0, OUTLINE.under_eyes]))
    x0, x1 = max(0, int(x - half)), min(width, int(x + half))
    y0, y1 = max(0, int(y - half)), min(height, int(y + half))
    near = segmentation.person(image[y0:y1, x0:x1])
    weight = _feather(near.shape, OUTLINE.seam, (y0 > 0, y1 < height, x0 > 0, x1 < width))
    whole[y0:y1, x0:x1] = whole[y0:y1, x0:x1] * (1 - weight) + near * weight
    return whole


def split(image: Image, opacity: Matte) -> Layers:
    """The two layers of a picture for its matte."""
    alpha = (opacity.astype(np.float32) / 255.0)[..., None]
    colours = image.astype(np.float32)
    fill = _painted_over(image, opacity)
    # Both layers are free where the outline is soft, but together they must give the picture back. Where little of the
    # person shows, both keep the picture's own colour: a faint double is seen less than a painted rim.
    mostly_back = np.clip((HALVES.back - alpha) / HALVES.back_span, 0, 1)
    background = colours * mostly_back + fill * (1 - mostly_back)
    person = np.clip(background + (colours - background) / np.maximum(alpha, HALVES.least), 0, 255)
    person = np.where(alpha > HALVES.opaque, colours, person)
    # What the person cannot give back, being no darker than black and no brighter than white, the background does.
    missing = colours - (background + alpha * (person - background))
    background = np.clip(background + missing / np.maximum(1.0 - alpha, HALVES.least), 0, 255)
    rgba = np.dstack([np.round(person).astype(np.uint8), np.where(opacity <= CLEAR, 0, opacity)]).astype(np.uint8)
    return Layers(np.ascontiguousarray(rgba), np.ascontiguousarray(np.round(background).astype(np.uint8)))


def _painted_over(image: Image, opacity: Matte) -> NDArray[np.float32]:
    """The picture with its surroundings continued behind the person, sharply near the outline, smoothly deep inside.

    Near it, after Telea, "An Image Inpainting Technique Based on the Fast Marching Method" (2004).
    """
    height, width = image.shape[:2]
    if max(height, width) > PAINTED_SIDE:  # slow, and only a narrow rim of it is ever seen
        scale = PAINTED_SIDE / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = _painted_over(
            np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8),
            np.asarray(cv2.resize(opacity, size, interpolation=cv2.INTER_AREA), dtype=np.uint8),
        )
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    side = max(height, width)
    least_near, least_deep, least_telea = FILLING.least
    near, deep = max(least_near, round(side / FILLING.near)), max(least_deep, round(side / FILLING.deep))

    def disc(radius: int) -> NDArray[np.uint8]:
        return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)

    hidden = cv2.dilate((opacity > CLEAR).astype(np.uint8), disc(near))
    inside = cv2.erode(hidden, disc(deep), borderValue=1)
    smooth = _spread(image, (hidden == 0).astype(np.float32))
    ready = np.where(inside[..., None] > 0, smooth, image).astype(np.uint8)
    radius = max(least_telea, side / FILLING.telea)
    return np.asarray(cv2.inpaint(ready, hidden - inside, radius, cv2.INPAINT_TELEA), dtype=np.float32)


def _surely_face(shape: tuple[int, ...], features: Features) -> NDArray[np.float32]:
    """The face's own outline, filled: it belongs to the person whatever the model says."""
    oval = features.frame.to_pixels(
        features.curve(OVAL) * SURE_FACE.oval + SURE_FACE.middle * features.curve(OVAL).mean(axis=0)
    )
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(oval).astype(np.int32)], 255)
    size = max(1, round(features.frame.unit * SURE_FACE.soft)) * 2 + 1
    soft: NDArray[np.float32] = cv2.GaussianBlur(mask, (size, size), 0).astype(np.float32) / 255.0
    return soft


def _feather(shape: tuple[int, ...], part: float, sides: tuple[bool, bool, bool, bool]) -> NDArray[np.float32]:
    """1 inside, sinking to 0 over `part` of the length at the sides (top, bottom, left, right) that are asked for."""
    rows, columns = np.ones(shape[0]), np.ones(shape[1])
    for line, before, after in ((rows, sides[0], sides[1]), (columns, sides[2], sides[3])):
        ramp = np.linspace(0, 1, max(2, int(len(line) * part)))
        if before:
            line[: len(ramp)] = ramp
        if after:
            line[-len(ramp) :] = ramp[::-1]
    return np.asarray(np.outer(rows, columns), dtype=np.float32)


def _guided(image: Image, mask: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """He, Sun, Tang: Guided Image Filtering (2010), grey guide."""
    guide = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(array: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(array, size, borderType=cv2.BORDER_REFLECT))

    mean_guide, mean_mask = mean(guide), mean(mask)
    slope = (mean(guide * mask) - mean_guide * mean_mask) / (mean(guide * guide) - mean_guide**2 + OUTLINE.guide_noise)
    offset = mean_mask - slope * mean_guide
    return np.asarray(np.clip(mean(slope) * guide + mean(offset), 0, 1), dtype=np.float32)


def _largest(soft: NDArray[np.float32], features: Features) -> NDArray[np.float32]:
    """Only the piece that holds the face, its holes filled."""
    solid = (soft > OUTLINE.solid).astype(np.uint8)
    _, labels = cv2.connectedComponents(solid)
    x, y = features.frame.to_pixels(np.array([0.0, OUTLINE.chin]))
    row = int(np.clip(y, 0, soft.shape[0] - 1))
    column = int(np.clip(x, 0, soft.shape[1] - 1))
    kept = np.where(labels == labels[row, column], soft, 0.0)
    outside = np.pad((kept < 0.5).astype(np.uint8), 1, constant_values=1)
    _, regions = cv2.connectedComponents(outside)
    sizes = np.bincount(regions.ravel())
    small = (sizes < (features.frame.unit * OUTLINE.hole) ** 2) & (np.arange(len(sizes)) > 0)
    holes = (small & (np.arange(len(sizes)) != regions[0, 0]))[regions][1:-1, 1:-1]
    return np.asarray(np.where(holes & (kept < 0.5), 1.0, kept), dtype=np.float32)


def _spread(image: Image, known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours of the known pixels carried smoothly over all others (push-pull over an image pyramid)."""
    start: NDArray[np.float32] = image.astype(np.float32) * known[..., None]
    levels = [(start, known)]
    while min(levels[-1][1].shape) > 2:
        colour, weight = levels[-1]
        size = ((weight.shape[1] + 1) // 2, (weight.shape[0] + 1) // 2)
        levels.append(
            (
                np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_AREA), dtype=np.float32),
                np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), dtype=np.float32),
            )
        )
    colour, weight = levels[-1]
    filled = colour / np.maximum(weight, EMPTY)[..., None]
    for colour, weight in reversed(levels[:-1]):
        wider = cv2.resize(filled, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        own = np.minimum(weight * KNOWN, 1.0)[..., None]
        filled = wider * (1 - own) + colour / np.maximum(weight, EMPTY)[..., None] * own
    return np.asarray(np.clip(filled, 0, 255), dtype=np.float32)
