"""Letters of formulas with a mark above, in Russian and in English."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "russian", "english"),
    [
        ("x\u0304 = 5", "икс с чертой равно пяти.", "x bar equals five."),
        ("\u0233 = 3", "игрек с чертой равно трём.", "y bar equals three."),
        ("x\u0304₁ = 2", "икс с чертой один равно двум.", "x bar one equals two."),
        ("p\u0302 < 1", "пэ с крышкой меньше одного.", "p hat is less than one."),
        ("μ\u0303 > 1", "мю с тильдой больше одного.", "mu tilde is greater than one."),
        ("a\u20d7 = 0", "вектор а равно нулю.", "vector a equals zero."),
    ],
)
def test_a_mark_above_a_letter_is_said(written: str, russian: str, english: str) -> None:
    assert [speak(written, language).sentence.spoken for language in ("ru", "en")] == [russian, english]


def test_a_mark_in_a_word_is_none_of_a_formula() -> None:
    assert speak("a mañana and a Māori", "en").sentence.spoken == "a manana and a maori."
