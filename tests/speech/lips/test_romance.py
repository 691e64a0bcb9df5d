from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.lips import romance
from videolecture.speech.lips.shapes import Letter
from videolecture.speech.lips.visemes import visemes
from videolecture.types import Mark


def shapes(word: str, language: str) -> str:
    shown = visemes((Mark("word", word, 0.0, 1.0),), language)
    return " ".join(one.name for one in shown if one.name != "sil")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("noche", "nn oh ch e"),  # no vowel falls silent
        ("queso", "kk e ss oh"),
        ("cielo", "th ih e nn oh"),
        ("huevo", "ou e pp oh"),
        ("gente", "kk e nn dd e"),
        ("año", "aa nn oh"),
    ],
)
def test_spanish_words(word: str, expected: str) -> None:
    assert shapes(word, "es") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("luce", "nn ou ch e"),
        ("chiave", "kk ih aa ff e"),
        ("ciao", "ch aa oh"),
        ("oggi", "oh ch ih"),
        ("scienza", "ch ih e nn ss aa"),
        ("bagno", "pp aa nn oh"),
        ("questo", "kk ou e ss dd oh"),
    ],
)
def test_italian_words(word: str, expected: str) -> None:
    assert shapes(word, "it") == expected


def test_latin_words_of_other_languages_are_read_as_english() -> None:
    assert shapes("make", "ru") == shapes("make", "en") != shapes("make", "es")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.sampled_from(["spanish", "italian"]))
def test_every_letter_belongs_to_one_sound(word: str, language: str) -> None:
    times = [at / len(word) for at in range(len(word) + 1)]
    letters = [Letter(sign, False, start, end) for sign, (start, end) in zip(word, pairwise(times), strict=True)]
    assert sum(sound.letters for sound in getattr(romance, language)(letters)) == len(word)
