"""Convolutions by short Fourier transforms give what the convolutions give."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.kokoro.overlap_save import TILES, transforms


@pytest.mark.parametrize(("taps", "size"), TILES.items())
def test_a_tile_gives_the_correlation(taps: int, size: int) -> None:
    random = np.random.default_rng(0)
    tile, kernel = random.standard_normal(size), random.standard_normal(taps)
    by = transforms(size, taps)
    assert by.gives @ ((by.kernel @ kernel) * (by.tile @ tile)) == pytest.approx(np.correlate(tile, kernel, "valid"))
