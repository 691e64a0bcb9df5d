"""Phones of the dictionary over the letters of a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.lips import pronunciation as module
from videolecture.speech.lips.english import PHONES
from videolecture.speech.lips.pronunciation import OFTEN, PAIRS, phones_by_letter, pronunciation


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", "DH - AH0"),
        ("people", "P IY1 - P AH0+L -"),
        ("beautiful", "B Y - UW1 T AH0 F AH0 L"),
        ("example", "IH0 G+Z AE1 M P AH0+L -"),
        ("one", "W+AH1 N -"),
        ("stopped", "S T AA1 P - - T"),
        ("knowledge", "- N AA1 - L AH0 JH - -"),
        ("don't", "D OW1 N - T"),
    ],
)
def test_phones_go_to_the_letters_that_say_them(word: str, expected: str) -> None:
    found = phones_by_letter(word, pronunciation(word))
    assert " ".join("+".join(phones) or "-" for phones in found) == expected


@pytest.mark.parametrize("word", ["", "'", "qzxv", "HELLO", "hello world"])
def test_what_is_no_word_of_the_dictionary_has_no_pronunciation(word: str) -> None:
    assert pronunciation(word) == ()


def test_without_the_dictionary_no_word_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path))
    module._dictionary.cache_clear()
    try:
        assert pronunciation("people") == ()
    finally:
        module._dictionary.cache_clear()


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz'é", min_size=1, max_size=8),
    st.lists(st.sampled_from(["AH0", "IY1", "B", "S", "HH", "ER0"]), max_size=16),
)
def test_no_phone_is_lost_or_moved(word: str, phones: list[str]) -> None:
    phones = phones[: 2 * len(word)]  # a letter says two at most
    found = phones_by_letter(word, tuple(phones))
    assert len(found) == len(word)
    assert [phone for letter in found for phone in letter] == phones


def test_every_phone_of_the_tables_has_a_shape() -> None:
    named = {phone for phones in OFTEN.values() for phone in phones.split()}
    named |= {phone for pairs in PAIRS.values() for pair in pairs for phone in pair.split()}
    assert named <= PHONES.keys()
