"""English words that no dictionary has."""

from __future__ import annotations

import pytest

from videolecture.speech.lips.english import by_rules


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ship", "ch ih pp"),
        ("phone", "ff oh ou nn"),
        ("make", "pp e ih kk"),
        ("made", "pp e ih dd"),
        ("night", "nn aa ih dd"),
        ("food", "ff ou dd"),
        ("see", "ss ih"),
        ("the", "th aa"),
        ("people", "pp ih pp nn"),
        ("lamb", "nn aa pp"),
        ("number", "nn aa pp pp e rr"),
        ("happy", "aa pp ih"),
        ("stopped", "ss dd oh pp dd"),
        ("would", "ou ou dd"),
        ("enough", "ih nn aa ff"),
        ("nation", "nn e ih ch nn"),
        ("queen", "kk ou ih nn"),
    ],
)
def test_rules_say_how_a_word_looks_by_its_spelling(word: str, expected: str) -> None:
    found = by_rules(word)
    assert " ".join(shape for sound in found for shape, _ in sound.shapes) == expected
    assert sum(sound.letters for sound in found) == len(word)
