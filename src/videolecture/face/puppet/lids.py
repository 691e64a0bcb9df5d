"""What a shut upper lid looks like: the skin between brow and lashes, drawn down over the eye.

A lid that closes unrolls: the skin that lies between the brow and the lashes of the open eye, and in the fold, is drawn
down to where the lids meet. So is the photo's here, with its light and its make-up (lid_skin.py); what it loses of its
grain by being drawn out is given back, and where it is far from the colour of the skin over it, it is brought near
(lid_light.py). The lashes become a dark line that goes down with the lid, and strands that turn with it (lashes.py).
Beyond the corners only lashes go, so that no outline shows there. Glasses and hair stay (before_eyes.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import lashes, lid_light, lid_skin
from videolecture.face.puppet.before_eyes import Mask, brow, falling, in_front
from videolecture.face.puppet.carried import carried
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.opened_eye import Opened


@dataclass(frozen=True)
class Drawing:
    """How skin is drawn down; face units unless said otherwise. By eye on sixteen portraits and forty photographs."""

    reach: float = 0.24  # over the lid, where the skin that moves begins at the highest,
    least: float = 0.07  # and at the lowest
    kept: float = 0.3  # of that height, at least, is skin and not lashes
    least_part: float = 0.05  # of the shut lid's height, from which it is drawn
    evenly: float = 0.5  # how much of it is drawn out evenly: the rest more and more, toward the lashes
    slant: float = 3.0  # of the eye's width by which it ends earlier, a face unit over the lid,
    slant_from: float = 0.05  # from so far over it on
    along: float = 0.03  # standard deviation of how what is drawn pulls what is beside it along,
    opening: float = 0.03  # height of the open eye from which its lid counts as drawn down
    even: tuple[float, float] = (
        0.035,
        0.014,
    )  # of what would become streaks, across and down, where skin is drawn out,
    even_from: float = 0.25  # and of the lid's height, above which nothing is smoothed into it
    beyond: float = 0.05  # over which it ends beyond the outer corner,
    over_lashes: float = 0.02  # from so far beyond the lashes' end on,
    beyond_lashes: tuple[float, float] = (0.06, 0.15)  # but at least and at most so far from the corner
    free: float = 0.1  # of what is before the lid, with which it meets the skin beside it
    inner: float = 0.125  # of the eye's width beyond the inner corner, the same


DRAWING = Drawing()


@dataclass(frozen=True)
class Lid:
    """One upper lid."""

    picture: NDArray[np.uint8]  # (h, w, 3): the eye shut, without lashes
    cover: NDArray[np.uint8]  # (h, w) of 255: how much of the photo it replaces
    top: NDArray[np.float32]  # (h, w): y at which the skin that moves begins
    lashes: lashes.Lashes


def build(part: NDArray[np.uint8], eye: Opened, grain: Mask, soft: float) -> Lid:
    """The lid over the eye in `part`, (h, w, 3), with `grain` of that shape; `soft`: face units of the photo's blur."""
    photo = part.astype(np.float32)
    skin = lid_skin.around(photo, eye)
    front = in_front(photo, skin, eye, soft)
    gap = np.clip(eye.upper - eye.brow, DRAWING.least, DRAWING.reach)
    found, high = lashes.find(photo, skin, eye, gap, soft)
    gap = np.maximum(gap * (1.0 - lid_skin.brow_ends(photo, skin, gap, eye)), DRAWING.least)
    top, bottom = eye.upper - gap, eye.upper - np.minimum(high, (1.0 - DRAWING.kept) * gap)
    front = np.maximum(front, brow(photo, skin, eye, bottom, soft))
    reach = float(np.clip(found.beyond + DRAWING.over_lashes, *DRAWING.beyond_lashes))
    picture, drawn = _drawn(lid_skin.plain(photo, skin, eye, (top, bottom), front, reach), eye, top, bottom)
    picture = lid_light.swollen(picture, eye, drawn)
    picture = lid_light.toned(picture, photo, eye, drawn, front)
    # High over the inner corner the photo's skin stays: the lid ends on a slant there, as its fold does.
    slant = DRAWING.slant * np.maximum(eye.upper - eye.y - DRAWING.slant_from, 0.0)
    cover = falling(eye.beyond, reach, DRAWING.beyond)
    cover *= np.clip(1.0 + (eye.toward - slant) / (DRAWING.inner + slant / 2), 0.0, 1.0)
    picture = lid_light.creased(picture, eye, found.seen, soft)
    picture = lid_light.joined(picture, photo, eye, (cover * (front < DRAWING.free)).astype(np.float32))
    picture = lid_light.grained(picture, grain, eye, drawn)
    cover *= (eye.y > top) * (1.0 - front)
    return Lid(
        np.ascontiguousarray(np.clip(np.round(picture), 0, 255).astype(np.uint8)),
        np.ascontiguousarray(np.round(255 * cover).astype(np.uint8)),
        top.astype(np.float32),
        found,
    )


def _drawn(source: Mask, eye: Opened, top: Floats, bottom: Floats) -> tuple[Mask, Mask]:
    """What `source`, (h, w, 3), shows from y `top` to `bottom`, drawn out from `top` to where the lids meet.

    And (h, w) 0..1, how far down the lid it is, where it is drawn down at all.
    """
    height = np.maximum(eye.shut - top, 1e-3)
    down = np.clip((eye.y - top) / height, 0.0, 1.0)
    part = np.clip((bottom - top) / height, DRAWING.least_part, 1.0)
    # Two monotone ways from 0 to `part`: a straight one, and t / (1 + k t), which begins as the photo lies.
    bend = (1.0 - part) / part
    at = DRAWING.evenly * part * down + (1.0 - DRAWING.evenly) * down / (1.0 + bend * down)
    slope = DRAWING.evenly * part + (1.0 - DRAWING.evenly) / (1.0 + bend * down) ** 2
    inside = (eye.y >= top) & (eye.y <= eye.shut)
    dy = np.where(eye.y >= top, top + height * at - eye.y, 0.0)
    # The skin at the corners comes along a little, or the lid would end there in a step.
    dy = cv2.GaussianBlur(dy, (0, 0), sigmaX=max(0.8, DRAWING.along * eye.unit), sigmaY=0.5)
    rows, columns = np.mgrid[0 : dy.shape[0], 0 : dy.shape[1]]
    from_row = (rows + eye.step[1, 1] * dy).astype(np.float32)
    from_column = (columns + eye.step[0, 1] * dy).astype(np.float32)
    read = cv2.remap(source, from_column, from_row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    picture = np.asarray(read, dtype=np.float32)
    smooth = carried(
        picture,
        (inside & (down > DRAWING.even_from)).astype(np.float32),
        DRAWING.even[0] * eye.unit,
        DRAWING.even[1] * eye.unit,
    )
    streaks = np.clip(1.0 / slope - 1.0, 0.0, 1.0) * inside
    picture = np.asarray(picture + streaks[..., None] * (smooth - picture), dtype=np.float32)
    opened = np.clip((eye.shut - eye.upper) / DRAWING.opening, 0.0, 1.0)
    return picture, (opened * down * inside).astype(np.float32)
