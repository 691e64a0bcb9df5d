"""Sides of the compass by their letters."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("in N. America and S. Africa", "in north america and south africa."),
        ("land E of the Don", "land east of the don."),
        ("Use the N entrance.", "use the north entrance."),
        ("the N of X", "the n of x."),
        ("N. Smith left.", "n smith left."),
    ],
)
def test_sides(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
