from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.xtts.spelling import respell


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Дор+ога — з+амок.", "ru", "дорога, замок"),
        ("доро\u0301га…", "ru", "дорога"),
        ("И\u0306од и е\u0308ж", "ru", "йод и ёж"),
        ("«Кто там?» – спросил он.", "ru", "кто там? спросил он"),
        ("что-то; кое-что: всё", "ru", "что-то, кое-что, всё"),
        ("Что?!", "ru", "что?!"),
        ("It’s here.", "en", "it's here."),
        ("C+ is a grade.", "en", "c+ is a grade."),
        ("(в скобках)", "ru", "в скобках"),
        ("  ,  много   пробелов  . ", "ru", "много пробелов"),
        ("Größe: 5.", "de", "größe, 5"),
        ("Caf\u0065\u0301.", "fr", "café"),
        ("IŞIK ve İZ", "tr", "ışık ve iz"),
    ],
)
def test_text_is_respelled(text: str, language: str, expected: str) -> None:
    assert respell(text, language) == expected


@given(st.text(alphabet="абвгд ёй+-–—…,.!?;:«»()\u0301", max_size=60))
def test_respelling_keeps_every_letter_and_is_stable(text: str) -> None:
    once = respell(text, "ru")
    assert respell(once, "ru") == once

    def letters(string: str) -> list[str]:
        return [sign for sign in string if sign.isalpha()]

    assert letters(once) == letters(text.replace("\u0301", ""))
