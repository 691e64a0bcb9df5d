"""The upper teeth that a photo of an open mouth shows, cut out to be shown again when the mouth opens."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.colours import tooth_likeness
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, Features, Floats
from videolecture.face.puppet.mouth_fields import CLOSED
from videolecture.types import Image

HALF = 0.36  # half the width of teeth's pictures, face units
MIDDLE = 5  # of a lip's chain of landmarks


@dataclass(frozen=True)
class Photographed:
    """How the photo's own teeth are taken from it; lengths in face units. By eye on photographs of smiles."""

    gap: float = 0.05  # opening in which they are looked for
    above: float = 0.02  # over the upper lip's edge that is taken
    room: float = 0.1  # more than the opening's height
    shrink: float = 0.008  # of the opening at its rim
    share: float = 0.12  # of the opening that must be tooth, and
    fewest: int = 20  # pixels of it
    blur: float = 0.012  # of the likeness, and its least in pixels
    least_blur: float = 0.6
    gain: float = 1.8  # the likeness as opacity: * gain - offset
    offset: float = 0.3
    sure: float = 0.35  # opacity from which a pixel is tooth
    upper: float = 0.3  # of the opening's height in which an upper tooth begins
    bite_width: float = 0.06  # half the width of the middle teeth, where their edge is looked for
    bite: float = 0.5  # mean opacity of a row that is tooth


PHOTOGRAPHED = Photographed()


@dataclass(frozen=True)
class Seen:
    """Premultiplied RGBA from `top`, and the y of their biting edge if it shows."""

    layer: NDArray[np.float32]
    top: float
    edge: float | None


def seen(image: Image, features: Features, skin: Floats, scale: float) -> Seen | None:
    """The upper teeth that an open mouth shows, `scale` pixels a face unit; none where it shows none."""
    if features.gap < PHOTOGRAPHED.gap:
        return None
    left, right, _ = features.mouth
    inner_upper, inner_lower = features.curve(INNER_UPPER), features.curve(INNER_LOWER)
    middle_x, line = (left + right) / 2, rest_line(features)
    top = float(inner_upper[:, 1].min()) - line - PHOTOGRAPHED.above
    rows, columns = round((features.gap + PHOTOGRAPHED.room) * scale) + 2, round(2 * HALF * scale)
    y, x = np.mgrid[0:rows, 0:columns]
    places = np.stack([(x + 0.5) / scale - HALF + middle_x, (y + 0.5) / scale + top + line], axis=-1)
    pixels = features.frame.to_pixels(places).astype(np.float32)
    shown = cv2.remap(image, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outline = np.concatenate([inner_upper, inner_lower[::-1]]) - [middle_x - HALF, top + line]
    inside = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(inside, [np.round(outline * scale).astype(np.int32)], 255)
    shrink = max(1, round(PHOTOGRAPHED.shrink * scale))
    hole = cv2.erode(inside, np.ones((2 * shrink + 1, 2 * shrink + 1), np.uint8)) > 0
    like = tooth_likeness(shown, skin) * hole
    if like.sum() < PHOTOGRAPHED.share * hole.sum() or hole.sum() < PHOTOGRAPHED.fewest:
        return None
    soft = cv2.GaussianBlur(like.astype(np.float32), (0, 0), max(PHOTOGRAPHED.least_blur, PHOTOGRAPHED.blur * scale))
    soft = _upper_row(np.clip(soft * PHOTOGRAPHED.gain - PHOTOGRAPHED.offset, 0, 1))
    return Seen(np.dstack([shown / 255.0 * soft[..., None], soft]).astype(np.float32), top, _bite(soft, top, scale))


def _upper_row(soft: NDArray[np.float32]) -> NDArray[np.float32]:
    """Only what hangs from the upper lip: each column's first run of teeth, if it begins in the upper part."""
    toothy = soft > PHOTOGRAPHED.sure
    rows = np.arange(len(soft))[:, None]
    shown = toothy.any(axis=0)
    first = np.where(shown, toothy.argmax(axis=0), len(soft))
    after = (~toothy) & (rows > first)
    last = np.where(after.any(axis=0), after.argmax(axis=0), len(soft))
    high = first <= PHOTOGRAPHED.upper * len(soft)
    return np.where((rows < last + 1) & high & shown, soft, 0.0).astype(np.float32)


def _bite(soft: NDArray[np.float32], top: float, scale: float) -> float | None:
    """Where the middle teeth end, if the photo shows anything under them."""
    half, centre = round(PHOTOGRAPHED.bite_width * scale), soft.shape[1] // 2
    middle = soft[:, centre - half : centre + half]
    rows = np.flatnonzero(middle.mean(axis=1) > PHOTOGRAPHED.bite)
    return float(rows[-1] + 1) / scale + top if len(rows) else None


def laid_over(drawn: NDArray[np.float32], drawn_top: float, seen: Seen, scale: float) -> NDArray[np.float32]:
    """The photo's teeth laid over the drawn ones, each where it belongs."""
    shift = round((seen.top - drawn_top) * scale)
    whole = drawn.copy()
    first, last = max(0, shift), min(len(whole), shift + len(seen.layer))
    part = seen.layer[first - shift : last - shift, : whole.shape[1]]
    columns = part.shape[1]
    under = whole[first:last, :columns]
    whole[first:last, :columns] = part + under * (1 - part[..., 3:])
    return whole


def rest_line(features: Features) -> float:
    """y of the middle of the shut lips, face coordinates."""
    upper, lower = features.curve(INNER_UPPER)[MIDDLE, 1], features.curve(INNER_LOWER)[MIDDLE, 1]
    return float(upper + CLOSED.upper_share * max(0.0, lower - upper))
