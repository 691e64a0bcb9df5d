"""Items made ahead are the same items, and nothing is left running."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.compose.ahead import ahead


@given(st.lists(st.integers()), st.integers(1, 4))
def test_the_items_come_in_their_order(items: list[int], depth: int) -> None:
    assert list(ahead(iter(items), depth)) == items


def test_an_error_comes_where_its_item_would_have() -> None:
    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise ZeroDivisionError("third")

    got: list[int] = []
    with pytest.raises(ZeroDivisionError, match="third"):
        got.extend(ahead(failing()))
    assert got == [1, 2]


def test_no_more_than_the_depth_is_made_ahead_and_stopping_early_ends_the_thread() -> None:
    made: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            made.append(len(made))
            yield len(made)

    before = threading.active_count()
    with closing(ahead(endless(), depth=3)) as items:
        assert next(items) == 1
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    assert len(made) <= 1 + 3 + 2  # taken, waiting, and the one or two at hand
