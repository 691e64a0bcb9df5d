"""Teeth as two pictures: drawn in this photo's light, and replaced by the photo's own where it shows them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import photo_teeth
from videolecture.face.puppet.colours import Colours
from videolecture.face.puppet.features import Features, Floats
from videolecture.face.puppet.photo_teeth import HALF
from videolecture.types import Image

# Widths of the teeth from the middle outward as seen from the front, in face units (a unit is about nine centimetres;
# average crown widths 8.5, 6.5, 7.5, 7 mm, foreshortened around the arch).
UPPER_WIDTHS = (0.092, 0.070, 0.064, 0.046, 0.036)
LOWER_WIDTHS = (0.056, 0.060, 0.058, 0.044, 0.036)
UPPER_HEIGHT, LOWER_HEIGHT = 0.115, 0.095
EDGE = 0.020  # how far the upper teeth's edges lie under the line of the shut lips
EDGES = (0.01, 0.09)  # between which the photo's own are believed
TALL = 0.30  # their height
MARGIN = 0.04  # left free beyond the biting edges, for soft ones
LOWER_EDGE = -0.026  # the lower teeth's edges over the lower lip's, with the lips just parted
FINE = 2  # drawn larger by this and averaged


@dataclass(frozen=True)
class Drawing:
    """How teeth are drawn: lengths in face units, light in parts of full light. By eye beside photographed teeth."""

    upper_smile: float = 0.35  # how much the upper row rises to the sides: units per square unit
    lower_smile: float = 0.15
    behind: float = 0.62  # light of the band behind the teeth: what shows between them is no hole
    behind_from: float = 0.010  # from the biting edge, and over which length the band begins and ends
    behind_fade: float = 0.012
    row_fade: float = 0.01
    shorter: float = 0.07  # each next tooth, of the middle ones' length
    lateral: float = 0.003  # by which the second tooth ends before the first
    round_side: float = 0.06  # light that a tooth loses toward its sides
    farther: float = 0.05  # and each next one
    at_gum: float = 0.16  # and toward the gum, from
    gum_from: float = 0.55  # of its length
    glint: float = 0.03  # light of a highlight, and where on a tooth: across -1..1, up 0..1, and its sizes
    glint_at: tuple[float, float] = (0.25, 0.45)
    glint_size: tuple[float, float] = (0.35, 0.3)
    yellower: tuple[float, float] = (0.015, 0.04)  # green and blue that each next tooth lacks
    gums_at: float = 0.86  # of the teeth's height, and over which length gums begin
    gums_fade: float = 0.02
    gums_end: float = 0.2
    gums_end_fade: float = 0.03
    gum_light: float = 0.9  # of the tongue's colour
    gum_opacity: float = 0.65
    gum_through: float = 0.35  # of what is under them


@dataclass(frozen=True)
class ToothShape:
    """One tooth: across -1..1, up 0 at its biting edge, 1 at the gum."""

    half: float = 0.975  # the rest is the gap between neighbours
    waist: float = 0.10  # narrower toward the gum, from
    waist_from: float = 0.35
    rounding: float = 0.10  # rounder at the biting edge, up to
    rounding_to: float = 0.16
    bite: float = 0.05  # bend of the biting edge,
    bite_power: float = 3.0  # toward the sides
    bite_steepness: float = 8
    top: float = 1.15


DRAWING, TOOTH = Drawing(), ToothShape()
LEAST_BLUR = 0.35  # pixels of the pictures


@dataclass(frozen=True)
class Teeth:
    """Two (h, w, 4) pictures, `scale` pixels a unit, x from -HALF, y from `top`, relative to the middle of the lips."""

    upper: NDArray[np.uint8]
    lower: NDArray[np.uint8]
    scale: float
    upper_top: float
    lower_top: float
    own: bool  # the upper ones are the photo's, with its light


def build(image: Image, features: Features, colours: Colours, scale: float, softness: float) -> Teeth:
    """Teeth for a portrait; `softness` is the photo's blur in pixels of the pictures."""
    edge = EDGE
    photo = photo_teeth.seen(image, features, colours.skin, scale)
    if photo is not None:
        edge = float(np.clip(photo.edge, *EDGES))
    upper = _draw(UPPER_WIDTHS, UPPER_HEIGHT, colours, scale, from_top=False, smile=DRAWING.upper_smile)
    lower = _draw(LOWER_WIDTHS, LOWER_HEIGHT, colours, scale, from_top=True, smile=DRAWING.lower_smile)
    upper_top = edge - (TALL - MARGIN)
    if photo is not None:
        upper = photo_teeth.placed(photo, upper_top, len(upper), scale)
    blur = max(LEAST_BLUR, softness)
    soft = [np.asarray(cv2.GaussianBlur(layer, (0, 0), blur), dtype=np.float32) for layer in (upper, lower)]
    return Teeth(_bytes(soft[0]), _bytes(soft[1]), scale, upper_top, LOWER_EDGE - MARGIN, photo is not None)


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
    behind = np.clip((y - smile * x**2 - DRAWING.behind_from) / DRAWING.behind_fade, 0, 1)
    behind *= np.clip((row - np.abs(x)) / DRAWING.row_fade, 0, 1)
    opacity = behind * (y < height)
    colour = (colours.teeth / 255.0 * DRAWING.behind) * opacity[..., None]
    left = 0.0
    for index, width in enumerate(widths):
        long = height * (1.0 - DRAWING.shorter * index)
        for side in (-1, 1):
            across = (side * x - left - width / 2) / (width / 2)  # -1..1 over the tooth
            up = y - smile * x**2 - (DRAWING.lateral if index == 1 else 0.0)
            tooth = _tooth(across, up / long, fine * width / 2)
            shade = _light(across, up / long, index)[..., None] * _warm(index) * colours.teeth / 255.0
            colour = colour * (1 - tooth[..., None]) + shade * tooth[..., None]
            opacity = opacity + tooth - opacity * tooth
        left += width
    gums = np.clip((y - height * DRAWING.gums_at) / DRAWING.gums_fade, 0, 1) * (np.abs(x) < left)
    gums *= np.clip((DRAWING.gums_end - y) / DRAWING.gums_end_fade, 0, 1)
    gum = colours.tongue * DRAWING.gum_light / 255.0
    colour = colour * (1 - gums[..., None] * (1 - DRAWING.gum_through)) + gum * (gums * DRAWING.gum_opacity)[..., None]
    opacity = np.maximum(opacity, gums)
    whole = np.dstack([colour * 1.0, opacity]).astype(np.float32)
    return np.asarray(cv2.resize(whole, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA))


def _light(across: Floats, up: Floats, index: int) -> Floats:
    """Light on a tooth, whose sides turn away; `index` 0 in the middle of the row."""
    light = 1.0 - DRAWING.round_side * across**2 - DRAWING.farther * index
    light = light - DRAWING.at_gum * np.clip(up - DRAWING.gum_from, 0, 1)
    (at_x, at_y), (wide, high) = DRAWING.glint_at, DRAWING.glint_size
    return np.asarray(light + DRAWING.glint * np.exp(-(((across + at_x) / wide) ** 2) - ((up - at_y) / high) ** 2))


def _warm(index: int) -> Floats:
    green, blue = DRAWING.yellower
    return np.array([1.0, 1.0 - green * index, 1.0 - blue * index])


def _tooth(across: Floats, up: Floats, pixels: float) -> Floats:
    """Opacity of one tooth: a rounded block, a hair's breadth from its neighbours."""
    waist = TOOTH.waist * np.clip(up - TOOTH.waist_from, 0, 1) ** 2
    rounding = TOOTH.rounding * np.clip(TOOTH.rounding_to - up, 0, 1) / TOOTH.rounding_to * np.abs(across)
    sides = TOOTH.half - waist - rounding
    inside = np.clip((sides - np.abs(across)) * pixels + 0.5, 0, 1)
    bite = np.clip((up - TOOTH.bite * np.abs(across) ** TOOTH.bite_power) * TOOTH.bite_steepness + 0.5, 0, 1)
    return np.asarray(inside * bite * (up < TOOTH.top))


def _bytes(layer: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Premultiplied 0..1 to bytes."""
    return np.ascontiguousarray(np.round(np.clip(layer, 0, 1) * 255).astype(np.uint8))
