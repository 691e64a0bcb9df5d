"""Teeth as two pictures: drawn in this photo's light, and replaced by the photo's own where it shows them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.colours import Colours, tooth_likeness
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, Features, Floats
from videolecture.types import Image

# Widths of the teeth from the middle outward as seen from the front, in face units (a unit is about nine centimetres;
# average crown widths 8.5, 6.5, 7.5, 7 mm, foreshortened around the arch).
UPPER_WIDTHS = (0.092, 0.070, 0.064, 0.046, 0.036)
LOWER_WIDTHS = (0.056, 0.060, 0.058, 0.044, 0.036)
UPPER_HEIGHT, LOWER_HEIGHT = 0.115, 0.095
EDGE = 0.020  # how far the upper teeth's edges lie under the line of the shut lips
LOWEST_EDGE = 0.09  # the photo's own edges are believed up to here
HALF = 0.36  # half the width of the pictures, face units
TALL = 0.30  # their height
MARGIN = 0.04  # left free beyond the biting edges, for soft ones
LOWER_EDGE = -0.022  # the lower teeth's edges over the lower lip's, with the lips just parted
FINE = 2  # drawn larger by this and averaged


@dataclass(frozen=True)
class Teeth:
    """Two (h, w, 4) pictures, `scale` pixels a unit, x from -HALF, y from `top`, relative to the middle of the lips."""

    upper: NDArray[np.uint8]
    lower: NDArray[np.uint8]
    scale: float
    upper_top: float
    lower_top: float


def build(image: Image, features: Features, colours: Colours, scale: float, softness: float) -> Teeth:
    """Teeth for a portrait; `softness` is the photo's blur in pixels of the pictures."""
    edge = EDGE
    photo = _from_photo(image, features, colours, scale)
    if photo is not None and photo.edge is not None:
        edge = float(np.clip(photo.edge, 0.01, LOWEST_EDGE))
    upper = _draw(UPPER_WIDTHS, UPPER_HEIGHT, colours, scale, from_top=False, smile=0.35)
    lower = _draw(LOWER_WIDTHS, LOWER_HEIGHT, colours, scale, from_top=True, smile=0.15)
    upper_top = edge - (TALL - MARGIN)
    if photo is not None:
        upper = _overlay(upper, upper_top, photo, scale)
    blur = max(0.35, softness)
    soft = [np.asarray(cv2.GaussianBlur(layer, (0, 0), blur), dtype=np.float32) for layer in (upper, lower)]
    return Teeth(_bytes(soft[0]), _bytes(soft[1]), scale, upper_top, LOWER_EDGE - MARGIN)


def _draw(
    widths: tuple[float, ...], height: float, colours: Colours, scale: float, from_top: bool, smile: float
) -> NDArray[np.float32]:
    """A row of teeth, premultiplied RGBA 0..1; biting edge at the bottom, or at the top where `from_top`."""
    fine = scale * FINE
    rows, columns = round(TALL * fine), round(2 * HALF * fine)
    y, x = np.mgrid[0:rows, 0:columns]
    x = (x + 0.5) / fine - HALF
    y = (y + 0.5) / fine
    y = (y if from_top else TALL - y) - MARGIN  # distance from where teeth bite
    # Behind the teeth a band of their own colour, darker: what shows between them is no hole.
    row = float(sum(widths))
    behind = np.clip((y - smile * x**2 - 0.010) / 0.012, 0, 1) * np.clip((row - np.abs(x)) / 0.01, 0, 1)
    opacity = behind * (y < height)
    colour = (colours.teeth / 255.0 * 0.62) * opacity[..., None]
    left = 0.0
    for index, width in enumerate(widths):
        long = height * (1.0 - 0.07 * index)
        for side in (-1, 1):
            across = (side * x - left - width / 2) / (width / 2)  # -1..1 over the tooth
            up = y - smile * x**2 - (0.003 if index == 1 else 0.0)
            tooth = _tooth(across, up / long, fine * width / 2)
            light = 1.0 - 0.06 * across**2 - 0.05 * index - 0.16 * np.clip(up / long - 0.55, 0, 1)
            light += 0.03 * np.exp(-(((across + 0.25) / 0.35) ** 2) - ((up / long - 0.45) / 0.3) ** 2)
            warm = np.array([1.0, 1.0 - 0.015 * index, 1.0 - 0.04 * index])
            shade = light[..., None] * warm * colours.teeth / 255.0
            colour = colour * (1 - tooth[..., None]) + shade * tooth[..., None]
            opacity = opacity + tooth - opacity * tooth
        left += width
    gums = np.clip((y - height * 0.86) / 0.02, 0, 1) * (np.abs(x) < left) * np.clip((0.2 - y) / 0.03, 0, 1)
    gum = colours.tongue * 0.9 / 255.0
    colour = colour * (1 - gums[..., None] * (1 - 0.35)) + gum * (gums * 0.65)[..., None]
    opacity = np.maximum(opacity, gums)
    whole = np.dstack([colour * 1.0, opacity]).astype(np.float32)
    return np.asarray(cv2.resize(whole, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA))


def _tooth(across: Floats, up: Floats, pixels: float) -> Floats:
    """Opacity of one tooth: a rounded block, a hair's breadth from its neighbours."""
    sides = 0.975 - 0.10 * np.clip(up - 0.35, 0, 1) ** 2 - 0.10 * np.clip(0.16 - up, 0, 1) / 0.16 * np.abs(across)
    inside = np.clip((sides - np.abs(across)) * pixels + 0.5, 0, 1)
    bite = np.clip((up - 0.05 * np.abs(across) ** 3.0) * 8 + 0.5, 0, 1)
    return np.asarray(inside * bite * (up < 1.15))


@dataclass(frozen=True)
class _Seen:
    """The photo's own teeth: premultiplied RGBA from `top`, and the y of their biting edge if it shows."""

    layer: NDArray[np.float32]
    top: float
    edge: float | None


def _from_photo(image: Image, features: Features, colours: Colours, scale: float) -> _Seen | None:
    if features.gap < 0.05:
        return None
    left, right, _ = features.mouth
    inner_upper, inner_lower = features.curve(INNER_UPPER), features.curve(INNER_LOWER)
    middle_x, line = (left + right) / 2, rest_line(features)
    top = float(inner_upper[:, 1].min()) - line - 0.02
    rows, columns = round((features.gap + 0.1) * scale) + 2, round(2 * HALF * scale)
    y, x = np.mgrid[0:rows, 0:columns]
    places = np.stack([(x + 0.5) / scale - HALF + middle_x, (y + 0.5) / scale + top + line], axis=-1)
    pixels = features.frame.to_pixels(places).astype(np.float32)
    seen = cv2.remap(image, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outline = np.concatenate([inner_upper, inner_lower[::-1]]) - [middle_x - HALF, top + line]
    inside = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(inside, [np.round(outline * scale).astype(np.int32)], 255)
    shrink = max(1, round(0.008 * scale))
    hole = cv2.erode(inside, np.ones((2 * shrink + 1, 2 * shrink + 1), np.uint8)) > 0
    like = tooth_likeness(seen, colours.skin) * hole
    if like.sum() < 0.12 * hole.sum() or hole.sum() < 20:
        return None
    soft = cv2.GaussianBlur(like.astype(np.float32), (0, 0), max(0.6, 0.012 * scale))
    soft = _upper_row(np.clip(soft * 1.8 - 0.3, 0, 1))
    return _Seen(np.dstack([seen / 255.0 * soft[..., None], soft]).astype(np.float32), top, _bite(soft, top, scale))


def _upper_row(soft: NDArray[np.float32]) -> NDArray[np.float32]:
    """Only what hangs from the upper lip: each column's first run of teeth, if it begins in the upper part."""
    toothy = soft > 0.35
    rows = np.arange(len(soft))[:, None]
    shown = toothy.any(axis=0)
    first = np.where(shown, toothy.argmax(axis=0), len(soft))
    after = (~toothy) & (rows > first)
    last = np.where(after.any(axis=0), after.argmax(axis=0), len(soft))
    high = first <= 0.3 * len(soft)
    return np.where((rows < last + 1) & high & shown, soft, 0.0).astype(np.float32)


def _bite(soft: NDArray[np.float32], top: float, scale: float) -> float | None:
    """Where the middle teeth end, if the photo shows anything under them."""
    middle = soft[:, soft.shape[1] // 2 - round(0.06 * scale) : soft.shape[1] // 2 + round(0.06 * scale)]
    rows = np.flatnonzero(middle.mean(axis=1) > 0.5)
    return float(rows[-1] + 1) / scale + top if len(rows) else None


def _overlay(drawn: NDArray[np.float32], drawn_top: float, seen: _Seen, scale: float) -> NDArray[np.float32]:
    """The photo's teeth laid over the drawn ones, each where it belongs."""
    shift = round((seen.top - drawn_top) * scale)
    whole = drawn.copy()
    first, last = max(0, shift), min(len(whole), shift + len(seen.layer))
    part = seen.layer[first - shift : last - shift, : whole.shape[1]]
    columns = part.shape[1]
    under = whole[first:last, :columns]
    whole[first:last, :columns] = part + under * (1 - part[..., 3:])
    return whole


def rest_line(features: Features) -> float:
    """y of the middle of the shut lips, face coordinates."""
    from videolecture.face.puppet.fields import UPPER_SHARE

    upper, lower = features.curve(INNER_UPPER)[5, 1], features.curve(INNER_LOWER)[5, 1]
    return float(upper + UPPER_SHARE * max(0.0, lower - upper))


def _bytes(layer: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Premultiplied 0..1 to bytes."""
    return np.ascontiguousarray(np.round(np.clip(layer, 0, 1) * 255).astype(np.uint8))
