from __future__ import annotations

import numpy as np

from videolecture.face.puppet import photo_teeth


def test_teeth_that_end_too_high_or_go_on_into_the_lower_ones_are_brought_to_one_arch() -> None:
    soft = np.zeros((60, 120), np.float32)
    soft[5:35, 10:110] = 1.0
    soft[22:35, 50:56] = 0.0  # a notch
    soft[35:60, 70:76] = 1.0  # one that touches the lower row
    row = photo_teeth._upper_row(soft)
    assert row is not None
    colours = np.full((60, 120, 3), 200.0, np.float32)
    _, opacity, arch = photo_teeth._to_arch(colours, row, 200.0)
    assert np.abs(arch[20:100] - 35).max() < 1.5
    ends = len(opacity) - (opacity[::-1, 20:100] > 0.5).argmax(axis=0)
    assert np.ptp(ends) <= 2


def test_no_teeth_are_cut_out_where_none_hang_from_the_lip() -> None:
    soft = np.zeros((60, 120), np.float32)
    soft[40:60, 10:110] = 1.0
    assert photo_teeth._upper_row(soft) is None
