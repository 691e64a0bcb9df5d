"""What is said twice is told by the sound alone; good speech, and speech that its text lets repeat, is not accused."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speech.preset import spoken
from videolecture.speech.check.repeating import LIMIT, limit, repetitions

TEXT = {
    "ru": "сегодня мы поговорим о том, как устроена наша солнечная система.",
    "en": "we will come back to this example at the end of the lesson.",
}
AGAIN = {
    "ru": "сегодня мы поговорим мы поговорим о том, как устроена наша солнечная система.",
    "en": "we will come back to this example to this example at the end of the lesson.",
}
BY_THE_AUTHOR = {
    "ru": "чем дальше в лес, чем дальше в горы, тем тише.",
    "en": "it is warm today, and it is warm tomorrow.",
}


@pytest.mark.parametrize("language", TEXT)
def test_good_speech_does_not_say_anything_again(language: str) -> None:
    speech = spoken(TEXT[language], language)
    assert repetitions(speech.samples, speech.rate, TEXT[language]) == ()


@pytest.mark.parametrize("language", TEXT)
def test_words_spoken_twice_are_told_if_the_text_has_them_once(language: str) -> None:
    speech = spoken(AGAIN[language], language)
    assert "said again" in repetitions(speech.samples, speech.rate, TEXT[language])[0]
    assert repetitions(speech.samples, speech.rate, AGAIN[language]) == ()


@pytest.mark.parametrize("language", TEXT)
def test_three_words_spliced_in_again_are_told_with_the_time(language: str) -> None:
    speech = spoken(TEXT[language], language)
    words = [mark for mark in speech.marks if mark.kind == "word"]
    first, last = (round(words[place].start * speech.rate) for place in (2, 5))
    again = np.concatenate([speech.samples[:last], speech.samples[first:last], speech.samples[last:]])
    (problem,) = repetitions(again, speech.rate, TEXT[language])
    told = float(problem.split("ends at ")[1].split(" s")[0])
    assert abs(told - (2 * last - first) / speech.rate) < 0.3


@pytest.mark.parametrize("language", TEXT)
def test_what_the_author_repeats_may_be_repeated(language: str) -> None:
    text = BY_THE_AUTHOR[language]
    speech = spoken(text, language)
    assert limit(text) > LIMIT
    assert repetitions(speech.samples, speech.rate, text) == ()


def test_the_limit_grows_with_what_the_text_says_again() -> None:
    assert limit("") == limit("abc def") == LIMIT < limit("abcd, abcd") < limit("abcdefg, abcdefg")
    assert limit("你好吗，你好吗") > limit("abc, abc")  # a sign is a syllable


def test_silence_and_nothing_say_nothing_again() -> None:
    for samples in (np.zeros(0, np.float32), np.zeros(300, np.float32), np.zeros(24_000, np.float32)):
        assert repetitions(samples, 24_000, "text") == ()
