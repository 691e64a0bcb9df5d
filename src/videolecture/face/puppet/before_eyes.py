"""What is seen around an eye and is not skin: frames and hair, which stay, and lashes, which go with the lid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.membrane import carried
from videolecture.face.puppet.opened_eye import Opened

LUMA = np.array([0.299, 0.587, 0.114])
Mask = NDArray[np.float32]


@dataclass(frozen=True)
class InFront:
    """What stands before an eye: frames of glasses, strands of hair."""

    dark: float = 0.58  # of the skin's brightness
    bright: float = 1.40
    away: float = 0.08  # face units from the open eye, beyond which dark lines are no lashes
    under: float = 0.06  # and under it
    far: float = 0.15  # so far they go, at least
    thick: float = 0.012  # and half so thick they are somewhere,
    long: float = 0.25  # or so long
    soft: float = 0.004  # face units of blur
    around: float = 0.008  # face units around it that stay as well


@dataclass(frozen=True)
class LooseLashes:
    """Lashes beyond the outer corner, and long ones over the lid. Face units."""

    corner: tuple[float, float] = (0.06, 0.14)  # of the eye's width from the corner inward, where they are; and its end
    beyond: float = 0.085  # from the corner
    beside: float = 0.085  # over the upper lid and under the lower one
    fade: float = 0.05
    long: float = 0.14  # over the lid, where the longest end,
    of_gap: float = 0.58  # of the way to the brow at most,
    of_fade: float = 0.16  # over which they do
    dark: float = 0.88  # of the skin's brightness
    darker: float = 0.96  # and of what is around them, over
    broad: float = 0.05  # this standard deviation: what is broader is a shadow
    ramp: float = 0.08  # over which a darker place becomes a lash
    around: float = 0.012  # face units around them that are skin again,
    soft: float = 0.006  # and standard deviation of that rim;
    around_outer: float = 0.018  # the same beyond the corner
    soft_outer: float = 0.014
    gain: float = 1.35  # of their cover, so that it is whole where they are
    shaded: float = 0.72  # of the skin's brightness: what is darker is brow and no shade, and fills nothing
    fill: float = 0.02  # standard deviation of the skin around that fills their place


IN_FRONT, LASHES = InFront(), LooseLashes()
SURE = 0.5  # opacity from which something counts as there
UNSEEN = 0.1  # and under which it does not count at all


def in_front(photo: Mask, skin: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on frames and hair that cross the `skin` around the eye, (h, w, 3) both."""
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    share = (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0)
    strange = (share < IN_FRONT.dark) | (share > IN_FRONT.bright)
    away = (eye.over > IN_FRONT.away) & (eye.y < eye.lower) | (eye.y > eye.lower + IN_FRONT.under)
    far = (eye.over > IN_FRONT.far) | (eye.y > eye.lower + IN_FRONT.far)
    pieces, labels = cv2.connectedComponents((strange & away).astype(np.uint8))
    # A speck near the eye is what is left of its lashes, and so is a thin line that ends.
    kept = (np.bincount(labels[far], minlength=pieces) > 0) & _solid(labels, pieces, eye.unit)
    kept[0] = False
    reach = 2 * max(1, round(IN_FRONT.around * eye.unit)) + 1
    wider = cv2.dilate(kept[labels].astype(np.float32), np.ones((reach, reach), np.uint8))
    return np.asarray(np.clip(cv2.GaussianBlur(wider, (0, 0), reach / 4), 0.0, 1.0), dtype=np.float32)


def _solid(labels: NDArray[np.int32], pieces: int, unit: float) -> NDArray[np.bool_]:
    """(pieces,): thicker than lashes somewhere, or longer."""
    from scipy.ndimage import find_objects

    deep = cv2.distanceTransform((labels > 0).astype(np.uint8), cv2.DIST_L2, 3)
    thick = np.zeros(pieces, dtype=bool)
    thick[np.unique(labels[deep > IN_FRONT.thick * unit])] = True
    for piece, box in enumerate(find_objects(labels), start=1):
        if max(box[0].stop - box[0].start, box[1].stop - box[1].start) > IN_FRONT.long * unit:
            thick[piece] = True
    return thick


def loose_lashes(photo: Mask, skin: Mask, front: Mask, eye: Opened) -> Mask:
    """(h, w) 1 on lashes beyond the outer corner and on long ones over the lid."""
    toward = eye.along if eye.outer > 0 else 1.0 - eye.along
    outer = falling(1.0 - toward, *LASHES.corner)
    tall = np.maximum(eye.upper - eye.y, eye.y - eye.lower)
    zone = outer * falling(eye.beyond, LASHES.beyond, LASHES.fade) * falling(tall, LASHES.beside, LASHES.fade)
    gap = np.maximum(eye.upper - eye.brow, 0.0)
    up = np.maximum(eye.upper - eye.y, 0.0)
    over = falling(up, np.minimum(LASHES.long, LASHES.of_gap * gap), LASHES.of_fade * gap + 1e-6)
    over *= (eye.y < eye.upper) * falling(eye.beyond, LASHES.beyond / 2, LASHES.fade)
    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, IN_FRONT.soft * eye.unit))
    broad = cv2.GaussianBlur(photo, (0, 0), LASHES.broad * eye.unit)
    level = soft @ LUMA
    dark = np.minimum(
        (LASHES.dark - level / np.maximum(skin @ LUMA, 1.0)) / LASHES.ramp,
        (LASHES.darker - level / np.maximum(broad @ LUMA, 1.0)) / LASHES.ramp,
    )
    dark = np.clip(dark, 0.0, 1.0) * (front < SURE)
    # Beside the eye they go broadly and end softly, or a loop would stay around them; over it wrinkles are near.
    beside = _around(dark * (zone > 0.0), LASHES.around_outer, LASHES.soft_outer, eye.unit) * zone
    return np.maximum(beside, _around(dark * (over > 0.0), LASHES.around, LASHES.soft, eye.unit) * over)


def _around(dark: Floats, around: float, soft: float, unit: float) -> Mask:
    """(h, w): what is dark and `around` face units about it, with edges of `soft`, whole where it is."""
    reach = 2 * max(1, round(around * unit)) + 1
    wider = cv2.dilate(dark.astype(np.float32), np.ones((reach, reach), np.uint8))
    shown = cv2.GaussianBlur(wider, (0, 0), max(1.0, soft * unit))
    return np.asarray(np.clip(LASHES.gain * shown, 0.0, 1.0), dtype=np.float32)


def filled(photo: Mask, skin: Mask, lashes: Mask, aperture: NDArray[np.bool_], unit: float) -> Mask:
    """(h, w, 3): what is between and beside `lashes` carried over them.

    Neither the open eye, `aperture`, gives anything, nor what is much darker than `skin`: that is brow.
    """
    light = photo @ LUMA > LASHES.shaded * (skin @ LUMA)
    clear = ((lashes < UNSEEN) & ~aperture & light).astype(np.float32)
    return carried(photo, clear, LASHES.fill * unit)


def falling(distance: Floats, full: Floats | float, fade: Floats | float) -> Floats:
    """1 up to `full`, then falling smoothly to 0 over `fade`."""
    t = np.clip((distance - full) / fade, 0.0, 1.0)
    return np.asarray(1.0 - t * t * (3.0 - 2.0 * t))
