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

    gap: float = 0.025  # opening in which they are looked for
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
    fewest_columns: int = 8  # of the picture in which teeth are seen
    rounds: int = 4  # in which the arch of their edges is sought
    most_stretched: float = 1.8  # a column that would be is not shown: the drawn teeth are
    between: float = 0.03  # of such columns, over which a row goes on
    ending: float = 0.008  # over which they end at the arch,
    aside: float = 0.012  # and beside columns that are not shown


PHOTOGRAPHED = Photographed()


@dataclass(frozen=True)
class Seen:
    """Premultiplied RGBA from `top`, the rows in which its columns end, and the y of the middle of that edge."""

    layer: NDArray[np.float32]
    top: float
    arch: Floats  # (w,)
    edge: float


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
    row = _upper_row(np.clip(soft * PHOTOGRAPHED.gain - PHOTOGRAPHED.offset, 0, 1))
    if row is None:
        return None
    shown, soft, arch = _to_arch(shown.astype(np.float32), row, scale)
    layer = np.dstack([shown / 255.0 * soft[..., None], soft]).astype(np.float32)
    return Seen(layer, top, arch, float(arch[len(arch) // 2]) / scale + top)


@dataclass(frozen=True)
class _Row:
    """What hangs from the upper lip: each column's first run of teeth."""

    soft: NDArray[np.float32]  # (h, w) opacity
    first: Floats  # (w,) row in which it begins,
    last: Floats  # and in which it has ended
    shown: NDArray[np.bool_]  # (w,)


def _upper_row(soft: NDArray[np.float32]) -> _Row | None:
    """Columns whose first run of teeth begins in the upper part; None without enough of them."""
    toothy = soft > PHOTOGRAPHED.sure
    rows = np.arange(len(soft))[:, None]
    shown = toothy.any(axis=0)
    first = np.where(shown, toothy.argmax(axis=0), len(soft))
    after = (~toothy) & (rows > first)
    last = np.where(after.any(axis=0), after.argmax(axis=0), len(soft))
    shown &= first <= PHOTOGRAPHED.upper * len(soft)
    if shown.sum() < PHOTOGRAPHED.fewest_columns:
        return None
    return _Row(soft, first.astype(np.float64), last.astype(np.float64), shown)


def _to_arch(
    shown: NDArray[np.float32], row: _Row, scale: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], Floats]:
    """Colours and opacity with all teeth brought to one arch, and the arch, (w,) rows: no notches, no second row.

    A column that ends higher is stretched down to it, one that goes on below it, into the lower teeth, ends there.
    """
    arch = _arch(row)
    height, width = row.soft.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    stretch = np.clip((arch - row.first) / np.maximum(row.last - row.first, 1.0), 1.0, None)
    kept = row.shown & (stretch < PHOTOGRAPHED.most_stretched)
    enough = _whole(kept, round(PHOTOGRAPHED.between * scale))
    at = np.arange(width)
    first, stretch = (np.interp(at, at[kept], each[kept]) if kept.any() else each for each in (row.first, stretch))
    source = np.where(y > first, first + (y - first) / stretch, y).astype(np.float32)
    moved = cv2.remap(shown, x, source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.remap(row.soft, x, source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    ending = np.clip((arch - y) / (PHOTOGRAPHED.ending * scale) + 0.5, 0.0, 1.0)
    aside = cv2.GaussianBlur(enough.astype(np.float32)[None, :], (0, 0), max(0.5, PHOTOGRAPHED.aside * scale))[0]
    opacity = np.asarray(soft * ending * aside, dtype=np.float32)
    return np.asarray(moved, dtype=np.float32), opacity, arch


def _whole(kept: NDArray[np.bool_], between: int) -> NDArray[np.bool_]:
    """The longest stretch of columns, over gaps of at most `between` of them: single teeth beside it are drawn."""
    from scipy.ndimage import binary_closing, label

    pieces, count = label(binary_closing(kept, np.ones(2 * (between // 2) + 1)))
    if not count:
        return kept
    return np.asarray(pieces == 1 + int(np.argmax(np.bincount(pieces)[1:])))


def _arch(row: _Row) -> Floats:
    """(w,): a parabola through where the columns end, those far from it left out."""
    across = np.linspace(-1.0, 1.0, len(row.last))
    ends = row.last.astype(np.float64)
    used = row.shown.copy()
    fitted = np.full(len(ends), float(np.median(ends[used])))
    for _ in range(PHOTOGRAPHED.rounds):
        degree = 2 if used.sum() > PHOTOGRAPHED.fewest_columns else 0
        fitted = np.polyval(np.polyfit(across[used], ends[used], degree), across)
        off = np.abs(ends - fitted)
        closer = row.shown & (off <= np.median(off[row.shown]) + 1.0)
        if closer.sum() < PHOTOGRAPHED.fewest_columns:
            break
        used = closer
    low, high = np.percentile(ends[row.shown], [10, 90])
    return np.asarray(np.clip(fitted, low, high))


def laid_over(drawn: NDArray[np.float32], drawn_top: float, seen: Seen, scale: float) -> NDArray[np.float32]:
    """The photo's teeth laid over the drawn ones, each where it belongs."""
    shift = round((seen.top - drawn_top) * scale)
    whole = drawn.copy()
    first, last = max(0, shift), min(len(whole), shift + len(seen.layer))
    part = seen.layer[first - shift : last - shift, : whole.shape[1]]
    columns = part.shape[1]
    under = whole[first:last, :columns]
    # Drawn teeth end where the photo's own do: no second row under them, no longer ones beside them.
    rows = np.arange(len(whole))[:, None]
    whole[:, :columns] *= np.clip(shift + seen.arch[:columns] - rows + 0.5, 0.0, 1.0)[..., None]
    whole[first:last, :columns] = part + under * (1 - part[..., 3:])
    return whole


def rest_line(features: Features) -> float:
    """y of the middle of the shut lips, face coordinates."""
    upper, lower = features.curve(INNER_UPPER)[MIDDLE, 1], features.curve(INNER_LOWER)[MIDDLE, 1]
    return float(upper + CLOSED.upper_share * max(0.0, lower - upper))
