from __future__ import annotations

import numpy as np
import pytest

from videolecture.face.puppet import eyes

X = np.linspace(0.0, 0.3, 9)
LOWER = np.stack([X, 0.2 + 0.05 * np.clip(1 - ((X - 0.15) / 0.15) ** 2, 0, 1) ** 0.5], axis=-1)  # it hangs


@pytest.mark.parametrize(("outer", "place"), [(-1, 0), (1, 1)])
def test_the_line_of_shut_lids_rises_on_beyond_the_outer_corner_alone(outer: int, place: int) -> None:
    rises = eyes._rises(LOWER, outer)
    assert rises[place] == eyes.STEEPEST
    assert rises[1 - place] == 0.0


def test_beside_a_level_lid_the_line_is_level() -> None:
    assert eyes._rises(np.stack([X, np.full_like(X, 0.2)], axis=-1), 1) == (0.0, 0.0)
