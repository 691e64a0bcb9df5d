from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import photo_teeth

SCALE = 200.0


def _mouth(ends: int, touching: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Brightness and opening of a mouth 60 rows high whose upper teeth end in row `ends`; the lower ones may touch."""
    level, hole = np.full((80, 144), 120.0), np.zeros((80, 144), bool)
    hole[10:70, 15:130] = True
    level[hole] = 40.0
    level[10:ends, 25:120] = 200.0
    level[10:ends, 44:46] = 150.0  # between two teeth
    if touching:
        level[ends + 2 : 70, 25:120] = 190.0
    return level, hole


def test_the_line_in_which_upper_teeth_end_is_found_though_the_lower_ones_touch_them() -> None:
    for touching in (False, True):
        arch = photo_teeth.arch_of(*_mouth(30, touching), SCALE)
        assert arch is not None
        assert np.abs(arch[40:104] - 30).max() < 2.5


def test_in_an_evenly_dark_mouth_no_teeth_end() -> None:
    level, hole = _mouth(10, False)
    level[:] = 40.0
    assert photo_teeth.arch_of(level, hole, SCALE) is None


def test_what_is_cut_out_ends_at_the_arch_and_goes_on_over_the_lip() -> None:
    level, hole = _mouth(30, True)
    shown = np.repeat(level[..., None], 3, axis=2) / 255
    layer = photo_teeth._cut_out(shown.astype(np.float32), hole, np.full(144, 10.0), np.full(144, 30.0), SCALE)
    assert layer[33:, :, 3].max() < 0.01
    assert np.allclose(layer[0:28, 60, 0], 200 / 255, atol=0.02)
    assert layer[:, 5, 3].max() < 0.05


def test_one_or_two_teeth_in_the_middle_are_no_row() -> None:
    arch = np.full(144, 30.0)
    for half, whole in ((60, True), (12, False)):
        ends = np.zeros((80, 144))
        ends[10:30, 72 - half : 72 + half] = 1.0
        assert photo_teeth._whole(ends, arch, SCALE) == whole
