"""The upper teeth that a photo of an open mouth shows, cut out to be shown again when the mouth opens."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.colours import LUMA, tooth_likeness
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, Features, Floats
from videolecture.face.puppet.mouth_fields import JAW
from videolecture.types import Image

HALF = 0.36  # half the width of teeth's pictures, face units
MIDDLE = 5  # of a lip's chain of landmarks


@dataclass(frozen=True)
class Photographed:
    """How the photo's own teeth are taken from it; lengths in face units. By eye on photographs of smiles."""

    gap: float = 0.025  # opening in which they are looked for
    above: float = 0.06  # over the upper lip's edge that is taken
    room: float = 0.06  # more than the opening's height
    shrink: float = 0.012  # of the opening at its rim
    lip: float = 0.016  # of the lower lip that is looked at beside them
    share: float = 0.12  # of the opening that must be tooth, and
    fewest: int = 20  # pixels of it
    hanging: float = 0.35  # of the upper half of what is over the arch that must be tooth
    ending: float = 0.006  # over which they end at the arch,
    aside: float = 0.012  # and at the sides
    sure: float = 0.5  # likeness from which a pixel is tooth
    rim: float = 0.05  # of lip over the teeth that is not shown again, at most,
    tinted: float = 0.008  # and of the teeth, on which it reflects
    even: float = 0.045  # by which what is carried on over them is blurred across, from so far up
    median: float = 0.06  # over which where they begin is a median
    level: float = 0.022  # over the arch, where
    row: float = 0.6  # of the columns must show tooth
    bottom: float = 0.05  # over the arch, where only what is tooth is shown: beside teeth lie lip, tongue or dark


@dataclass(frozen=True)
class ArchSearch:
    """The line along which upper teeth end, y = a + slant x - bend x²: what is over it is brighter than what is under.

    Lengths in face units. By eye on photographs of smiles, of rows that touch too.
    """

    half: float = 0.17  # from the middle on either side that is looked at
    columns: int = 35
    least: float = 0.025  # under the upper lip
    most: float = 0.14
    steps: int = 47
    bends: tuple[float, ...] = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8)
    slants: tuple[float, ...] = (-0.16, -0.08, 0.0, 0.08, 0.16)
    over: tuple[float, float] = (0.030, 0.010)  # distances over the line between which teeth are,
    under: tuple[float, float] = (-0.002, 0.008)  # and of what is darker
    usual: float = 0.095  # what of upper teeth shows in a smile,
    stray: float = 0.10  # and the cost, of the teeth's brightness, of so much more or less: 0.05
    unit: float = 0.05
    slanted: float = 0.06  # and of the steepest slant


PHOTOGRAPHED, ARCH = Photographed(), ArchSearch()


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
    rows = round((features.gap + PHOTOGRAPHED.above + PHOTOGRAPHED.room) * scale) + 2
    columns = round(2 * HALF * scale)
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
    # Where teeth rest on the lower lip it is what is darker under them.
    under = np.roll(inside, round(PHOTOGRAPHED.lip * scale), axis=0) > 0
    under[: round(PHOTOGRAPHED.lip * scale)] = False
    with_lip = hole | (under & (np.cumsum(hole, axis=0) > 0))
    arch = arch_of(shown @ LUMA, with_lip, scale)
    if arch is None or not _hang(like, hole, arch):
        return None
    ends = _ends(shown.astype(np.float64), like, arch, scale)
    if not _whole(np.where(with_lip, ends, 0.0), arch, scale):
        return None
    layer = _cut_out(shown.astype(np.float32) / 255.0, hole, _begins(like, hole, scale), arch, scale)
    layer *= ends[..., None]
    return Seen(layer, top, arch, float(arch[len(arch) // 2]) / scale + top)


def arch_of(level: Floats, hole: NDArray[np.bool_], scale: float) -> Floats | None:
    """(w,): rows in which the upper teeth in `hole` (h, w) end, from the brightness (h, w); None if no line is one."""
    middle = level.shape[1] / 2
    columns = np.linspace(middle - ARCH.half * scale, middle + ARCH.half * scale, ARCH.columns).astype(int)
    columns = columns[hole[:, columns].any(axis=0)]
    if len(columns) < ARCH.columns // 2:
        return None
    first = float(np.median(hole[:, columns].argmax(axis=0)))
    x = (columns - middle) / scale
    depths = np.linspace(ARCH.least, ARCH.most, ARCH.steps)
    depth, slant, bend = np.meshgrid(depths, ARCH.slants, ARCH.bends, indexing="ij")
    lines = depth[..., None] + slant[..., None] * x - bend[..., None] * x**2  # face units under `first`
    over = _mean(level, hole, columns, first + (lines - ARCH.over[0]) * scale, first + (lines - ARCH.over[1]) * scale)
    under = _mean(
        level, hole, columns, first + (lines + ARCH.under[0]) * scale, first + (lines + ARCH.under[1]) * scale
    )
    gain = np.nan_to_num(over - under, nan=0.0)
    bright = max(float(np.percentile(level[hole], 80)), 1.0)
    score = gain.mean(axis=-1) / bright - ARCH.stray * ((depth - ARCH.usual) / ARCH.unit) ** 2
    score -= ARCH.slanted * (slant / ARCH.slants[-1]) ** 2
    best = np.unravel_index(int(score.argmax()), score.shape)
    if gain[best].mean() <= 0:
        return None
    across = (np.arange(level.shape[1]) + 0.5 - middle) / scale
    return np.asarray(first + (depth[best] + slant[best] * across - bend[best] * across**2) * scale)


def _mean(level: Floats, hole: NDArray[np.bool_], columns: NDArray[np.intp], start: Floats, end: Floats) -> Floats:
    """Mean brightness of each column between rows `start` and `end` (..., columns); NaN outside the hole."""
    part = np.where(hole, level, 0.0)[:, columns]
    sums = np.concatenate([np.zeros((1, len(columns))), np.cumsum(part, axis=0)])
    counts = np.concatenate([np.zeros((1, len(columns))), np.cumsum(hole[:, columns], axis=0)])
    low = np.clip(np.round(start).astype(int), 0, len(level))
    high = np.clip(np.maximum(np.round(end).astype(int), low + 1), 0, len(level))
    at = np.arange(len(columns))
    count = counts[high, at] - counts[low, at]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((sums[high, at] - sums[low, at]) / np.where(count > 0, count, np.nan))


def _hang(like: Floats, hole: NDArray[np.bool_], arch: Floats) -> bool:
    """Whether what is over the arch is teeth, in the middle half of the mouth."""
    width = like.shape[1]
    middle = slice(width * 3 // 8, width * 5 // 8)
    over = (hole & (np.arange(len(like))[:, None] < arch))[:, middle]
    return bool(over.any() and like[:, middle][over].mean() > PHOTOGRAPHED.hanging)


def _begins(like: Floats, hole: NDArray[np.bool_], scale: float) -> Floats:
    """(w,): rows in which teeth begin: a thin rim over them is the lip's, a broad one gum."""
    from scipy.ndimage import median_filter

    first = hole.argmax(axis=0)
    tooth = np.where((like > PHOTOGRAPHED.sure).any(axis=0), (like > PHOTOGRAPHED.sure).argmax(axis=0), first)
    rim = np.where(tooth - first < PHOTOGRAPHED.rim * scale, tooth, first) + PHOTOGRAPHED.tinted * scale
    rim = median_filter(rim, size=2 * round(PHOTOGRAPHED.median * scale / 2) + 1, mode="nearest")
    width = max(0.5, PHOTOGRAPHED.aside * scale)
    return np.asarray(
        cv2.GaussianBlur(rim[None, :].astype(np.float32), (0, 0), width, borderType=cv2.BORDER_REPLICATE)[0]
    )


def _ends(colour: Floats, like: Floats, arch: Floats, scale: float) -> NDArray[np.float32]:
    """(h, w) opacity: near the arch only what is as bright and pale as these teeth are."""
    level = colour @ LUMA
    redness = (colour[..., 0] - colour[..., 1]) / np.maximum(level, 1.0)
    over = np.arange(len(colour))[:, None] < arch
    teeth = over & (like > PHOTOGRAPHED.sure)
    if not teeth.any():
        return np.ones(level.shape, np.float32)
    bright, red = float(np.percentile(level[teeth], 80)), float(np.median(redness[teeth]))
    tooth = np.clip(level / bright * 5.0 - 2.2, 0, 1) * np.clip((red + 0.18 - redness) / 0.08, 0, 1)
    tooth = cv2.GaussianBlur(tooth.astype(np.float32), (0, 0), max(0.5, 0.5 * PHOTOGRAPHED.ending * scale))
    high = (arch - np.arange(len(colour))[:, None]) / (PHOTOGRAPHED.bottom * scale)
    return np.asarray(np.clip(tooth + np.clip(2.0 * high - 1.0, 0, 1), 0, 1), dtype=np.float32)


def _whole(ends: Floats, arch: Floats, scale: float) -> bool:
    """Whether the row goes on to both sides: one or two teeth between lips hardly parted would float."""
    middle = ends.shape[1] / 2
    columns = np.arange(round(middle - ARCH.half * scale), round(middle + ARCH.half * scale))
    rows = np.clip(np.round(arch[columns] - PHOTOGRAPHED.level * scale).astype(int), 0, len(ends) - 1)
    return bool((ends[rows, columns] > PHOTOGRAPHED.sure).mean() > PHOTOGRAPHED.row)


def _cut_out(
    shown: NDArray[np.float32], hole: NDArray[np.bool_], begins: Floats, arch: Floats, scale: float
) -> NDArray[np.float32]:
    """Premultiplied RGBA of all that lies over the arch, the dark beside the teeth too; carried on over the lip."""
    rows = np.arange(len(shown))[:, None]
    columns = np.flatnonzero(hole.any(axis=0))
    across = np.clip(np.arange(shown.shape[1]), columns[0], columns[-1])
    first = begins[across]
    last = (len(hole) - 1 - hole[::-1].argmax(axis=0))[across]
    source = np.clip(rows, first, np.maximum(last, first)).astype(np.float32)
    side = np.broadcast_to(across.astype(np.float32), source.shape)
    colours = cv2.remap(shown, np.ascontiguousarray(side), source, cv2.INTER_LINEAR)
    even = cv2.GaussianBlur(colours[:1], (0, 0), PHOTOGRAPHED.even * scale, borderType=cv2.BORDER_REPLICATE)
    carried = np.clip((first - rows) / (PHOTOGRAPHED.even * scale), 0.0, 1.0)[..., None]
    colours = colours + (even - colours) * carried
    opacity = np.clip((arch - rows) / (PHOTOGRAPHED.ending * scale) + 0.5, 0.0, 1.0)
    within = np.zeros((1, shown.shape[1]), np.float32)
    within[0, columns[0] : columns[-1] + 1] = 1.0
    opacity = opacity * cv2.GaussianBlur(within, (0, 0), max(0.5, PHOTOGRAPHED.aside * scale))
    return np.dstack([colours * opacity[..., None], opacity]).astype(np.float32)


def placed(seen: Seen, top: float, height: int, scale: float) -> NDArray[np.float32]:
    """The photo's teeth in a picture of `height` rows that begins at `top`."""
    shift = round((seen.top - top) * scale)
    whole = np.zeros((height, *seen.layer.shape[1:]), np.float32)
    whole[: max(0, shift)] = seen.layer[0]
    first, last = max(0, shift), min(height, shift + len(seen.layer))
    whole[first:last] = seen.layer[first - shift : last - shift]
    return whole


def rest_line(features: Features) -> float:
    """y of the middle of the shut lips, face coordinates."""
    upper, lower = features.curve(INNER_UPPER)[MIDDLE, 1], features.curve(INNER_LOWER)[MIDDLE, 1]
    return float(upper + JAW.own_lift * max(0.0, lower - upper))
