from __future__ import annotations

import unicodedata

import pytest

from videolecture.speech.chatterbox.spelling import respell


def composed(text: str, language: str = "ru") -> str:
    return unicodedata.normalize("NFC", respell(text, language))


def test_stress_marks_become_acute_accents_after_their_vowels() -> None:
    assert respell("Стар+инный з+амок", "ru") == "стари\u0301нныи\u0306 за\u0301мок."
    assert respell("два + два", "ru").count("\u0301") == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Добрый день", "добрый день."),
        ("Добрый день!", "добрый день!"),
        ("Пауза…", "пауза."),
        ("Раз: два; три", "раз, два, три."),
        ("Слово — дело", "слово, дело."),
        ("«Мир»", '"мир"'),
        ("Что?..", "что?"),
    ],
)
def test_signs_are_those_that_the_published_cleaning_leaves(written: str, read: str) -> None:
    assert composed(written) == read


def test_the_plus_of_other_languages_stays() -> None:
    assert respell("c+a", "en") == "c+a."
