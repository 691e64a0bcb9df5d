"""What a shut upper lid looks like, made from the skin around the eye.

A lid is skin: the light of the skin around it, between fold and brow and beside the corners, is stretched over it like
a membrane, so that no outline shows where it begins; it has the cheek's grain. What the open eye shows over its upper
lid and beyond its outer corner is taken off that skin: the lashes at once, the fold as the lids meet. The lashes
themselves become a dark line that goes down with the lid, and strands that turn with it (eyes.py). What is neither lash
nor fold, glasses and hair, stays where it is (before_eyes.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import lashes
from videolecture.face.puppet.before_eyes import LUMA, Mask, falling, filled, in_front, loose_lashes
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.membrane import carried, stretched
from videolecture.face.puppet.opened_eye import Opened


@dataclass(frozen=True)
class LidSkin:
    """Where a lid's skin comes from, how it is lit; face units. By eye on sixteen portraits and forty photographs."""

    least_over: float = 0.03  # over the lid, where skin begins at the lowest
    to_brow: float = 0.86  # of the way from the lid to the brow, where it ends
    rims: float = 0.025  # around the open eye, where all is rim and lash
    usual: tuple[float, float] = (0.6, 1.6)  # of that skin's brightness: darker is hair or a frame, brighter glare
    aside: float = 0.095  # beyond the corners, where it ends
    lit: float = 0.55  # of the brightness under the eye: what is darker over it is a frame or hair,
    fewest: float = 0.15  # but not if all of it but this part is: then it lies in a shadow
    free: float = 0.30  # cover of the lid under which the photo's skin counts as its surroundings
    thin: float = 0.88  # of the brightness around it: what is darker is a lash, a strand or a wrinkle,
    around: float = 0.030  # and standard deviation of that
    soft: float = 0.012  # standard deviation of the smoothing of the surroundings
    cell: float = 0.008  # of the grid on which they are carried over the lid
    over_fold: tuple[float, float] = (0.35, 0.85)  # of the way from the lid to the brow: skin between fold and brow
    middle: float = 0.3  # of an eye's width on either side of its middle, where the lid comes to its colour,
    darkened: float = 0.18  # by at most these parts of it
    lightened: float = 0.40
    as_under: float = 0.35  # of its hue, that of the skin under the eye: few hairs grow there
    out_of_shadow: float = 0.4  # of the way to the brightness of the skin under the eye, where that is lighter,
    lightest: float = 0.12  # and at most so much lighter than the skin between fold and brow
    under: tuple[float, float] = (0.03, 0.09)  # under the lower lid: the skin that hides the lower lashes
    under_lit: float = 0.8  # of its middle brightness: what is darker is a lash
    under_spread: float = 0.025
    swell: float = 0.09  # part of the light that the eyeball's swell adds
    rim: float = 0.05  # part of it that is lost toward the lashes, over
    rim_height: float = 0.018
    meeting: float = 0.006  # over which the skin over the eye goes over into that under it,
    meeting_aside: float = 0.05  # and beyond the corners


@dataclass(frozen=True)
class LidCover:
    """How much of the photo the lid's picture replaces. Face units."""

    lashes: float = 0.042  # over the open lid, where lashes hide the skin
    lashes_fade: float = 0.048
    fold: float = 0.075  # over the open lid, where folds are flattened, but
    fold_of_gap: float = 0.42  # of the way to the brow at most
    fold_fade: float = 0.60  # of that height, over which it ends
    fold_corner: float = 0.35  # part of its height that it has at the corners
    lower: float = 0.016  # under the lower lid, where its lashes and its wet rim vanish
    lower_fade: float = 0.014
    aside: float = 0.018  # beyond the corners, and over which it ends
    aside_fade: float = 0.035
    beside: float = 0.012  # beyond both, from where on they vanish at once under the lids' line, too


SKIN, COVER = LidSkin(), LidCover()


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
    under = carried(photo, _skin_under(photo, eye), SKIN.under_spread * eye.unit)
    inner = np.clip(6.0 * np.minimum(eye.along, 1.0 - eye.along), 0.0, 1.0)
    width = SKIN.meeting + (SKIN.meeting_aside - SKIN.meeting) * (1.0 - inner)
    below = np.clip((eye.y - eye.shut) / width + 0.5 * (1.0 - inner), 0.0, 1.0)[..., None].astype(np.float32)
    plain = over * (1.0 - below) + under * below
    front = in_front(photo, plain, eye)
    loose = loose_lashes(photo, plain, front, eye)
    lit = over * _light(eye)[..., None]
    lit *= _tone(photo, lit, eye)
    skin = lit * (1.0 - below) + under * below
    aside = (loose * (1.0 - cover[..., 0]))[..., None]  # lashes' place beside the lid keeps the light that it lies in
    skin += aside * (filled(photo, plain, loose, _near_eye(eye), eye.unit) - skin)
    picture = np.clip(np.round(skin + grain), 0, 255).astype(np.uint8)
    cover = np.maximum(cover, loose[..., None]) * (1.0 - front)[..., None]
    found = lashes.find(photo, over, lashes.Place(eye.along, eye.y - eye.upper, eye.unit), soft)
    return Lid(np.ascontiguousarray(picture), np.ascontiguousarray(np.round(255 * cover).astype(np.uint8)), found)


def _skin_over(photo: Mask, cover: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on the skin around a lid, from corner to corner over it: neither lashes nor brow, frames, hair."""
    gap, up = eye.upper - eye.brow, eye.upper - eye.y
    near = (up > np.where(eye.beyond > 0.0, 0.0, SKIN.least_over)) & (up < SKIN.to_brow * gap)
    near &= eye.beyond < SKIN.aside
    around = near & (cover < SKIN.free)
    if not around.any():
        return near.astype(np.float32)
    level = (photo @ LUMA).astype(np.float32)
    below = _band(eye.y - eye.lower, *SKIN.under) * (eye.beyond == 0.0) > 0
    under = float(np.median(level[below])) if below.any() else 0.0
    lit = around & (level > SKIN.lit * under)
    around = lit if lit.sum() > SKIN.fewest * around.sum() else around
    middle = float(np.median(level[around]))
    usual = around & (level > SKIN.usual[0] * middle) & (level < SKIN.usual[1] * max(middle, under))
    skin = usual & (level > SKIN.thin * carried(photo, usual.astype(np.float32), SKIN.around * eye.unit) @ LUMA)
    return np.asarray(skin, dtype=np.float32)


def _skin_under(photo: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on the skin under the lower lid, without its lashes."""
    band = _band(eye.y - eye.lower, *SKIN.under)
    level = photo @ LUMA
    middle = float(np.median(level[band > 0])) if band.any() else 0.0
    return np.asarray(band * (level > SKIN.under_lit * middle), dtype=np.float32)


def _tone(photo: Mask, over: Mask, eye: Opened) -> Mask:
    """(h, w, 3): what brings the middle of the lid to its own colour.

    That of the skin between fold and brow, or lighter where that lies in the shadow of a brow and the skin under the
    eye in the light: a shut lid swells out of the shadow.
    """
    middle = np.abs(eye.along - 0.5) < SKIN.middle
    gap = max(float((eye.upper - eye.brow)[middle].min(initial=np.inf)), SKIN.least_over)
    up = (eye.upper - eye.y) / gap
    band = middle & (up > SKIN.over_fold[0]) & (up < SKIN.over_fold[1])
    lid = middle & (eye.y > eye.upper) & (eye.y < eye.shut - SKIN.rim_height)
    under = middle & (_band(eye.y - eye.lower, *SKIN.under) > 0)
    if not lid.any() or not band.any() or not under.any():
        return np.ones((*eye.y.shape, 1), np.float32)
    below = np.median(photo[under], axis=0)
    skin = photo[band]
    level = skin @ LUMA
    if (dull := level < SKIN.usual[1] * float(below @ LUMA)).any():
        skin, level = skin[dull], level[dull]
    wanted = np.median(skin[level >= np.median(level)], axis=0)  # the darker half may be brow, crease or frame
    lighter = SKIN.out_of_shadow * max(float((below - wanted) @ LUMA), 0.0)
    lighter = min(lighter / max(float(wanted @ LUMA), 1.0), SKIN.lightest)
    wanted = wanted + SKIN.as_under * (below * float(wanted @ LUMA) / max(float(below @ LUMA), 1.0) - wanted)
    share = wanted * (1.0 + lighter) / np.maximum(np.median(over[lid], axis=0), 1.0)
    more = np.clip(share, 1.0 - SKIN.darkened, 1.0 + SKIN.lightened) - 1.0
    inside = 4.0 * eye.along * (1.0 - eye.along) * np.clip(1.0 - up / SKIN.over_fold[0], 0.0, 1.0)
    return np.asarray(1.0 + inside[..., None] * more, dtype=np.float32)


def _near_eye(eye: Opened) -> NDArray[np.bool_]:
    """(h, w): the open eye and its rims, which are no skin."""
    return np.asarray((eye.over < SKIN.rims) & (eye.y < eye.lower + SKIN.rims))


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
    sides = falling(eye.beyond, COVER.aside, COVER.aside_fade)
    beside = np.where(eye.y > eye.shut, np.clip(eye.beyond / COVER.beside, 0.0, 1.0), 1.0)
    fold = np.minimum(COVER.fold, COVER.fold_of_gap * np.maximum(eye.upper - eye.brow, 0.03))
    lash = np.minimum(COVER.lashes, 0.7 * fold)
    fold = fold * (COVER.fold_corner + (1.0 - COVER.fold_corner) * np.sqrt(4.0 * eye.along * (1.0 - eye.along)))
    lower = falling(down, COVER.lower, COVER.lower_fade)
    at_once = falling(up, lash, COVER.lashes_fade) * lower
    meeting = falling(up, fold, COVER.fold_fade * fold) * lower
    return np.stack([at_once * sides * beside, meeting * sides], axis=-1).astype(np.float32)
