from __future__ import annotations

import numpy as np

from videolecture.face.puppet.path import cheapest, smoothed

ROWS = np.arange(5)
BENDS = 1.0 * np.abs(ROWS[:, None] - ROWS[None, :]) ** 2


def test_without_a_price_on_bending_every_column_has_its_cheapest_row() -> None:
    cost = np.random.default_rng(1).random((5, 9))
    assert cheapest(cost, np.zeros((5, 5))).tolist() == cost.argmin(axis=0).tolist()


def test_one_cheap_place_far_from_the_line_does_not_draw_it_there() -> None:
    cost = np.ones((5, 9))
    cost[2] = 0.0
    cost[0, 4] = -3.0
    assert cheapest(cost, BENDS).tolist() == [2] * 9
    assert cheapest(cost, np.zeros((5, 5)))[4] == 0


def test_a_forbidden_step_is_not_taken() -> None:
    cost = np.ones((5, 2))
    cost[0, 0] = cost[4, 1] = 0.0
    near = np.where(BENDS <= 1.0, 0.0, np.inf)
    assert np.abs(np.diff(cheapest(cost, near))).max() <= 1


def test_smoothing_keeps_a_level_line() -> None:
    assert np.allclose(smoothed(np.full(7, 3.0), 2.0), 3.0)
