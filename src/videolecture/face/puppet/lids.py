"""What a shut upper lid looks like, made from the skin around the eye.

A lid is skin: it has the colour of the skin between the fold over the eye and the brow, carried down in the photo's
light, and the grain of the skin under the eye. What the open eye shows over its upper lid is taken off that skin: the
lashes at once, the fold as the lids meet. The lashes themselves become a dark line that goes down with the lid, and
strands that turn with it (eyes.py). What is neither lash nor fold, glasses and hair, stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import lashes
from videolecture.face.puppet.features import Floats

LUMA = np.array([0.299, 0.587, 0.114])
Mask = NDArray[np.float32]


@dataclass(frozen=True)
class LidSkin:
    """Where a lid's skin comes from, how it is lit; face units. By eye on sixteen portraits and forty photographs."""

    over_fold: tuple[float, float] = (0.48, 0.86)  # of the way from the lid to the brow: the skin that is copied
    least_over: float = 0.03  # over the lid, where the copied skin begins at the lowest
    usual: tuple[float, float] = (
        0.82,
        1.25,
    )  # of that skin's middle brightness: darker is fold or hair, brighter glare
    lit: float = 0.55  # of the brightness under the eye: what is darker over it is a frame or hair,
    fewest: float = 0.15  # but not if all of it but this part is: then it lies in a shadow
    spread: float = 0.065  # standard deviation of the smoothing that carries it down
    middle: float = 0.3  # of an eye's width on either side of its middle, where the lid is given that skin's colour,
    corrected: float = 0.15  # by at most this part of it,
    clear: float = 0.25  # if so much of that skin is free of frames and hair
    under: tuple[float, float] = (0.03, 0.09)  # under the lower lid: the skin that hides the lower lashes
    under_spread: float = 0.025
    swell: float = 0.05  # part of the light that the eyeball's swell adds
    seam: float = 0.03  # around the lid's skin, where its light is brought to that of the photo,
    seam_share: tuple[float, float] = (0.75, 1.35)  # of its brightness: what is darker or brighter there is no skin
    seam_most: float = 0.07  # of its light, by which it is brought there
    rim: float = 0.05  # part of it that is lost toward the lashes, over
    rim_height: float = 0.018
    meeting: float = 0.006  # over which the skin over the eye goes over into that under it,
    meeting_aside: float = 0.05  # and beyond the corners


@dataclass(frozen=True)
class LidCover:
    """How much of the photo the lid's picture replaces. Face units."""

    lashes: float = 0.042  # over the open lid, where lashes hide the skin
    lashes_fade: float = 0.030
    fold: float = 0.088  # over the open lid, where folds are flattened, but
    fold_of_gap: float = 0.60  # of the way to the brow at most
    fold_fade: float = 0.60  # of that height, over which it ends
    fold_corner: float = 0.35  # part of its height that it has at the corners
    lower: float = 0.016  # under the lower lid, where its lashes and its wet rim vanish
    lower_fade: float = 0.014
    outer: float = 0.055  # beyond the outer corner, where lashes reach,
    inner: float = 0.02  # and the inner one, and over which it ends
    aside_fade: float = 0.04
    rise: float = 0.005  # by which the lower lid has risen when the lids meet


@dataclass(frozen=True)
class InFront:
    """What stands before an eye: frames of glasses, strands of hair."""

    dark: float = 0.50  # of the skin's brightness
    bright: float = 1.40
    away: float = 0.10  # face units from the open eye, beyond which dark lines are no lashes
    under: float = 0.06  # and under it
    soft: float = 0.004  # face units of blur
    around: float = 0.008  # face units around it that stay as well


SKIN, COVER, IN_FRONT = LidSkin(), LidCover(), InFront()


@dataclass(frozen=True)
class Opened:
    """An open eye: everything (h, w) in face units at every texel of its part of the texture."""

    x: Floats
    y: Floats
    upper: Floats  # y of the lids
    lower: Floats
    brow: Floats  # y of the brow's lower edge
    corners: tuple[float, float]  # x of both
    outer: int  # -1: the left corner is the outer one, 1: the right one
    step: Floats  # (2, 2): face units to texels

    @property
    def unit(self) -> float:
        """Texels of a face unit."""
        return float(np.hypot(self.step[0, 0], self.step[1, 0]))

    @property
    def along(self) -> Floats:
        """0 at the left corner, 1 at the right one."""
        return np.clip((self.x - self.corners[0]) / (self.corners[1] - self.corners[0]), 0.0, 1.0)

    @property
    def beyond(self) -> Floats:
        """Face units outside the corners, 0 between them."""
        return np.maximum(np.maximum(self.corners[0] - self.x, self.x - self.corners[1]), 0.0)

    @property
    def over(self) -> Floats:
        """Face units from the upper lid and from its corners to what is over it."""
        return np.hypot(self.beyond, np.maximum(self.upper - self.y, 0.0))

    @property
    def shut(self) -> Floats:
        """y of the line on which the lids meet."""
        bow = np.clip(4.0 * self.along * (1.0 - self.along), 0.0, 1.0)
        return np.asarray(self.lower - COVER.rise * bow)


@dataclass(frozen=True)
class Lid:
    """One upper lid."""

    picture: NDArray[np.uint8]  # (h, w, 3): the eye shut, without lashes
    cover: NDArray[np.uint8]  # (h, w, 2): how much of the photo it replaces at once, and as the lids meet
    lashes: lashes.Lashes


def build(part: NDArray[np.uint8], eye: Opened, grain: Mask) -> Lid:
    """The lid over the eye in `part`, (h, w, 3), with `grain` of that shape on its skin."""
    photo = part.astype(np.float32)
    known = _skin_over(photo, eye)
    over = _carried(photo, known, SKIN.spread * eye.unit)
    under = _carried(photo, _band(eye.y - eye.lower, *SKIN.under), SKIN.under_spread * eye.unit)
    inner = np.clip(6.0 * np.minimum(eye.along, 1.0 - eye.along), 0.0, 1.0)
    width = SKIN.meeting + (SKIN.meeting_aside - SKIN.meeting) * (1.0 - inner)
    below = np.clip((eye.y - eye.shut) / width + 0.5 * (1.0 - inner), 0.0, 1.0)[..., None].astype(np.float32)
    lit = over * _light(eye)[..., None]
    lit *= _as_over_fold(photo, lit, known, eye)
    skin = lit * (1.0 - below) + under * below
    cover = _cover(eye)
    skin = skin + _to_photo(photo, skin, cover[..., 1], eye)
    picture = np.clip(np.round(skin + grain), 0, 255).astype(np.uint8)
    cover = cover * (1.0 - _in_front(photo, skin, eye))[..., None]
    found = lashes.find(photo, over, lashes.Place(eye.along, eye.y - eye.upper, eye.unit))
    return Lid(np.ascontiguousarray(picture), np.ascontiguousarray(np.round(255 * cover).astype(np.uint8)), found)


def _skin_over(photo: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on the skin between fold and brow."""
    gap = eye.upper - eye.brow
    up = eye.upper - eye.y
    band = (up > np.maximum(SKIN.least_over, SKIN.over_fold[0] * gap)) & (up < SKIN.over_fold[1] * gap)
    if not band.any():
        return (up > SKIN.least_over).astype(np.float32)
    level = photo @ LUMA
    below = _band(eye.y - eye.lower, *SKIN.under) * (eye.beyond == 0.0) > 0
    if below.any():
        lit = band & (level > SKIN.lit * np.median(level[below]))
        band = lit if lit.sum() > SKIN.fewest * band.sum() else band
    middle = float(np.median(level[band]))
    usual = band & (level > SKIN.usual[0] * middle) & (level < SKIN.usual[1] * middle)
    return np.asarray(usual, dtype=np.float32)


def _as_over_fold(photo: Mask, lit: Mask, known: Mask, eye: Opened) -> Mask:
    """(3,): what brings the middle of the lid to the middle colour of the skin between fold and brow."""
    middle = np.abs(eye.along - 0.5) < SKIN.middle
    up = (eye.upper - eye.y) / np.maximum(eye.upper - eye.brow, 0.03)
    band = middle & (up > SKIN.over_fold[0]) & (up < SKIN.over_fold[1])
    lid = middle & (eye.y > eye.upper) & (eye.y < eye.shut - SKIN.rim_height)
    if not lid.any() or not band.any() or known[band].mean() < SKIN.clear:
        return np.ones(3, np.float32)
    share = np.median(photo[band], axis=0) / np.maximum(np.median(lit[lid], axis=0), 1.0)
    return np.asarray(np.clip(share, 1.0 - SKIN.corrected, 1.0 + SKIN.corrected), dtype=np.float32)


def _band(down: Floats, first: float, last: float) -> Mask:
    return ((down > first) & (down < last)).astype(np.float32)


def _carried(photo: Mask, known: Mask, spread: float) -> Mask:
    """(h, w, 3): the known pixels' colours spread over all others, the nearest most."""
    total = np.zeros_like(photo)
    weight = np.zeros_like(known)
    for times in (1.0, 3.0):  # what lies farther than the first spread reaches has the second one
        share = 1.0 if times == 1.0 else np.float32(1e-4)
        sigma = max(0.8, times * spread)
        total += share * cv2.GaussianBlur(photo * known[..., None], (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
        weight += share * cv2.GaussianBlur(known, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    usual = photo[known > 0].mean(axis=0) if known.any() else photo.mean(axis=(0, 1))
    tiny = np.float32(1e-7)
    return np.asarray((total + tiny * usual) / (weight + tiny)[..., None], dtype=np.float32)


def _light(eye: Opened) -> Mask:
    """(h, w): the light on a lid over the eyeball."""
    height = np.maximum(eye.shut - eye.upper, 1e-3)
    down = np.clip((eye.y - eye.upper) / height, 0.0, 1.0)
    bow = 4.0 * eye.along * (1.0 - eye.along)
    rim = np.clip(1.0 - (eye.shut - eye.y) / SKIN.rim_height, 0.0, 1.0)
    return np.asarray(1.0 + bow * (SKIN.swell * np.sin(np.pi * down) - SKIN.rim * rim), dtype=np.float32)


def _to_photo(photo: Mask, skin: Mask, cover: Mask, eye: Opened) -> Mask:
    """(h, w, 3): what brings the lid's skin to the photo's light where the two go over into one another."""
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.8, IN_FRONT.soft * eye.unit))
    share = (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    low, high = SKIN.seam_share
    known = ((cover < 0.6) & (share > low) & (share < high)).astype(np.float32)
    missing = _carried(soft - skin, known, SKIN.seam * eye.unit / 2)
    near = cv2.GaussianBlur((cover < 0.6).astype(np.float32), (0, 0), SKIN.seam * eye.unit / 2)
    most = SKIN.seam_most * skin
    return np.asarray(np.clip(missing, -most, most) * np.clip(2.0 * near, 0.0, 1.0)[..., None], dtype=np.float32)


def _cover(eye: Opened) -> Mask:
    """(h, w, 2): how much of the photo the lid replaces at once, and as the lids meet."""
    up, down = eye.over, eye.y - eye.lower
    outer = (eye.x - 0.5 * sum(eye.corners)) * eye.outer > 0.0
    sides = _falling(eye.beyond, np.where(outer, COVER.outer, COVER.inner), COVER.aside_fade)
    fold = np.minimum(COVER.fold, COVER.fold_of_gap * np.maximum(eye.upper - eye.brow, 0.03))
    lash = np.minimum(COVER.lashes, 0.7 * fold)
    fold = fold * (COVER.fold_corner + (1.0 - COVER.fold_corner) * np.sqrt(4.0 * eye.along * (1.0 - eye.along)))
    lower = _falling(down, COVER.lower, COVER.lower_fade)
    at_once = _falling(up, lash, COVER.lashes_fade) * lower
    meeting = _falling(up, fold, COVER.fold_fade * fold) * lower
    return np.stack([at_once * sides, meeting * sides], axis=-1).astype(np.float32)


def _falling(distance: Floats, full: Floats | float, fade: Floats | float) -> Floats:
    """1 up to `full`, then falling smoothly to 0 over `fade`."""
    t = np.clip((distance - full) / fade, 0.0, 1.0)
    return np.asarray(1.0 - t * t * (3.0 - 2.0 * t))


def _in_front(photo: Mask, skin: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on frames and hair that cross the skin around the eye."""
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    share = (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    strange = (share < IN_FRONT.dark) | (share > IN_FRONT.bright)
    away = (eye.over > IN_FRONT.away) & (eye.y < eye.lower) | (eye.y > eye.lower + IN_FRONT.under)
    reach = 2 * max(1, round(IN_FRONT.around * eye.unit)) + 1
    found = cv2.dilate((strange & away).astype(np.float32), np.ones((reach, reach), np.uint8))
    return np.asarray(np.clip(cv2.GaussianBlur(found, (0, 0), reach / 4), 0.0, 1.0), dtype=np.float32)
