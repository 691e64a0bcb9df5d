"""What a user asks for is understood, or refused. (What `check` refuses is in test_plan.py, where plans are made.)"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import InputError
from videolecture.rendering.request import parse_slides


@given(st.sets(st.integers(1, 60), min_size=1))
def test_a_choice_of_slides_is_understood(numbers: set[int]) -> None:
    assert parse_slides(", ".join(map(str, numbers))) == tuple(sorted(numbers))
    assert parse_slides(f"{min(numbers)}-{max(numbers)}") == tuple(range(min(numbers), max(numbers) + 1))


@pytest.mark.parametrize("choice", ["", "a", "0", "3-1", "-2", "1,,2"])
def test_a_choice_that_is_none_is_refused(choice: str) -> None:
    with pytest.raises(InputError, match="--slides"):
        parse_slides(choice)
