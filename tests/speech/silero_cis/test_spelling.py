"""Russian as the package reads it."""

from __future__ import annotations

import pytest

from videolecture.errors import EngineError
from videolecture.speech.silero_cis.spelling import respell


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Стар+инный з+амок", "стар+инный з+амок."),
        ("Старинный за\u0301мок!", "старинный з+амок!"),
        ("Он и я — мы здесь", "+он +и +я — м+ы зд+есь."),
        ("В «Илиаде» (поэме)...", "в илиаде,поэме…"),
        ("Кт++о? С+++ам.", "кт+о? с+ам."),
        ("  — Да, 'так'.", "д+а, 'т+ак'."),
    ],
)
def test_every_word_of_one_vowel_is_stressed_and_marks_stay(text: str, spelled: str) -> None:
    assert respell(text) == spelled


def test_a_letter_that_would_be_lost_is_refused() -> None:
    with pytest.raises(EngineError, match="«xy»"):
        respell("ось x и ось y")


@pytest.mark.parametrize("text", ["", "...", "«»", "+"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        respell(text)
