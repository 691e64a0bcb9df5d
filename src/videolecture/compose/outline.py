"""What a limiter will do to a lecture's loudness, foretold from cells of 10 ms, so that a gain is found in one pass."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from videolecture.loudness import STEPS_PER_BLOCK, STEPS_PER_SECOND, KWeighting, gated, ratio
from videolecture.types import SAMPLE_RATE, Samples

CELL = 480  # samples: 10 ms, two thirds of what the limiter holds on either side of a peak
_CELLS_PER_STEP = SAMPLE_RATE // STEPS_PER_SECOND // CELL
_MOST_LIMITING = 12.0  # dB of gain beyond what the sound would need without a limiter


class Outline:
    """Energy and peak of every cell of a sound: 8 bytes for 10 ms."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        weighting = KWeighting(SAMPLE_RATE)
        energies, peaks = array("f"), array("f")
        weighted, rest = np.zeros(0), np.zeros(0, np.float32)
        for block in blocks:
            weighted, rest = np.concatenate([weighted, weighting(block)]), np.concatenate([rest, block])
            whole = len(rest) // CELL * CELL
            energies.extend(np.mean(weighted[:whole].reshape(-1, CELL) ** 2, axis=1))
            peaks.extend(np.max(np.abs(rest[:whole].reshape(-1, CELL)), axis=1))
            weighted, rest = weighted[whole:], rest[whole:]
        self._energies = _padded(np.array(energies, np.float64))
        self._peaks = _padded(np.array(peaks, np.float64))

    def loudness(self, gain: float = 0.0, ceiling: float | None = None) -> float:
        """LUFS after a gain in dB and, with a ceiling in dBTP, the limiter; -inf for silence."""
        gains = np.full(len(self._peaks), ratio(gain))
        if ceiling is not None:
            needed = np.minimum(gains, ratio(ceiling) / np.maximum(self._peaks, 1e-9))
            held = np.minimum(needed, np.minimum(np.roll(needed, 1), np.roll(needed, -1)))
            gains = held / 2 + (np.roll(held, 1) + np.roll(held, -1)) / 4
        cells = self._energies * gains**2
        return gated(np.mean(cells.reshape(-1, _CELLS_PER_STEP), axis=1))

    def gain_for(self, aim: float, ceiling: float) -> float:
        """The gain in dB that brings the limited sound to `aim` LUFS, or as near as is reasonable. Not for silence."""
        low = aim - self.loudness()
        high = low + _MOST_LIMITING
        for _ in range(12):  # halvings: to 0.003 dB
            middle = (low + high) / 2
            if self.loudness(middle, ceiling) < aim:
                low = middle
            else:
                high = middle
        return low


def _padded(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole steps, and enough of them for a gating block."""
    least = _CELLS_PER_STEP * STEPS_PER_BLOCK
    wanted = max(-(-len(cells) // _CELLS_PER_STEP) * _CELLS_PER_STEP, least)
    return np.pad(cells, (0, wanted - len(cells)))
