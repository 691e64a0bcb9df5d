"""Splitting sentences into engine calls."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.utterances import split, utterances
from videolecture.types import EngineInfo, Phrase, Sentence


def test_a_short_text_stays_whole() -> None:
    assert split("Короткий текст.", 100) == ("Короткий текст.",)


def test_a_long_text_is_cut_after_a_comma_near_the_middle() -> None:
    text = "Первая часть предложения, вторая часть предложения, третья часть предложения."
    assert split(text, 60) == ("Первая часть предложения, вторая часть предложения,", "третья часть предложения.")


def test_a_text_without_signs_is_cut_between_words() -> None:
    assert split("раз два три четыре пять шесть", 16) == ("раз два три", "четыре", "пять шесть")


def test_a_word_longer_than_the_limit_is_cut() -> None:
    assert split("а" * 25, 10) == ("а" * 10, "а" * 10, "а" * 5)


@given(st.text(alphabet="аб в,.;", max_size=300), st.integers(5, 50))
def test_parts_are_short_enough_and_lose_nothing(text: str, longest: int) -> None:
    parts = split(text, longest)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_pauses_follow_their_phrases() -> None:
    sentence = Sentence("", (Phrase("Раз.", 1.5), Phrase("...", 0.5), Phrase("Two.", 0.2, "en")))
    calls = utterances([sentence], "ru", EngineInfo("any", "speech", "", "", "", True, 1).longest)
    assert [(call.text, call.pause, call.language) for call in calls] == [("Раз.", 2.0, "ru"), ("Two.", 0.2, "en")]
