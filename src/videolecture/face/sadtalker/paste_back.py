"""Puts the animated part back into the photo so that no rectangle shows.

The rendered crop is blended in with a wide feathered edge. Its colours are matched first: a smooth correction,
learned once from the picture at rest, carries the crop's large-scale colours to the photo's. As it does not change
from frame to frame, nothing flickers.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.types import Image

FEATHER = 0.16  # width of the blended edge, as a part of the crop's shorter side
SMOOTHNESS = 0.10  # of the colour correction: standard deviation, as a part of the crop's longer side
MOST_CORRECTION = 40.0  # grey levels; a renderer that is further off is not a matter of colour

Floats = NDArray[np.float32]


class PasteBack:
    """A photo with a box into which crops are blended."""

    def __init__(self, photo: Image, box: tuple[int, int, int, int]) -> None:
        """Photo (h, w, 3) and the crop's left, top, right, bottom in it."""
        self._photo = photo
        self._left, self._top, self._right, self._bottom = box
        self._inside = photo[self._top : self._bottom, self._left : self._right].astype(np.float32)
        self._mask = self._feathered(photo.shape[1], photo.shape[0])
        self._correction: Floats | None = None

    def _feathered(self, width: int, height: int) -> Floats:
        """(h, w, 1) of the box: 1 inside, 0 at its edges; an edge that is the photo's own needs no blending."""
        w, h = self._right - self._left, self._bottom - self._top
        reach = max(1.0, FEATHER * min(w, h))
        x, y = np.arange(w) + 0.5, np.arange(h) + 0.5
        far = np.inf
        to_left = x if self._left > 0 else np.full(w, far)
        to_right = w - x if self._right < width else np.full(w, far)
        to_top = y if self._top > 0 else np.full(h, far)
        to_bottom = h - y if self._bottom < height else np.full(h, far)

        def rise(distance: NDArray[np.float64]) -> NDArray[np.float64]:
            t = np.clip(distance / reach, 0, 1)
            return t * t * (3 - 2 * t)

        across, down = rise(np.minimum(to_left, to_right)), rise(np.minimum(to_top, to_bottom))
        return (down[:, None] * across[None, :])[..., None].astype(np.float32)

    def paste(self, crop: Image) -> Image:
        """The photo with the crop in its place. The first crop must be the portrait at rest: it sets the colours."""
        h, w = self._inside.shape[:2]
        shrinks = w < crop.shape[1]
        fitted = cv2.resize(crop, (w, h), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        values = fitted.astype(np.float32)
        if self._correction is None:
            self._correction = self._learned(values)
        values = self._inside + (values + self._correction - self._inside) * self._mask
        whole = self._photo.copy()
        whole[self._top : self._bottom, self._left : self._right] = np.clip(np.rint(values), 0, 255).astype(np.uint8)
        return whole

    def _learned(self, rest: Floats) -> Floats:
        sigma = SMOOTHNESS * max(rest.shape[:2])
        difference = np.clip(self._inside - rest, -MOST_CORRECTION, MOST_CORRECTION)
        smooth = cv2.GaussianBlur(difference, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
        return np.asarray(smooth, dtype=np.float32)
