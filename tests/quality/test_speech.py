"""Counting what was heard otherwise."""

from __future__ import annotations

from quality.speech import errors


def test_numbers_heard_as_digits_count_as_words() -> None:
    assert errors("Water boils at 100 degrees.", "Water boils at one hundred degrees.", "en")[0] == 0
    assert errors("5 книг", "пять книг", "ru")[0] == 0


def test_letters_heard_otherwise_are_counted() -> None:
    assert errors("let us dumb up", "Let us sum up.", "en") == (2, 13)
