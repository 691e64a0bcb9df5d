"""An open eye in the photo: where its lids, its brow and its corners are at every texel around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats

MIDDLE = 0.3  # of an eye's width on either side of its middle
RISE = 0.005  # face units by which the lower lid has risen when the lids meet


@dataclass(frozen=True)
class Opened:
    """An open eye: everything (h, w) in face units at every texel of its part of the texture."""

    x: Floats
    y: Floats
    upper: Floats  # y of the lids
    lower: Floats
    brow: Floats  # y of the brow's lower edge
    corners: tuple[float, float]  # x of both
    outer: int  # -1: the left corner is the outer one, 1: the right one
    step: Floats  # (2, 2): face units to texels

    @property
    def unit(self) -> float:
        """Texels of a face unit."""
        return float(np.hypot(self.step[0, 0], self.step[1, 0]))

    @property
    def along(self) -> Floats:
        """0 at the left corner, 1 at the right one."""
        return np.clip((self.x - self.corners[0]) / (self.corners[1] - self.corners[0]), 0.0, 1.0)

    @property
    def across(self) -> Floats:
        """The same, going on beyond the corners."""
        return np.asarray((self.x - self.corners[0]) / (self.corners[1] - self.corners[0]))

    @property
    def toward(self) -> Floats:
        """0 at the inner corner, 1 at the outer one, going on beyond both."""
        return self.across if self.outer > 0 else 1.0 - self.across

    @property
    def middle(self) -> NDArray[np.bool_]:
        """The columns in which a lid is looked at: far from both corners."""
        return np.asarray(np.abs(self.across - 0.5) < MIDDLE)

    @property
    def beyond(self) -> Floats:
        """Face units outside the corners, 0 between them."""
        return np.maximum(np.maximum(self.corners[0] - self.x, self.x - self.corners[1]), 0.0)

    @property
    def over(self) -> Floats:
        """Face units from the upper lid and from its corners to what is over it."""
        return np.hypot(self.beyond, np.maximum(self.upper - self.y, 0.0))

    @property
    def shut(self) -> Floats:
        """y of the line on which the lids meet."""
        bow = np.clip(4.0 * self.along * (1.0 - self.along), 0.0, 1.0)
        return np.asarray(self.lower - RISE * bow)
