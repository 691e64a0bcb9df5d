"""The cheapest way through candidates."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.conversion.viterbi import cheapest_path


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_no_other_way_is_cheaper(steps: int, candidates: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    costs = random.normal(size=(steps, candidates))
    moves = random.normal(size=(steps, candidates, candidates))

    def price(path: tuple[int, ...]) -> float:
        going = sum(moves[step, path[step - 1], path[step]] for step in range(1, steps))
        return float(going + sum(costs[step, at] for step, at in enumerate(path)))

    found = cheapest_path(costs, lambda step: moves[step])
    assert price(tuple(found)) <= min(map(price, product(range(candidates), repeat=steps))) + 1e-9
