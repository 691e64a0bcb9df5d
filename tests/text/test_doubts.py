"""What of a sentence its author should hear before a long render."""

from __future__ import annotations

import pytest

from videolecture.text import doubts as text_doubts
from videolecture.text.doubts import doubts


def found(sentence: str, language: str = "ru") -> list[tuple[str, str]]:
    return [(doubt.kind, sentence[doubt.start : doubt.end]) for doubt in doubts(sentence, language)]


def test_numbers_homographs_unknown_and_foreign_words_are_doubtful() -> None:
    assert found("В 1961 г. старый замок снял хромакей GPT.") == [
        ("number", "1961"),
        ("homograph", "замок"),
        ("unknown", "хромакей"),
        ("foreign", "GPT"),
    ]


def test_whatever_the_author_has_settled_is_not() -> None:
    assert found("Старый за\u0301мок и з+амок.") == []
    assert found("[say:замок|замо\u0301к] и дом.") == []


def test_a_number_is_told_whole() -> None:
    assert found("3,5 кг, 12:30 и 1 000.", "en") == [("number", text) for text in ("3,5", "12:30", "1", "000")]


def test_english_words_that_are_read_in_two_ways_are_doubtful_and_unknown_ones_where_a_dictionary_is_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_doubts, "_pronounced", lambda: frozenset({"the", "books", "well", "known", "teacher"}))
    assert found("The Qwrtpsd read 7 well-known teacher's books.", "en") == [
        ("unknown", "Qwrtpsd"),
        ("homograph", "read"),
        ("number", "7"),
    ]
    assert found("Prof Well, approx the GPU.", "en") == []  # short for words, or spelled
    monkeypatch.setattr(text_doubts, "_pronounced", frozenset)
    assert found("The Qwrtpsd read 7 books.", "en") == [("homograph", "read"), ("number", "7")]
