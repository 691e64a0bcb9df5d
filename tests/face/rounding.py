"""How far rounding may carry each stage of the face networks from the published result.

The published results were computed in fp32 on one processor; another processor adds up in another order, and neither
is the truer one. So a gate is what the published result is off from fp64, and `MARGIN` times what ours is off: there
are more orders of summation than were measured. Where rounding is amplified, single values go far and the root of the
mean square hardly moves, so both are held. Every stage begins with the published result of the one before it.
Wrong constants move results further: the two `test_planted_errors.py` show it.

`python -m tests.face.rounding_measured FOLDER` prints the lines of the table, each the furthest over three oracles, as
they are with ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2. Other instructions are what the margin is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

MARGIN = 4


@dataclass(frozen=True)
class Distance:
    """Between two arrays."""

    rms: float  # root of the mean square
    most: float

    def __or__(self, other: Distance) -> Distance:
        return Distance(max(self.rms, other.rms), max(self.most, other.most))

    def __str__(self) -> str:
        return f"Distance({self.rms:.1e}, {self.most:.1e})"


@dataclass(frozen=True)
class Rounding:
    """How far from fp64 a stage's results are."""

    published: Distance
    ours: Distance

    @property
    def gate(self) -> Distance:
        """How far apart they may be."""
        rms, most = (getattr(self.published, kind) + MARGIN * getattr(self.ours, kind) for kind in ("rms", "most"))
        return Distance(rms, most)


ROUNDING = {
    "reconstruction": Rounding(Distance(1.9e-05, 6.3e-05), Distance(1.9e-05, 6.3e-05)),
    "motion": Rounding(Distance(2.6e-06, 1.6e-05), Distance(2.6e-06, 1.7e-05)),
    "keypoints": Rounding(Distance(1.2e-05, 3.9e-05), Distance(1.2e-05, 3.9e-05)),
    "pose": Rounding(Distance(4.4e-07, 1.0e-06), Distance(4.4e-07, 1.0e-06)),
    "features": Rounding(Distance(1.3e-06, 8.0e-06), Distance(1.3e-06, 8.0e-06)),
    "mask": Rounding(Distance(1.3e-06, 2.2e-05), Distance(1.3e-06, 2.2e-05)),
    # A mask value that rounding carries over the network's threshold of .001 moves its cell by that much.
    "deformation": Rounding(Distance(2.8e-06, 1.0e-03), Distance(2.8e-06, 1.0e-03)),
    "occlusion": Rounding(Distance(2.8e-06, 2.1e-05), Distance(2.8e-06, 2.1e-05)),
    "warped": Rounding(Distance(6.1e-07, 4.7e-06), Distance(6.0e-07, 4.3e-06)),
    "picture": Rounding(Distance(2.1e-06, 2.3e-05), Distance(2.1e-06, 2.5e-05)),
    "enhancer": Rounding(Distance(8.9e-07, 4.2e-06), Distance(8.9e-07, 4.2e-06)),
}


def distance(ours: NDArray[Any] | Tensor, theirs: NDArray[Any] | Tensor) -> Distance:
    assert tuple(ours.shape) == tuple(theirs.shape)
    off = np.abs(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64))
    return Distance(float(np.sqrt(np.square(off).mean())), float(off.max()))


def beyond(stage: str, ours: NDArray[Any] | Tensor, theirs: NDArray[Any] | Tensor) -> str:
    """What is further off than rounding goes, in words; empty where nothing is."""
    off, gate = distance(ours, theirs), ROUNDING[stage].gate
    within = off.rms <= gate.rms and off.most <= gate.most  # never where a value is not a number
    return "" if within else f"{stage}: {off}, beyond {gate}"
