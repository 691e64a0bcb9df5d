"""Calls that are made one ahead."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest

from videolecture.speech.ahead import one_ahead


def test_the_next_is_made_while_one_is_used() -> None:
    second = Event()

    def two() -> int:
        second.set()
        return 2

    results = one_ahead([lambda: 1, two, lambda: 3])
    assert next(results) == 1
    assert second.wait(60)
    assert list(results) == [2, 3]
    assert not list(one_ahead([]))


def test_an_error_is_raised_at_its_place() -> None:
    results = one_ahead([partial(int, text) for text in ("1", "x", "3")])
    assert next(results) == 1
    with pytest.raises(ValueError, match="x"):
        next(results)
