"""Where each kind of 3DMM coefficient lies, and the windows of them that MappingNet reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.face.sadtalker.mapping_net import RADIUS

Coefficients = NDArray[np.float32]

# Of the 257 that the face reconstruction gives; the others are identity, texture and lighting.
EXPRESSION_OF_257 = slice(80, 144)
ANGLES_OF_257 = slice(224, 227)
TRANSLATION_OF_257 = slice(254, 257)

# Of the 73 kept of a portrait: expression, pose, and the alignment's scale and shift.
EXPRESSION = slice(0, 64)
POSE = slice(64, 70)  # angles 3, translation 3
ALIGNMENT = slice(70, 73)


def portrait_coefficients(reconstructed: Coefficients, alignment: NDArray[np.float64]) -> Coefficients:
    """The 257 coefficients and the alignment's (scale, x, y) -> the 73 that describe a portrait."""
    parts = [reconstructed[part] for part in (EXPRESSION_OF_257, ANGLES_OF_257, TRANSLATION_OF_257)]
    return np.concatenate([*parts, alignment.astype(np.float32)])


def seen(frames: int, centres: NDArray[np.floating]) -> range:
    """The frames, of a sequence of so many, that the windows around some centres read."""
    last = frames - 1
    first = min(last, max(0, int(np.floor(centres.min())) - RADIUS))
    return range(first, min(last, max(0, int(np.floor(centres.max())) + RADIUS + 1)) + 1)


def windows(
    sequence: Coefficients, centres: NDArray[np.floating], begin: int = 0, frames: int | None = None
) -> NDArray[np.float32]:
    """The 27 frames around each centre: (t, c) and (b,) -> (b, c, 27).

    A centre is a position in frames and may lie between two: its window is then interpolated. Beyond the ends the
    outermost frames repeat. Where `sequence` is only the part that is `seen` of a longer one of `frames`, it begins
    with frame `begin` of that.
    """
    last = (len(sequence) if frames is None else frames) - 1
    positions = np.clip(centres[:, None] + np.arange(-RADIUS, RADIUS + 1), 0, last)  # (b, 27)
    before = np.floor(positions).astype(np.int64)
    share = (positions - before)[..., None].astype(np.float32)
    after = np.minimum(before + 1, last) - begin
    before -= begin
    mixed = sequence[before] * (1 - share) + sequence[after] * share if share.any() else sequence[before]
    return np.ascontiguousarray(mixed.transpose(0, 2, 1))
