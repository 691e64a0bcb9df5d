"""People and their numbers."""

from __future__ import annotations

import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Blake, b. 1757, d. 1827", "blake, born seventeen fifty seven, died eighteen twenty seven."),
        ("pop. of Rome: 2.3m", "population of rome: two point three million."),
        ("a rope of 2.3m", "a rope of two point three meters."),
        ("under-5s and over-60s", "under-fives and over-sixties."),
        ("in two (2) months, five (6) days", "in two months, five six days."),
    ],
)
def test_people(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


def test_a_year_of_birth_ends_no_sentence() -> None:
    assert len(list(sentences("Blake, b. 1757, d. 1827, saw it, ll. 5–7 say.", "en"))) == 1
