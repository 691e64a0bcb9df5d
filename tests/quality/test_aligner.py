"""Russian spelled with English phones."""

from __future__ import annotations

import pytest

from quality.aligner import russian


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("а\u0301нна", ["AA", "N", "", "AH"]),  # a doubled letter is one sound, an unstressed vowel is weak
        ("я\u0301сен", ["Y AA", "S", "IH", "N"]),
        ("конь", ["K", "AO", "N", ""]),
        ("отец", ["AH", "T", "IH", "T S"]),
        ("год", ["G", "AO", "T"]),  # voiceless at the end
    ],
)
def test_letters_get_their_nearest_phones(word: str, phones: list[str]) -> None:
    letters: list[str] = []
    for sign in word:
        letters[-1:] = [letters[-1] + sign] if sign == "\u0301" else [*letters[-1:], sign]
    assert russian(letters) == phones
