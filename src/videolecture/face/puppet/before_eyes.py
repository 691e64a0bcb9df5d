"""What is seen around an eye and stays before it when it shuts: frames of glasses, and hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.opened_eye import Opened

LUMA = np.array([0.299, 0.587, 0.114])
Mask = NDArray[np.float32]


@dataclass(frozen=True)
class InFront:
    """What stands before an eye: frames of glasses, strands of hair."""

    dark: float = 0.58  # of the skin's brightness
    bright: float = 1.40
    wire: float = 0.04  # face units: a line thinner than that is a frame even if it is
    wire_dark: float = 0.86  # only so dark, of what is beside it
    away: float = 0.08  # face units from the open eye, beyond which dark lines are no lashes
    under: float = 0.06  # and under it
    far: float = 0.15  # so far they go, at least
    thick: float = 0.012  # and half so thick they are somewhere,
    long: float = 0.25  # or so long,
    longest: float = 0.38  # or, where they do not reach the picture's border, so long
    soft: float = 0.004  # face units of blur
    beside: float = 0.012  # beyond the outer corner, from which hair goes on
    beside_dark: float = 0.66  # where it is so dark,
    goes_on: float = 0.025  # so far,
    black: float = 0.35  # over the lid, where a frame goes on,
    over_lid: float = 0.02  # so near to it
    glare: float = 1.6  # what is so bright over the lid is a reflection
    white: float = 0.75  # if its colours are that alike,
    lamp: float = 185.0  # and so bright, of 255
    hangs: float = 0.06  # and twice so high: lashes are not
    around: float = 0.008  # face units around it that stay as well
    edge: float = 0.007  # and over which they end
    hair: tuple[float, float] = (0.88, 0.74)  # of the skin's brightness: a brow has less than the second
    under_brow: float = 0.01  # under the brow's landmarks: what is dark there is brow
    of_gap: float = 0.4  # of the way from the lid to the brow, where it ends at the lowest,
    over_lashes: float = 0.02  # over which it ends where lashes begin
    neck: float = 0.010  # half so thin, hair of the brow has ended
    gap: float = 0.008  # half so far from what is over it
    around_hair: float = 0.010


IN_FRONT = InFront()


def in_front(photo: Mask, skin: Mask, eye: Opened, blur: float) -> Mask:
    """(h, w) 1 on frames and hair that cross the `skin` around the eye, (h, w, 3) both; `blur`: that of the photo."""
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    share = (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    seen = _far_pieces((soft @ LUMA).astype(np.float32), share, eye)
    beside, over = _hair_beside(share, seen, eye), _frame_over(share, seen, eye)
    pieces, labels = cv2.connectedComponents((seen | beside | over).astype(np.uint8))
    kept = np.bincount(labels[seen], minlength=pieces) > 0
    kept[0] = False
    white = soft.min(axis=-1) > np.maximum(IN_FRONT.white * soft.max(axis=-1), IN_FRONT.lamp)
    glare = (share > IN_FRONT.glare) & white & (eye.y < eye.upper - IN_FRONT.over_lid)  # a lamp in a lens
    reach = 2 * max(1, round(IN_FRONT.around * eye.unit)) + 1
    wider = cv2.dilate((kept[labels] | glare).astype(np.float32), np.ones((reach, reach), np.uint8))
    edge = max(IN_FRONT.edge, blur) * eye.unit
    return np.asarray(np.clip(cv2.GaussianBlur(wider, (0, 0), edge), 0.0, 1.0), dtype=np.float32)


def _far_pieces(level: Mask, share: Mask, eye: Opened) -> NDArray[np.bool_]:
    """(h, w): frames and hair that reach far from the eye, up to where lashes may be; `share`: of the skin's light."""
    size = 2 * max(1, round(IN_FRONT.wire * eye.unit / 2)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    wire = level < IN_FRONT.wire_dark * cv2.morphologyEx(level, cv2.MORPH_CLOSE, kernel)
    strange = (share < IN_FRONT.dark) | (share > IN_FRONT.bright) | wire
    away = (eye.over > IN_FRONT.away) & (eye.y < eye.lower) | (eye.y > eye.lower + IN_FRONT.under)
    far = (eye.over > IN_FRONT.far) | (eye.y > eye.lower + IN_FRONT.far)
    pieces, labels = cv2.connectedComponents((strange & away).astype(np.uint8))
    # A speck near the eye is what is left of its lashes, and so is a thin line that ends.
    places = np.asarray(labels, dtype=np.int32)
    kept = (np.bincount(places[far], minlength=pieces) > 0) & _solid(places, pieces, eye.unit)
    kept[0] = False
    return np.asarray(kept[places])


def _hair_beside(share: Mask, seen: NDArray[np.bool_], eye: Opened) -> NDArray[np.bool_]:
    """(h, w): what of it goes on toward the outer corner, where lashes alone would not be kept."""
    size = 2 * round(IN_FRONT.goes_on * eye.unit) + 1
    near = cv2.dilate(seen.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    near &= (share < IN_FRONT.beside_dark) & (eye.toward > 1.0) & (eye.beyond > IN_FRONT.beside) & (eye.y < eye.lower)
    hangs = np.ones((2 * round(IN_FRONT.hangs * eye.unit) + 1, 1), np.uint8)
    return np.asarray(cv2.morphologyEx((seen | near).astype(np.uint8), cv2.MORPH_OPEN, hangs) > 0)


def _frame_over(share: Mask, seen: NDArray[np.bool_], eye: Opened) -> NDArray[np.bool_]:
    """(h, w): where a thick black frame goes on over the lid, nearer than lashes alone would be kept."""
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, round(IN_FRONT.thick * eye.unit)) + 1,) * 2)
    black = (share < IN_FRONT.black) & (eye.y < eye.upper - IN_FRONT.over_lid) & (eye.toward < 1.0)
    return np.asarray(black & (cv2.morphologyEx((seen | black).astype(np.uint8), cv2.MORPH_OPEN, ball) > 0))


def _solid(labels: NDArray[np.int32], pieces: int, unit: float) -> NDArray[np.bool_]:
    """(pieces,): thicker or longer than lashes; those that reach the picture's border less so than others."""
    from scipy.ndimage import find_objects

    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    outside = np.isin(np.arange(pieces), border)

    deep = cv2.distanceTransform((labels > 0).astype(np.uint8), cv2.DIST_L2, 3)
    solid = np.zeros(pieces, dtype=bool)
    solid[np.unique(labels[deep > IN_FRONT.thick * unit])] = True
    solid &= outside
    for piece, box in enumerate(find_objects(labels), start=1):
        long = max(box[0].stop - box[0].start, box[1].stop - box[1].start) / unit
        solid[piece] |= long > (IN_FRONT.long if outside[piece] else IN_FRONT.longest)
    return solid


def brow(photo: Mask, skin: Mask, eye: Opened, bottom: Floats, blur: float) -> Mask:
    """(h, w) 1 on the brow's hair, and the shadow that is one with it, down to y `bottom`, where lashes begin.

    `blur`: face units of the photo's.
    """
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    share = (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    lowest = np.minimum(bottom, eye.upper - IN_FRONT.of_gap * (eye.upper - eye.brow))
    over = np.clip((lowest - eye.y) / IN_FRONT.over_lashes, 0.0, 1.0)
    hair = np.clip((IN_FRONT.hair[0] - share) / (IN_FRONT.hair[0] - IN_FRONT.hair[1]), 0.0, 1.0) * over
    pieces, labels = cv2.connectedComponents(_first_hair(hair > 0.5, eye).astype(np.uint8))
    kept = np.bincount(labels[eye.y < eye.brow + IN_FRONT.under_brow], minlength=pieces) > 0
    kept[0] = False
    reach = 2 * max(1, round(IN_FRONT.around_hair * eye.unit)) + 1
    wider = cv2.dilate(kept[labels].astype(np.float32), np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.GaussianBlur(wider, (0, 0), max(reach / 3, blur * eye.unit)) * over, dtype=np.float32)


def _first_hair(hair: NDArray[np.bool_], eye: Opened) -> NDArray[np.bool_]:
    """Of `hair`, (h, w), what is met first on the way down from the brow: under skin there are tips of lashes."""
    neck = 2 * max(1, round(IN_FRONT.neck * eye.unit)) + 1
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (neck, neck))
    opened = cv2.morphologyEx(hair.astype(np.uint8), cv2.MORPH_OPEN, ball)  # no tips that touch the brow
    gap = 2 * max(1, round(IN_FRONT.gap * eye.unit)) + 1
    solid = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8)) > 0
    under = eye.y > eye.brow + IN_FRONT.under_brow
    begins = solid & under
    begins[1:] &= ~solid[:-1]
    met = np.cumsum(begins, axis=0) + (solid & ~under).any(axis=0)
    return np.asarray((opened > 0) & (met <= 1))


def falling(distance: Floats, full: Floats | float, fade: Floats | float) -> Floats:
    """1 up to `full`, then falling smoothly to 0 over `fade`."""
    t = np.clip((distance - full) / fade, 0.0, 1.0)
    return np.asarray(1.0 - t * t * (3.0 - 2.0 * t))
