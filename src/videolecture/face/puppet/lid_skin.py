"""The skin that a closing lid is drawn from: between brow and lashes, without what is no skin."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from videolecture.face.puppet.before_eyes import LUMA, Mask, falling
from videolecture.face.puppet.carried import carried
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.opened_eye import Opened


@dataclass(frozen=True)
class PlainSkin:
    """Face units unless said otherwise. By eye on sixteen portraits and forty photographs."""

    soft: float = 0.004  # blur before brightness is compared
    over: tuple[float, float] = (0.35, 0.85)  # of the way from lid to brow, and
    under: tuple[float, float] = (0.03, 0.09)  # under the lower lid: where skin is
    lit: float = 0.7  # of its middle brightness: what is darker is hair, a frame, a crease;
    shaded: float = 0.4  # over the eye, where brows throw shadows, of that under it;
    shines: float = 1.5  # what is so bright is a frame's edge, or a reflection
    warm: float = 0.4  # of the warmth of the skin under it, the red over the blue part of its light,
    grey: float = 0.05  # or so much of the light: photographs in grey have none
    least: float = 0.25  # part of the skin over the eye that must be seen
    near: float = 0.045  # beyond the corners, where it ends
    spread: float = 0.05  # over which that skin's colour is carried
    brow: float = 0.6  # of the way from brow to lid, in which the brow's hair ends
    rows: int = 16  # bands of it that are compared,
    positions: int = 25  # at so many places along the eye,
    beside: float = 0.04  # that far on either side, of its width
    hair: float = 0.12  # part of the light that hair takes
    line: float = 0.045  # dark lines thinner than that are folds and strands of lashes
    takes: tuple[float, float] = (0.04, 0.10)  # part of the light that they take: none of one, one for sure
    dense: tuple[float, float] = (0.30, 0.42)  # the same of lashes that stand close, however broad they are,
    outer: tuple[float, float] = (0.5, 0.75)  # toward the outer corner: where they begin to, and do
    grow: float = 0.006  # around all of these
    clean: tuple[float, float] = (0.60, 0.40)  # of the way to the top, up to which they are taken off, and its end
    over_reach: float = 0.005  # beyond the outer corner so much farther than the lid,
    beyond: float = 0.045  # and its end
    inner: float = 0.125  # of the eye's width beyond the inner corner, where all of it ends
    fill: float = 0.02  # standard deviation of the skin around that fills their place
    clear: float = 0.1  # of a line's opacity: what has less gives its colour


SKIN = PlainSkin()


def around(photo: Mask, eye: Opened) -> Mask:
    """(h, w, 3): the colour of the skin over and under the eye, carried on over all of `photo`."""
    up, down = (eye.upper - eye.y) / np.maximum(eye.upper - eye.brow, SKIN.under[0]), eye.y - eye.lower
    near, level = eye.beyond < SKIN.near, photo @ LUMA
    over = near & (up > SKIN.over[0]) & (up < SKIN.over[1])
    under = near & (down > SKIN.under[0]) & (down < SKIN.under[1])
    usual = float(np.median(level[under if under.any() else over])) if (under | over).any() else 0.0
    warm = (photo[..., 0] - photo[..., 2]) / np.maximum(level, 1.0)  # skin is, frames and grey hair are not
    alike = warm > SKIN.warm * (np.median(warm[under]) if under.any() else 0.0) - SKIN.grey
    seen = over & alike & (level > SKIN.shaded * usual) & (level < SKIN.shines * usual)
    known = under & (level > SKIN.lit * usual) & (level < SKIN.shines * usual)
    if seen.sum() > SKIN.least * over.sum():
        known |= seen & (level > SKIN.lit * np.median(level[seen]))
    return carried(photo, known.astype(np.float32), SKIN.spread * eye.unit)


def brow_ends(photo: Mask, skin: Mask, gap: Floats, eye: Opened) -> Floats:
    """(h, w): the part of the way `gap` from the brow's landmarks to the lid on which the brow's hair still is."""
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    takes = 1.0 - (_soft(photo, eye) @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    part = (1.0 - (eye.upper - eye.y) / gap) / SKIN.brow
    band = (part > 0.0) & (part < 1.0) & (eye.beyond < SKIN.near)
    row = np.clip(part * SKIN.rows, 0, SKIN.rows - 1).astype(np.intp)
    places, ends = np.linspace(-0.1, 1.1, SKIN.positions), np.zeros(SKIN.positions)
    for index, at in enumerate(places):
        near = band & (np.abs(eye.across - at) < SKIN.beside)
        counts = np.bincount(row[near], minlength=SKIN.rows)
        profile = np.bincount(row[near], weights=takes[near], minlength=SKIN.rows) / np.maximum(counts, 1)
        hair = profile > SKIN.hair + max(float(profile.min()), 0.0)
        ends[index] = int(np.argmin(hair)) / SKIN.rows * SKIN.brow
    ends = gaussian_filter1d(maximum_filter1d(ends, 3), 1.5, mode="nearest")
    return np.asarray(np.interp(eye.across, places, ends))


def plain(photo: Mask, skin: Mask, eye: Opened, ends: tuple[Floats, Floats], front: Mask, reach: float) -> Mask:
    """`photo`, (h, w, 3), over the lid without folds, strands of lashes and what is in `front`, (h, w) 0..1.

    `skin`: that of `around`; `ends`: (h, w) y of its top and its bottom, under which are lashes and eye, which give
    nothing; `reach`: face units beyond the outer corner up to where the lid is.
    """
    top, bottom = ends
    over = (eye.y < bottom) & (front < 0.5)
    level = (_soft(photo, eye) @ LUMA).astype(np.float32)
    size = 2 * max(1, round(SKIN.line * eye.unit / 2)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    # A closing, in which what is no skin takes no part.
    raised = cv2.dilate(np.where(over, level, 0.0).astype(np.float32), kernel)
    closed = cv2.erode(np.where(raised > 0.0, raised, 1e3).astype(np.float32), kernel)
    dark = _ramp(1.0 - level / np.maximum(closed, 1.0), *SKIN.takes)
    dense = _ramp(1.0 - level / np.maximum(skin @ LUMA, 1.0), *SKIN.dense) * _ramp(eye.toward, *SKIN.outer)
    grow = 2 * max(1, round(SKIN.grow * eye.unit)) + 1
    wide = cv2.dilate(np.maximum(dark, dense).astype(np.float32), np.ones((grow, grow), np.uint8))
    lines = np.asarray(cv2.GaussianBlur(wide, (0, 0), grow / 3), dtype=np.float32)
    beside = falling(eye.beyond, reach + SKIN.over_reach, SKIN.beyond) * np.clip(
        1.0 + eye.toward / SKIN.inner, 0.0, 1.0
    )
    where = falling((eye.upper - eye.y) / np.maximum(eye.upper - top, SKIN.under[0]), *SKIN.clean) * beside
    lost = np.where(eye.y < bottom, np.maximum(lines * where, front), 1.0).astype(np.float32)
    filled = carried(photo, ((lines < SKIN.clear) & over).astype(np.float32), SKIN.fill * eye.unit)
    return np.asarray(photo + lost[..., None] * (filled - photo), dtype=np.float32)


def _soft(photo: Mask, eye: Opened) -> Mask:
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), max(0.6, SKIN.soft * eye.unit)), dtype=np.float32)


def _ramp(value: Floats | Mask, first: float, last: float) -> Floats:
    """0 up to `first`, 1 from `last` on."""
    return np.asarray(np.clip((value - first) / (last - first), 0.0, 1.0))
