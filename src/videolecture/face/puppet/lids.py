"""What a shut upper lid looks like, made from the skin around the eye.

A lid is skin: the light of the skin around it, between fold and brow and beside the corners, is stretched over it like
a membrane, so that no outline shows where it begins; it has the cheek's grain. What the open eye shows over its upper
lid and beyond its outer corner is taken off that skin: the
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
from videolecture.face.puppet.membrane import carried, stretched

LUMA = np.array([0.299, 0.587, 0.114])
Mask = NDArray[np.float32]


@dataclass(frozen=True)
class LidSkin:
    """Where a lid's skin comes from, how it is lit; face units. By eye on sixteen portraits and forty photographs."""

    least_over: float = 0.03  # over the lid, where skin begins at the lowest
    to_brow: float = 0.86  # of the way from the lid to the brow, where it ends
    usual: tuple[float, float] = (
        0.6,
        1.6,
    )  # of that skin's middle brightness: darker is hair or a frame, brighter glare
    lit: float = 0.55  # of the brightness under the eye: what is darker over it is a frame or hair,
    fewest: float = 0.15  # but not if all of it but this part is: then it lies in a shadow
    free: float = 0.30  # cover of the lid under which the photo's skin counts as its surroundings
    thin: float = 0.88  # of the brightness around it: what is darker is a lash, a strand or a wrinkle,
    around: float = 0.030  # and standard deviation of that
    soft: float = 0.012  # standard deviation of the smoothing of the surroundings
    cell: float = 0.008  # of the grid on which they are carried over the lid
    over_fold: tuple[float, float] = (0.48, 0.86)  # of the way from the lid to the brow: skin between fold and brow
    middle: float = 0.3  # of an eye's width on either side of its middle, where the lid comes near to its colour,
    corrected: float = 0.10  # by at most this part of it
    under: tuple[float, float] = (0.03, 0.09)  # under the lower lid: the skin that hides the lower lashes
    under_spread: float = 0.025
    swell: float = 0.05  # part of the light that the eyeball's swell adds
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
    beside: float = 0.012  # beyond both, from where on they vanish at once under the lids' line, too
    rise: float = 0.005  # by which the lower lid has risen when the lids meet


@dataclass(frozen=True)
class InFront:
    """What stands before an eye: frames of glasses, strands of hair."""

    dark: float = 0.58  # of the skin's brightness
    bright: float = 1.40
    away: float = 0.08  # face units from the open eye, beyond which dark lines are no lashes
    under: float = 0.06  # and under it
    far: float = 0.15  # so far they go, at least
    soft: float = 0.004  # face units of blur
    around: float = 0.008  # face units around it that stay as well


@dataclass(frozen=True)
class OuterLashes:
    """Lashes beyond the outer corner. Face units."""

    corner: tuple[float, float] = (0.06, 0.14)  # of the eye's width from the corner inward, where they are; and its end
    beyond: float = 0.09  # from the corner
    beside: float = 0.085  # over the upper lid and under the lower one
    fade: float = 0.04
    dark: float = 0.86  # of the skin's brightness
    darker: float = 0.94  # and of what is around them, over
    broad: float = 0.05  # this standard deviation: what is broader is a shadow
    around: float = 0.006  # face units around them that are skin again
    gain: float = 1.5  # of their cover, so that it is whole where they are


SKIN, COVER, IN_FRONT, LASHES = LidSkin(), LidCover(), InFront(), OuterLashes()
SURE = 0.5  # opacity from which something counts as there


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


def build(part: NDArray[np.uint8], eye: Opened, grain: Mask, soft: float) -> Lid:
    """The lid over the eye in `part`, (h, w, 3), with `grain` of that shape; `soft`: face units of the photo's blur."""
    photo = part.astype(np.float32)
    cover = _cover(eye)
    known = _skin_over(photo, cover[..., 1], eye)
    cell, soft_skin = max(1.0, SKIN.cell * eye.unit), max(0.8, SKIN.soft * eye.unit)
    over = stretched(photo, known, eye.y > eye.shut, cell, soft_skin)
    under = carried(photo, _band(eye.y - eye.lower, *SKIN.under), SKIN.under_spread * eye.unit)
    inner = np.clip(6.0 * np.minimum(eye.along, 1.0 - eye.along), 0.0, 1.0)
    width = SKIN.meeting + (SKIN.meeting_aside - SKIN.meeting) * (1.0 - inner)
    below = np.clip((eye.y - eye.shut) / width + 0.5 * (1.0 - inner), 0.0, 1.0)[..., None].astype(np.float32)
    over *= _as_over_fold(photo, over, known, eye) * _light(eye)[..., None]
    skin = over * (1.0 - below) + under * below
    picture = np.clip(np.round(skin + grain), 0, 255).astype(np.uint8)
    front = _in_front(photo, skin, eye)
    cover[..., 1] = np.maximum(cover[..., 1], _outer_lashes(photo, skin, front, eye))
    cover = cover * (1.0 - front)[..., None]
    found = lashes.find(photo, over, lashes.Place(eye.along, eye.y - eye.upper, eye.unit), soft)
    return Lid(np.ascontiguousarray(picture), np.ascontiguousarray(np.round(255 * cover).astype(np.uint8)), found)


def _skin_over(photo: Mask, cover: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on the skin around a lid, from corner to corner over it: neither lashes nor brow, frames, hair."""
    gap, up = eye.upper - eye.brow, eye.upper - eye.y
    near = (up > np.where(eye.beyond > 0.0, 0.0, SKIN.least_over)) & (up < SKIN.to_brow * gap)
    near &= eye.beyond < COVER.outer + COVER.aside_fade
    around = near & (cover < SKIN.free)
    if not around.any():
        return near.astype(np.float32)
    level = (photo @ LUMA).astype(np.float32)
    below = _band(eye.y - eye.lower, *SKIN.under) * (eye.beyond == 0.0) > 0
    if below.any():
        lit = around & (level > SKIN.lit * np.median(level[below]))
        around = lit if lit.sum() > SKIN.fewest * around.sum() else around
    middle = float(np.median(level[around]))
    usual = around & (level > SKIN.usual[0] * middle) & (level < SKIN.usual[1] * middle)
    skin = usual & (level > SKIN.thin * carried(photo, usual.astype(np.float32), SKIN.around * eye.unit) @ LUMA)
    return np.asarray(skin, dtype=np.float32)


def _as_over_fold(photo: Mask, over: Mask, known: Mask, eye: Opened) -> Mask:
    """(h, w, 3): what brings the middle of the lid near to the colour of the skin between fold and brow."""
    middle = np.abs(eye.along - 0.5) < SKIN.middle
    gap = np.maximum(eye.upper - eye.brow, SKIN.least_over)
    up = (eye.upper - eye.y) / gap
    band = middle & (up > SKIN.over_fold[0]) & (up < SKIN.over_fold[1]) & (known > 0.0)
    lid = middle & (eye.y > eye.upper) & (eye.y < eye.shut - SKIN.rim_height)
    if not lid.any() or not band.any():
        return np.ones((*eye.y.shape, 1), np.float32)
    share = np.median(photo[band], axis=0) / np.maximum(np.median(over[lid], axis=0), 1.0)
    more = np.clip(share, 1.0 - SKIN.corrected, 1.0 + SKIN.corrected) - 1.0
    inside = 4.0 * eye.along * (1.0 - eye.along) * np.clip(1.0 - up / SKIN.over_fold[0], 0.0, 1.0)
    return np.asarray(1.0 + inside[..., None] * more, dtype=np.float32)


def _band(down: Floats, first: float, last: float) -> Mask:
    return ((down > first) & (down < last)).astype(np.float32)


def _light(eye: Opened) -> Mask:
    """(h, w): the light on a lid over the eyeball."""
    height = np.maximum(eye.shut - eye.upper, 1e-3)
    down = np.clip((eye.y - eye.upper) / height, 0.0, 1.0)
    bow = 4.0 * eye.along * (1.0 - eye.along)
    rim = np.clip(1.0 - (eye.shut - eye.y) / SKIN.rim_height, 0.0, 1.0)
    return np.asarray(1.0 + bow * (SKIN.swell * np.sin(np.pi * down) - SKIN.rim * rim), dtype=np.float32)


def _cover(eye: Opened) -> Mask:
    """(h, w, 2): how much of the photo the lid replaces at once, and as the lids meet."""
    up, down = eye.over, eye.y - eye.lower
    outer = (eye.x - 0.5 * sum(eye.corners)) * eye.outer > 0.0
    sides = _falling(eye.beyond, np.where(outer, COVER.outer, COVER.inner), COVER.aside_fade)
    beside = np.where(eye.y > eye.shut, np.clip(eye.beyond / COVER.beside, 0.0, 1.0), 1.0)
    fold = np.minimum(COVER.fold, COVER.fold_of_gap * np.maximum(eye.upper - eye.brow, 0.03))
    lash = np.minimum(COVER.lashes, 0.7 * fold)
    fold = fold * (COVER.fold_corner + (1.0 - COVER.fold_corner) * np.sqrt(4.0 * eye.along * (1.0 - eye.along)))
    lower = _falling(down, COVER.lower, COVER.lower_fade)
    at_once = _falling(up, lash, COVER.lashes_fade) * lower
    meeting = _falling(up, fold, COVER.fold_fade * fold) * lower
    return np.stack([at_once * sides * beside, meeting * sides], axis=-1).astype(np.float32)


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
    far = (eye.over > IN_FRONT.far) | (eye.y > eye.lower + IN_FRONT.far)
    pieces, labels = cv2.connectedComponents((strange & away).astype(np.uint8))
    kept = np.bincount(labels[far], minlength=pieces) > 0  # a speck near the eye is what is left of its lashes
    kept[0] = False
    reach = 2 * max(1, round(IN_FRONT.around * eye.unit)) + 1
    found = cv2.dilate(kept[labels].astype(np.float32), np.ones((reach, reach), np.uint8))
    return np.asarray(np.clip(cv2.GaussianBlur(found, (0, 0), reach / 4), 0.0, 1.0), dtype=np.float32)


def _outer_lashes(photo: Mask, skin: Mask, front: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on lashes beyond the outer corner, which go with the lid."""
    toward = eye.along if eye.outer > 0 else 1.0 - eye.along
    outer = _falling(1.0 - toward, *LASHES.corner)
    tall = np.maximum(eye.upper - eye.y, eye.y - eye.lower)
    zone = outer * _falling(eye.beyond, LASHES.beyond, LASHES.fade) * _falling(tall, LASHES.beside, LASHES.fade)
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    broad = cv2.GaussianBlur(photo, (0, 0), LASHES.broad * eye.unit)
    dark = (soft @ LUMA < LASHES.dark * (skin @ LUMA)) & (soft @ LUMA < LASHES.darker * (broad @ LUMA))
    dark &= (front < SURE) & (zone > 0.0)
    reach = 2 * max(1, round(LASHES.around * eye.unit)) + 1
    found = cv2.GaussianBlur(cv2.dilate(dark.astype(np.float32), np.ones((reach, reach), np.uint8)), (0, 0), reach / 3)
    return np.asarray(np.clip(LASHES.gain * found, 0.0, 1.0) * zone, dtype=np.float32)
