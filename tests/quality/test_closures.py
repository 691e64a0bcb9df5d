"""Witnesses of closed lips."""

from __future__ import annotations

import numpy as np
import pytest

from quality import closures, face
from videolecture.types import FPS


@pytest.mark.parametrize(
    ("word", "spans"),
    [
        (" бок", [(1.0, 1.1)]),
        ("мама,", [(1.0, 1.075), (1.15, 1.225)]),
        ("photo", []),  # «ph» is no closure
        ("up", [(1.15, 1.3)]),
        ("-", []),
    ],
)
def test_letters_of_a_recognised_word_share_its_time(word: str, spans: list[closures.Span]) -> None:
    found = list(closures.even(word, 1.0, 1.3))
    assert found == [pytest.approx(span) for span in spans]


def seen(opening: face.Floats) -> face.Tracks:
    return face.Tracks(opening, opening, opening, opening, opening)


def test_a_mouth_that_never_opens_says_nothing_of_its_closures() -> None:
    still = seen(np.full(2 * FPS, 0.01))
    (result,) = face._closures(still, {"the engine": [(1.0, 1.08)]}, 0.01)
    assert np.isnan(result.value)


@pytest.mark.parametrize(("late", "share"), [(0, 1.0), (1, 1.0), (3, 0.0)])
def test_a_closure_counts_within_a_frame(late: int, share: float) -> None:
    opening = np.full(2 * FPS, 0.1)
    opening[FPS + late] = 0.01
    (result,) = face._closures(seen(opening), {"the engine": [(1.0, 1.01)]}, 0.01)
    assert (result.value, result.good) == (share, share == 1.0)
