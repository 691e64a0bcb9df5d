"""What reading costs grows as a text does, whatever is in it."""

from __future__ import annotations

import time

import pytest

from videolecture.text.source.lines import Line, Notes
from videolecture.text.source.markdown import without_markup

LINES = 500
# Twice this growth would be quadratic; four times as many lines take four times as long, and machines are unsteady.
MOST = 9.0


def _took(lines: list[Line]) -> float:
    """Processor seconds, the least of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        without_markup(lines, Notes(), lambda _: "")
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("| a | b |", "| a | b | c |"),  # rows, and one at the end that lets them be no table
        ("+---+---+", ""),
        ("```python", ""),  # fences that nothing closes
    ],
)
def test_blocks_of_markdown_are_found_in_linear_time(line: str, last: str) -> None:
    few = [Line(at, line, 1) for at in range(1, LINES)] + [Line(LINES, last, 1)]
    many = [Line(at, line, 1) for at in range(1, 4 * LINES)] + [Line(4 * LINES, last, 1)]
    assert _took(many) < MOST * _took(few)
