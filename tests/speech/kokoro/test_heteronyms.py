"""Words that are pronounced by their use."""

from __future__ import annotations

import pytest

from videolecture.speech.kokoro.heteronyms import heteronym


@pytest.mark.parametrize(
    ("before", "word", "phones"),
    [
        ("to", "record", "R AH0 K AO1 R D"),
        ("the", "record", "R EH1 K ER0 D"),
        ("we", "use", "Y UW1 Z"),
        ("the", "use", "Y UW1 S"),
        ("plants", "live", "L IH1 V"),
        ("a", "live", "L AY1 V"),
        ("have", "read", "R EH1 D"),
        ("i", "read", "R IY1 D"),
        ("", "lead", "L IY1 D"),
    ],
)
def test_the_word_before_tells_the_use(before: str, word: str, phones: str) -> None:
    assert heteronym(word, before) == tuple(phones.split())


def test_other_words_have_one_pronunciation() -> None:
    assert heteronym("water", "the") == ()
