"""The light, the colour and the grain of a shut lid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.before_eyes import LUMA, Mask
from videolecture.face.puppet.carried import carried
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.lid_skin import SKIN
from videolecture.face.puppet.opened_eye import Opened


@dataclass(frozen=True)
class LidLight:
    """By eye on sixteen portraits and forty photographs."""

    swell: float = 0.06  # part of the light that the eyeball's swell adds
    rim: float = 0.06  # part of it that is lost toward the lashes, over
    rim_height: float = 0.018  # face units
    as_under: float = 0.35  # of its hue, that of the skin under the eye: few hairs grow there
    out_of_shadow: float = 0.4  # of the way to the brightness of the skin under the eye, where that is lighter,
    lightest: float = 0.12  # and at most so much lighter than the skin between fold and brow;
    hidden: float = 0.6  # part of the skin over the eye from which it counts as hidden,
    no_skin: float = 0.5  # if it is that dark, over the skin under it
    away: float = 3.0  # and so far from it in all, CIE76
    near: float = 1.5  # CIE76 from the wanted colour within which a lid is left as it is;
    near_lighter: float = 6.0  # a lighter one: brows throw shadows in which no lid lies
    gain: tuple[float, float] = (0.7, 1.45)  # of a channel, at least and at most
    aside: float = 0.32  # of the eye's width from the corners, over which the colour comes
    soon: float = 1.7  # it is whole where the lid is drawn down by the reciprocal of that
    fine: float = 0.008  # face units: what is coarser is no grain
    trimmed: float = 2.5  # percentile at either end left out of its strength
    added: float = 1.22  # what is lost of the added one in the frames
    crease: float = 0.036  # face units over the open lid, where a shut one still has a fold,
    crease_part: float = 0.04  # of the way from there down to the shut lid, by which it sinks
    crease_up: float = 0.035  # and how its shade fades to the brow
    crease_down: float = 0.012  # and to the lid
    crease_dark: float = 0.09  # part of the light that it takes,
    of_lashes: float = 0.18  # and at most of the lashes' darkness
    crease_blurred: float = 2.0  # of the photo's blur, that of the fold
    joined: float = 0.09  # face units over which the light beside the lid is carried into it,
    join_soft: float = 0.0125  # over which it is compared,
    within: float = 0.34  # of the eye's width from a corner, in which the lid comes to it
    join: tuple[float, float] = (0.8, 1.6)  # of the light, at least and at most
    dim: float = 4.0  # of 255, added before darkness is compared
    beside: tuple[float, float] = (0.04, 0.6)  # of the lid's cover: where the photo beside it is


LIGHT = LidLight()


def swollen(skin: Mask, eye: Opened, drawn: Mask) -> Mask:
    """`skin`, (h, w, 3), in the light that lies on a lid over the eyeball, where it is `drawn` down, (h, w) 0..1."""
    height = np.maximum(eye.shut - eye.upper, 1e-3)
    down = np.clip((eye.y - eye.upper) / height, 0.0, 1.0)
    bow = 4.0 * eye.along * (1.0 - eye.along)
    rim = np.clip(1.0 - (eye.shut - eye.y) / LIGHT.rim_height, 0.0, 1.0)
    more = bow * (LIGHT.swell * np.sin(np.pi * down) - LIGHT.rim * rim)
    return np.asarray(skin * (1.0 + more * drawn)[..., None], dtype=np.float32)


def creased(skin: Mask, eye: Opened, dark: float, blur: float) -> Mask:
    """`skin`, (h, w, 3), with what is left of the fold over a lid that is shut.

    `dark`: the lashes' darkness, 0..1; `blur`: face units of the photo's.
    """
    place = eye.upper - LIGHT.crease + LIGHT.crease_part * (eye.shut - eye.upper)
    off = eye.y - place
    wide = np.hypot(np.where(off < 0.0, LIGHT.crease_up, LIGHT.crease_down), LIGHT.crease_blurred * blur)
    shade = np.exp(-((off / wide) ** 2))
    bow = np.sqrt(4.0 * eye.along * (1.0 - eye.along))
    strength = min(LIGHT.crease_dark, LIGHT.of_lashes * dark)
    return np.asarray(skin * (1.0 - strength * bow * shade * (eye.y < eye.shut))[..., None], dtype=np.float32)


def joined(skin: Mask, photo: Mask, eye: Opened, cover: Mask) -> Mask:
    """`skin`, (h, w, 3), that near the corners comes to the light and the colour of the `photo` beside it.

    `cover`: (h, w) 0..1, how much of the photo the lid takes the place of; 0 where something is before it.
    """
    soft = LIGHT.join_soft * eye.unit
    shown, has = (cv2.GaussianBlur(values, (0, 0), soft) + LIGHT.dim for values in (photo, skin))
    known = (cover > LIGHT.beside[0]) & (cover < LIGHT.beside[1])
    known &= shown @ LUMA > LIGHT.join[0] * (has @ LUMA)  # what is darker is hair, or lashes
    ratio = np.log(np.clip(shown / has, *LIGHT.join)).astype(np.float32)
    spread = LIGHT.joined * eye.unit
    for from_corner in (eye.across, 1.0 - eye.across):
        side = known & (from_corner < 0.0)
        if not side.any():
            continue
        offset = carried(ratio, side.astype(np.float32), spread)
        inside = np.clip(from_corner / LIGHT.within, 0.0, 1.0)
        weight = 1.0 - inside * inside * (3.0 - 2.0 * inside)
        skin = np.asarray(skin * np.exp(weight[..., None] * offset), dtype=np.float32)
    return skin


def toned(skin: Mask, photo: Mask, eye: Opened, drawn: Mask, front: Mask) -> Mask:
    """The lid brought near to the colour of the skin between fold and brow in `photo`, if it is far from it.

    Where that skin lies in the shadow of a brow and the skin under the eye in the light, to a lighter one; where it is
    hidden by what is in `front`, (h, w) 0..1, toward that of the skin under the eye.
    """
    up = (eye.upper - eye.y) / np.maximum(eye.upper - eye.brow, SKIN.under[0])
    band = eye.middle & (up > SKIN.over[0]) & (up < SKIN.over[1])
    lid, under = _lid(eye), _under(eye)
    if not band.any() or not lid.any():
        return skin
    wanted = _brighter(photo[band])
    if under.any() and float(front[band].mean()) > LIGHT.hidden:
        below = _brighter(photo[under])
        if wanted @ LUMA < LIGHT.no_skin * (below @ LUMA):
            wanted = np.sqrt(wanted * below)  # it may lie in a shadow, too
    shown = np.median(skin[lid], axis=0).astype(np.float64)
    near = LIGHT.near_lighter
    if shown @ LUMA < wanted @ LUMA:
        near, wanted = LIGHT.near, _lighter(wanted, photo, eye)
    share = max(0.0, 1.0 - near / max(_apart(shown, wanted), 1e-3))
    gain = np.clip(wanted / np.maximum(shown, 1.0), *LIGHT.gain) ** share
    aside = np.clip(np.minimum(eye.across, 1.0 - eye.across) / LIGHT.aside, 0.0, 1.0)
    weight = np.minimum(1.0, LIGHT.soon * drawn) * aside * aside * (3.0 - 2.0 * aside)
    return np.asarray(skin * (1.0 + (gain - 1.0) * weight[..., None]), dtype=np.float32)


def grained(skin: Mask, grain: Mask, eye: Opened, drawn: Mask) -> Mask:
    """The lid as grainy as `grain`, (h, w, 3): skin that is drawn out has less, and what is left of strands is more."""
    lid = _lid(eye)
    if not lid.any():
        return skin
    fine, wanted = (values - cv2.GaussianBlur(values, (0, 0), _sigma(eye)) for values in (skin, grain))
    has, needs = _spread((fine @ LUMA)[lid]), _spread((wanted @ LUMA).ravel())
    kept = min(1.0, needs / max(has, 1e-3))
    added = LIGHT.added * np.sqrt(max(0.0, 1.0 - (has / max(needs, 1e-3)) ** 2))
    return np.asarray(skin + drawn[..., None] * ((kept - 1.0) * fine + added * grain), dtype=np.float32)


def _lighter(wanted: Floats, photo: Mask, eye: Opened) -> Floats:
    """The colour with something of the skin under the eye, and of the light there."""
    under = _under(eye)
    if not under.any():
        return wanted
    below = np.median(photo[under], axis=0)
    light, lower = max(float(wanted @ LUMA), 1.0), max(float(below @ LUMA), 1.0)
    more = min(LIGHT.out_of_shadow * max(lower / light - 1.0, 0.0), LIGHT.lightest)
    better = (wanted + LIGHT.as_under * (below * light / lower - wanted)) * (1.0 + more)
    return np.asarray(wanted + min(1.0, LIGHT.away / max(_apart(better, wanted), 1e-3)) * (better - wanted))


def _brighter(colours: Mask) -> NDArray[np.float64]:
    """(3,) of (n, 3): the middle colour of the brighter half, since the darker one may be hair, a crease or a frame."""
    level = colours @ LUMA
    return np.asarray(np.median(colours[level >= np.median(level)], axis=0), dtype=np.float64)


def _under(eye: Opened) -> NDArray[np.bool_]:
    """(h, w): the skin under the eye."""
    down = eye.y - eye.lower
    return np.asarray(eye.middle & (down > SKIN.under[0]) & (down < SKIN.under[1]))


def _lid(eye: Opened) -> NDArray[np.bool_]:
    """(h, w): where the open eye was, without its rims."""
    return np.asarray(eye.middle & (eye.y > eye.upper) & (eye.y < eye.shut - LIGHT.rim_height))


def _apart(one: Floats, other: Floats) -> float:
    """CIE76 between two colours of 0..255."""
    pair = (np.stack([one, other])[None] / 255.0).astype(np.float32)
    lab = cv2.cvtColor(np.clip(pair, 0.0, 1.0), cv2.COLOR_RGB2Lab)
    return float(np.linalg.norm(lab[0, 0] - lab[0, 1]))


def _sigma(eye: Opened) -> float:
    return max(0.8, LIGHT.fine * eye.unit)


def _spread(values: Floats | Mask) -> float:
    low, high = np.percentile(values, [LIGHT.trimmed, 100.0 - LIGHT.trimmed])
    return float(np.std(values[(values >= low) & (values <= high)]))
