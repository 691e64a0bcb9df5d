"""The photo in two layers: the person with soft edges, and the background whole behind them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.landmarks.segmentation import Segmentation
from videolecture.face.puppet.features import OVAL, Features
from videolecture.types import Image

AROUND = 4.6  # side of the square segmented around the head, face units
Matte = NDArray[np.uint8]  # (height, width), 255 on the person


@dataclass(frozen=True)
class Layers:
    """A picture split at the person's outline; background + opacity * (person - background) gives it back."""

    person: NDArray[np.uint8]  # (height, width, 4): colours as if nothing shone through, and opacity
    background: Image  # the person painted over


def matte(image: Image, features: Features, segmentation: Segmentation) -> Matte:
    """Who is the person: the model's answer around the head, sharpened along the picture's own edges."""
    height, width = image.shape[:2]
    whole = segmentation.person(image)
    half = AROUND / 2 * features.frame.unit
    x, y = features.frame.to_pixels(np.array([0.0, 0.75]))
    x0, x1 = max(0, int(x - half)), min(width, int(x + half))
    y0, y1 = max(0, int(y - half)), min(height, int(y + half))
    near = segmentation.person(image[y0:y1, x0:x1])
    weight = _feather(near.shape, 0.18, (y0 > 0, y1 < height, x0 > 0, x1 < width))
    whole[y0:y1, x0:x1] = whole[y0:y1, x0:x1] * (1 - weight) + near * weight
    whole = np.maximum(whole, _surely_face(whole.shape, features))
    radius = max(2, round(features.frame.unit * 0.06))
    refined = _guided(image, whole, radius)
    # Steepen: a veil over the background would move with the head.
    steep = np.clip((refined - 0.5) * 1.8 + 0.5, 0.0, 1.0)
    kept = _largest(steep, features)
    return np.asarray(np.round(kept * 255), dtype=np.uint8)


def split(image: Image, opacity: Matte) -> Layers:
    """The two layers of a picture for its matte."""
    soft = opacity.astype(np.float32) / 255.0
    # A margin behind the outline is painted anew too: the model's outline is a pixel or two off.
    margin = max(1, round(max(image.shape[:2]) / 256))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
    hidden = cv2.dilate((opacity > 8).astype(np.uint8), kernel)
    fill = _spread(image, (hidden == 0).astype(np.float32))
    background = image.copy()
    background[hidden > 0] = fill[hidden > 0]
    core = _spread(image, (opacity > 242).astype(np.float32))
    colours = image.astype(np.float32)
    weight = np.clip(soft, 0.05, 1.0)[..., None]
    solved = np.clip((colours - (1 - weight) * background) / weight, 0, 255)
    # Where little of the person shows, dividing amplifies noise: their own nearby colour is taken instead.
    trust = np.clip((weight - 0.25) / 0.5, 0, 1)
    person = np.where(weight > 0.99, colours, solved * trust + core * (1 - trust))
    # In the margin the background is painted, so the outline's own pixels belong to the person's layer or to nobody.
    background = np.where((opacity <= 8)[..., None], image, background)
    rgba = np.dstack([np.round(person).astype(np.uint8), np.where(opacity <= 8, 0, opacity)])
    return Layers(np.ascontiguousarray(rgba.astype(np.uint8)), np.ascontiguousarray(background.astype(np.uint8)))


def _surely_face(shape: tuple[int, ...], features: Features) -> NDArray[np.float32]:
    """The face's own outline, filled: it belongs to the person whatever the model says."""
    oval = features.frame.to_pixels(features.curve(OVAL) * 0.97 + 0.03 * features.curve(OVAL).mean(axis=0))
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(oval).astype(np.int32)], 255)
    blur = max(1, round(features.frame.unit * 0.03)) * 2 + 1
    soft: NDArray[np.float32] = cv2.GaussianBlur(mask, (blur, blur), 0).astype(np.float32) / 255.0
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
    slope = (mean(guide * mask) - mean_guide * mean_mask) / (mean(guide * guide) - mean_guide**2 + 2e-3)
    offset = mean_mask - slope * mean_guide
    return np.asarray(np.clip(mean(slope) * guide + mean(offset), 0, 1), dtype=np.float32)


def _largest(soft: NDArray[np.float32], features: Features) -> NDArray[np.float32]:
    """Only the piece that holds the face, its holes filled."""
    solid = (soft > 0.1).astype(np.uint8)
    _, labels = cv2.connectedComponents(solid)
    x, y = features.frame.to_pixels(np.array([0.0, 0.4]))
    row = int(np.clip(y, 0, soft.shape[0] - 1))
    column = int(np.clip(x, 0, soft.shape[1] - 1))
    kept = np.where(labels == labels[row, column], soft, 0.0)
    outside = np.pad((kept < 0.5).astype(np.uint8), 1, constant_values=1)
    _, regions = cv2.connectedComponents(outside)
    sizes = np.bincount(regions.ravel())
    small = (sizes < (features.frame.unit * 0.5) ** 2) & (np.arange(len(sizes)) > 0)
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
    filled = colour / np.maximum(weight, 1e-6)[..., None]
    for colour, weight in reversed(levels[:-1]):
        wider = cv2.resize(filled, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        own = np.minimum(weight * 4, 1.0)[..., None]
        filled = wider * (1 - own) + colour / np.maximum(weight, 1e-6)[..., None] * own
    return np.asarray(np.clip(filled, 0, 255), dtype=np.float32)
