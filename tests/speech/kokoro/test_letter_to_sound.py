"""Pronunciation by letters alone."""

from __future__ import annotations

import pytest

from videolecture.speech.kokoro.letter_to_sound import phones_of
from videolecture.speech.lips.english import PHONES


@pytest.mark.parametrize(
    ("word", "phones"),
    [("cat", "K AE1 T"), ("blimpish", "B L IH1 M P IH0 SH"), ("tensor", "T EH1 N S ER0")],
)
def test_regular_words_are_pronounced_as_they_are_written(word: str, phones: str) -> None:
    assert phones_of(word) == tuple(phones.split())


def test_every_phone_is_one_of_the_dictionarys() -> None:
    for phone in phones_of("eigenvektorräume"):
        assert phone.rstrip("012") in PHONES
