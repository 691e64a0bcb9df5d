"""When symbols are heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.silero.heard_times import ONSET, as_heard
from videolecture.speech.timing.marks import letters_and_words


def starts(symbols: str, durations: list[float], language: str = "ru") -> list[tuple[str, float]]:
    marks = letters_and_words(symbols, as_heard(symbols, durations, language))
    return [(mark.text, round(mark.start, 4)) for mark in marks]


def test_a_word_begins_with_the_space_before_it() -> None:
    assert starts("|а б.~", [0.1, 0.1, 0.05, 0.1, 0, 0])[2] == ("б", 0.2)


def test_after_a_pause_only_a_little_of_it_belongs_to_the_word() -> None:
    marks = starts("|а, б.~", [0.1, 0.1, 0.2, 0.05, 0.1, 0, 0])
    assert marks[0] == ("а", 0.1 - ONSET)
    assert marks[2] == ("б", 0.45 - ONSET)


def test_an_accent_sounds_as_the_consonant_before_it() -> None:
    marks = starts("|д+а.", [0.1, 0.1, 0.025, 0.1, 0])
    assert marks[2] == ("а\u0301", 0.225)
    assert starts("|+а.", [0.1, 0.025, 0.1, 0])[1] == ("а\u0301", 0.1 - ONSET)


def test_a_consonant_is_heard_before_the_vowels_symbol_ends() -> None:
    assert starts("|ат.", [0.1, 0.1, 0.1, 0])[2] == ("т", 0.175)
    assert starts("|ат.", [0.0, 0.02, 0.1, 0])[2] == ("т", 0.01)  # but half of the vowel stays


@given(st.sampled_from(["ru", "en"]), st.lists(st.tuples(st.sampled_from("абвa+ ,.-'"), st.floats(0, 1)), min_size=1))
def test_the_sound_stays_as_long_and_nothing_ends_before_it_begins(
    language: str, symbols: list[tuple[str, float]]
) -> None:
    durations = [duration for _, duration in symbols]
    times = as_heard([symbol for symbol, _ in symbols], durations, language)
    assert sum(times) == pytest.approx(sum(durations))
    assert min(times) >= 0
