"""What the photo says about light and colour: skin, the whites of the eyes, teeth where they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import (
    INNER_LOWER,
    INNER_UPPER,
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    OVAL,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    Features,
    Floats,
)
from videolecture.types import Image

LIT_BY_LIPS = 0.3  # part of the light on teeth that comes from lips and skin, in their colour
CHEEKS = (50, 280, 205, 425, 118, 347)
DARKEST = 0.5  # of the darkest of the face, the light in its mouth at least
LEAST_BLUR = 0.5  # pixels
DARK = 1  # percentile of the face that counts as its darkest
GRAIN = 0.012  # face units over which grain is averaged
LUMA = np.array([0.299, 0.587, 0.114])
ONE_TINT = (3.0, 4.5)  # spread of a face's colours around one tint, of 255: surely one tint, surely more
SKIN_REACH = 0.05  # face units around a point of the cheeks over which skin is averaged
UNSEEN_SKIN = np.array([180.0, 140.0, 120.0])  # where no cheek lies in the picture
CAVITY = np.array([0.20, 0.095, 0.085])  # of the skin's colour, the inside of a mouth: as dark as photographs have it
TONGUE = np.array([0.78, 0.50, 0.48])  # and the tongue, by eye on photographs of open mouths
BRIGHTEST_TEETH = 245.0
IVORY = np.array([1.0, 0.965, 0.90])  # teeth against the white that lights them
REDDEST = 0.4  # of the skin's red over its green, more than 1, the most of drawn teeth
PALE = 0.85  # part of the light's tint that teeth keep: beside skin and lips they look paler than it makes them


@dataclass(frozen=True)
class Whites:
    """How the whites of the eyes tell the light's white. By eye on the portraits of quality/portraits/."""

    inner: float = 0.75  # of an eye's size: its rim is red, or skin
    fewest: int = 8  # pixels, or nothing is told
    bright: float = 75  # percentile from which pixels count as white
    untinted: float = 0.5  # part that is taken as grey: a red rim or a coloured iris must not tint the teeth
    over_skin: float = 1.15  # of the skin's brightness, and of 255 more: the least that white is
    least: float = 18
    most_over_skin: float = 1.5  # and the most
    most: float = 30
    brightest: float = 235
    unseen: float = 25  # of 255 more than `over_skin` where no white shows, kept within the next two
    unseen_within: tuple[float, float] = (90, 225)


@dataclass(frozen=True)
class ToothTone:
    """What in an open mouth looks like teeth. Tuned on photographs of smiles."""

    gap: float = 0.05  # face units of an opening in which teeth are looked for
    inner: float = 0.85  # of the opening's size
    fewest: int = 12  # pixels of it, or nothing is told
    sure: float = 0.5  # likeness from which a pixel is tooth
    share: float = 0.15  # of the opening that must be
    shown: float = 60  # percentile of their colours that is the teeth's
    bright: float = 0.6  # of the skin's brightness, from which a tooth's rises
    bright_span: float = 0.2  # of the skin's brightness in which it does
    redness: float = 0.12  # of lips in a colourless light, at least
    redder: float = 0.8  # of the skin's redness, that of the least red lips
    paler: float = 0.06  # teeth are so much less red than that at most
    pale_span: float = 0.08  # redness over which likeness falls


WHITES, TOOTH_TONE = Whites(), ToothTone()


@dataclass(frozen=True)
class Colours:
    """RGB, 0..255, each (3,)."""

    skin: Floats
    teeth: Floats
    cavity: Floats
    tongue: Floats


def measure(image: Image, features: Features) -> Colours:
    """Colours of a face in a picture whose pixels `features.frame` measures."""
    skin = skin_of(image, features)
    white = _white(image, features, skin)
    seen = _teeth_seen(image, features, skin)
    teeth = seen if seen is not None else _drawn_teeth(white, skin)
    cavity = skin * CAVITY
    # In a faded or hazy photo nothing is black, the inside of a mouth neither.
    dark = DARKEST * _dark(image, features)
    cavity += max(0.0, float((dark - cavity) @ LUMA))
    tongue = skin * TONGUE
    tone = _tone(image, features)
    return Colours(skin, np.clip(tone(teeth), 0, BRIGHTEST_TEETH), tone(cavity), tone(tongue))


def _dark(image: Image, features: Features) -> Floats:
    """The darkest colour of the face, grain apart."""
    part = _around_face(image, features)
    soft = cv2.GaussianBlur(part, (0, 0), max(LEAST_BLUR, GRAIN * features.frame.unit))
    return np.asarray(np.percentile(soft.reshape(-1, 3), DARK, axis=0))


def _around_face(image: Image, features: Features) -> Image:
    places = features.frame.to_pixels(features.curve(OVAL))
    (x0, y0), (x1, y1) = np.maximum(places.min(axis=0), 0).astype(int), places.max(axis=0).astype(int) + 1
    return image[y0:y1, x0:x1]


def _drawn_teeth(white: Floats, skin: Floats) -> Floats:
    """Teeth that the photo does not show, in its light."""
    lit = white * (1 + LIT_BY_LIPS * (skin / (skin @ LUMA) - 1))
    level = lit @ LUMA
    teeth = (level + PALE * (lit - level)) * IVORY
    # Whites of tired eyes are red, and teeth are not: they are less so than the skin, however the light is.
    grey = float(teeth @ LUMA)
    red, green = teeth[0] - grey, teeth[1] - grey
    most = 1.0 + REDDEST * max(0.0, float(skin[0] / max(skin[1], 1.0)) - 1.0)
    excess = red - most * green
    kept = min(1.0, grey * (most - 1.0) / excess) if excess > 0 else 1.0
    return np.asarray(grey + kept * (teeth - grey))


def _tone(image: Image, features: Features) -> Callable[[Floats], Floats]:
    """What a colour becomes in this photo: itself, or in a photo of one tint (grey, sepia) the tint of its brightness.

    In such a photo the colour of the face follows from brightness alone.
    """
    pixels = _around_face(image, features).reshape(-1, 3).astype(np.float64)

    def terms(level: Floats) -> Floats:
        return np.stack([np.ones_like(level), level / 255, (level / 255) ** 2], axis=-1)

    level = pixels @ LUMA
    tint, *_ = np.linalg.lstsq(terms(level), pixels - level[:, None], rcond=None)
    stray = float(np.linalg.norm((pixels - level[:, None] - terms(level) @ tint).std(axis=0)))
    single = float(np.clip((ONE_TINT[1] - stray) / (ONE_TINT[1] - ONE_TINT[0]), 0, 1))

    def toned(colour: Floats) -> Floats:
        level = colour @ LUMA
        return np.asarray(colour + single * (level + terms(level) @ tint - colour))

    return toned


def skin_of(image: Image, features: Features) -> Floats:
    """(3,): the colour of the cheeks."""
    around = []
    reach = max(1, round(features.frame.unit * SKIN_REACH))
    for x, y in features.frame.to_pixels(features.points[list(CHEEKS), :2]):
        part = image[max(0, int(y) - reach) : int(y) + reach + 1, max(0, int(x) - reach) : int(x) + reach + 1]
        if part.size:
            around.append(np.median(part.reshape(-1, 3), axis=0))
    return np.median(around, axis=0) if around else UNSEEN_SKIN


def _white(image: Image, features: Features, skin: Floats) -> Floats:
    """The light's white: the bright part of the eyes' whites, kept within what skin of that brightness allows."""
    values = []
    for upper, lower in ((LEFT_UPPER_LID, LEFT_LOWER_LID), (RIGHT_UPPER_LID, RIGHT_LOWER_LID)):
        outline = np.concatenate([features.curve(upper), features.curve(lower)[::-1]])
        values.append(_inside(image, features, outline, WHITES.inner))
    pixels = np.concatenate(values)
    level = float(skin.mean())
    fallback = np.full(3, np.clip(level * WHITES.over_skin + WHITES.unseen, *WHITES.unseen_within))
    if len(pixels) < WHITES.fewest:
        return fallback
    bright = pixels[pixels.mean(axis=1) >= np.percentile(pixels.mean(axis=1), WHITES.bright)].mean(axis=0)
    mixed = (1.0 - WHITES.untinted) * bright + WHITES.untinted * bright.mean()
    most = min(level * WHITES.most_over_skin + WHITES.most, WHITES.brightest)
    target = np.clip(mixed.mean(), level * WHITES.over_skin + WHITES.least, most)
    return np.asarray(mixed * (target / max(mixed.mean(), 1.0)))


def _teeth_seen(image: Image, features: Features, skin: Floats) -> Floats | None:
    """Colour of the teeth in an open mouth, if it shows any."""
    if features.gap < TOOTH_TONE.gap:
        return None
    outline = np.concatenate([features.curve(INNER_UPPER), features.curve(INNER_LOWER)[::-1]])
    pixels = _inside(image, features, outline, TOOTH_TONE.inner)
    if len(pixels) < TOOTH_TONE.fewest:
        return None
    toothy = pixels[tooth_likeness(pixels, skin) > TOOTH_TONE.sure]
    if len(toothy) < TOOTH_TONE.share * len(pixels):
        return None
    return np.asarray(np.percentile(toothy, TOOTH_TONE.shown, axis=0))


def tooth_likeness(pixels: NDArray[np.generic], skin: Floats) -> Floats:
    """0..1 for (..., 3) RGB: bright for this light and less red than lips and gums."""
    colour = pixels.astype(np.float64)
    level = colour.mean(axis=-1)
    redness = (colour[..., 0] - colour[..., 1]) / np.maximum(level, 1.0)
    skin_redness = (skin[0] - skin[1]) / max(float(skin.mean()), 1.0)
    tone = TOOTH_TONE
    bright = np.clip((level - tone.bright * skin.mean()) / (tone.bright_span * skin.mean() + 1), 0, 1)
    pale = np.clip((max(tone.redness, skin_redness * tone.redder) + tone.paler - redness) / tone.pale_span, 0, 1)
    return np.asarray(bright * pale)


def _inside(image: Image, features: Features, outline: Floats, shrink: float) -> NDArray[np.uint8]:
    """(n, 3) pixels inside an outline given in face coordinates, shrunk about its middle."""
    middle = outline.mean(axis=0)
    pixels = features.frame.to_pixels(middle + (outline - middle) * shrink)
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(pixels).astype(np.int32)], 1)
    return np.asarray(image[mask > 0])
