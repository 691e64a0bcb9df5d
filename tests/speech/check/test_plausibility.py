"""What is noticed in a failed utterance."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speech.preset import spoken
from videolecture.speech.check.plausibility import ABRUPT, length_deviation, level_at_end, problems
from videolecture.types import Samples

RATE = 16_000
VOWELS = "аеёиоуыэюяaeiou"
ENDINGS = {
    "ru": ("мы пришли домой.", "это был последний вопрос.", "здесь лежит книга.", "он открыл окно.", "наступил вечер."),
    "en": (
        "we came home.",
        "it was the last question.",
        "here is the book.",
        "he opened the window.",
        "it was very late.",
    ),
}


def tone(seconds: float, level: float = 0.3) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    syllables = np.sin(2 * np.pi * 3 * time) > -0.5
    fading = np.minimum(1.0, (seconds - time) / 0.15) ** 2
    return np.asarray(level * np.sin(2 * np.pi * 200 * time) * syllables * fading, dtype=np.float32)


def test_a_plausible_utterance_has_no_problems() -> None:
    assert problems(tone(3.0), RATE, "Тридцать букв звучат около трёх секунд, так.") == ()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("有五十名士兵在城里等待命令。", 3.5),
        ("今日は天気がとてもいいですね。", 2.4),
        ("오늘은 날씨가 정말 좋습니다.", 2.2),
        ("आज का मौसम बहुत अच्छा है।", 1.9),
    ],
)
def test_other_scripts_take_the_time_that_their_signs_do(text: str, seconds: float) -> None:
    assert problems(tone(seconds), RATE, text) == ()
    assert any("too short" in problem for problem in problems(tone(seconds / 6), RATE, text))
    assert any("too long" in problem for problem in problems(tone(seconds * 4), RATE, text))


def test_the_oddest_length_is_the_farthest_from_the_usual_one() -> None:
    text = "Тридцать букв звучат около двух секунд, так."
    usual, short, long = (length_deviation(tone(seconds), RATE, text) for seconds in (2.7, 0.5, 9.0))
    assert usual < 0.2 < min(short, long)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_last_word_cut_in_a_vowel_is_noticed_without_a_recogniser(language: str) -> None:
    """A cut in the closure of a stop or before a hiss cannot be told from an end: it is quiet there."""
    cuts, found, found_before_silence = 0, 0, 0
    for text in ENDINGS[language]:
        speech = spoken(text, language)
        assert level_at_end(speech.samples, speech.rate) < ABRUPT
        last = [mark for mark in speech.marks if mark.kind == "word"][-1]
        letters = [mark for mark in speech.marks if mark.kind == "letter" and last.start <= mark.start < last.end]
        for vowel in (letter for letter in letters[:-1] if letter.text[0] in VOWELS):
            cuts += 1
            cut = speech.samples[: round((vowel.start + vowel.end) / 2 * speech.rate)]
            found += any("cut off" in problem for problem in problems(cut, speech.rate, text))
            padded = np.concatenate([cut, np.zeros(speech.rate // 2, np.float32)])
            found_before_silence += any("cut off" in problem for problem in problems(padded, speech.rate, text))
    assert cuts >= len(ENDINGS[language])
    assert min(found, found_before_silence) >= 0.9 * cuts


@pytest.mark.parametrize(
    ("samples", "says"),
    [
        (tone(0.3), "too short"),
        (tone(30.0), "too long"),
        (np.concatenate([tone(1.0), np.zeros(2 * RATE, np.float32), tone(1.0)]), "silence"),
        (np.clip(10 * tone(3.0), -1, 1), "clipped"),
        (tone(3.0, 1e-4), "silent"),
        (np.full(3 * RATE, np.nan, np.float32), "not a number"),
    ],
)
def test_each_failure_is_named(samples: Samples, says: str) -> None:
    assert any(says in problem for problem in problems(samples, RATE, "Тридцать букв звучат около трёх секунд, так."))
