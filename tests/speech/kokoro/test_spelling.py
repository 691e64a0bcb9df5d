"""Text as the phonetic symbols of Kokoro: English, and what is common to all languages."""

from __future__ import annotations

import pytest

from videolecture.errors import EngineError
from videolecture.speech.kokoro.spelling import SYMBOLS, spell


def symbols(text: str) -> str:
    return "".join(spell(text, "en").symbols)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Water boils.", "wˈɔɾəɹ bˈYlz."),
        ("A button", "ɐ bˈʌtən."),
        ("They wanted it.", "ðA wˈɔntᵻd ɪt."),
        ("The cat and the owl", "ðə kˈæt ænd ði ˈWl."),
        ("a well-known fact", "ɐ wˈɛlnˈOn fˈækt."),
        ("really…", "ɹˈɪli…"),
    ],
)
def test_words_are_pronounced_in_american_english(text: str, spoken: str) -> None:
    assert symbols(text) == spoken


def test_a_word_that_no_dictionary_has_is_pronounced_by_its_letters() -> None:
    assert symbols("eigenvalues").startswith("ˈI")
    assert symbols("Zorblatt's").endswith("s.")


def test_every_symbol_is_known_and_belongs_to_a_sign_in_order() -> None:
    spelling = spell("The knife’s edge: “naïve” café – Mr. Schrödinger (1-st) x-ray!".replace("1-st", "first"), "en")
    assert set(spelling.symbols) <= set(SYMBOLS)
    assert list(spelling.owners) == sorted(spelling.owners)
    assert len(spelling.owners) == len(spelling.symbols) == len(spelling.ids) - 2
    assert "".join(spelling.signs).strip() == "the knife's edge: naive cafe — mr. schrodinger (first) x-ray!"


def test_silent_letters_share_the_time_of_those_beside_them() -> None:
    spelling = spell("knife", "en")
    lasts = spelling.durations([1.0] * len(spelling.ids))
    assert sum(lasts) == pytest.approx(len(spelling.ids))
    letters = lasts[1:6]
    assert min(letters) > 0
    assert letters[0] == letters[1]  # k says nothing: it shares with n
    assert letters[3] == letters[4]  # so does the last e, with f


@pytest.mark.parametrize("text", ["Chapter 7", "the σ of it", "слово"])
def test_what_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as raised:
        spell(text, "en")
    assert raised.value.remedy


@pytest.mark.parametrize("text", ["", " ", "...", "«»", "—"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        spell(text, "en")
