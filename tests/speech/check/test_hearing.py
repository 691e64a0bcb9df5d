"""Faults planted in real speech are heard; speech without them is not accused. Needs the weights whisper-base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from tests.speech.preset import preset, speaker, spoken
from videolecture.speech import stage
from videolecture.speech.check.comparing import letters
from videolecture.speech.check.hearing import _recognised_count, hear, judge, speech_without_words
from videolecture.speech.silero.engine import Silero
from videolecture.types import Mark, Phrase, Samples, Sentence, Speech, VoiceProfile

TEXT = {
    "ru": "сегодня мы поговорим о том, как устроена наша солнечная система.",
    "en": "every town has its own library with thousands of interesting books.",
}
OTHER = {
    "ru": "в тёмном лесу громко кричала большая серая сова.",
    "en": "my brother likes to play football in the park.",
}


SHORT = {"ru": ("нет.", "почему?"), "en": ("good.", "why?")}
NUMBERS = {
    "ru": "в тысяча девятьсот девяносто первом году сюда приехали двести тридцать пять человек.",
    "en": "in nineteen ninety one two hundred and thirty five people came to this place.",
}


def with_samples(speech: Speech, samples: Samples) -> Speech:
    return Speech(samples, speech.rate)


@pytest.mark.parametrize("language", TEXT)
def test_good_speech_is_not_accused(language: str) -> None:
    for text in (TEXT[language], OTHER[language]):
        assert judge(spoken(text, language), text, language).problems == ()


@pytest.mark.parametrize("language", TEXT)
def test_numbers_are_heard_as_the_words_that_were_said(language: str) -> None:
    verdict = judge(spoken(NUMBERS[language], language), NUMBERS[language], language)
    assert verdict.problems == ()
    assert verdict.error < 0.25


@pytest.mark.parametrize("language", TEXT)
def test_a_last_word_that_is_cut_off_is_heard(language: str) -> None:
    text = NUMBERS[language]
    speech = spoken(text, language)
    last = [mark for mark in speech.marks if mark.kind == "word"][-1]
    cut = with_samples(speech, speech.samples[: round(last.start * speech.rate)])
    assert any("end is missing" in problem for problem in judge(cut, text, language).problems)


@pytest.mark.parametrize(
    ("last", "real"),
    [
        ([("books", 1.6, 2.0)], 2),
        ([("books", 1.6, 2.0), ("books", 2.0, 2.4)], 3),
        ([("books", 1.6, 2.0), ("books", 2.0, 2.2)], 2),
        ([("Thank", 1.6, 1.62), ("you.", 1.62, 1.72)], 1),
        ([("в", 1.6, 1.63), ("конце", 1.63, 2.0)], 3),
    ],
)
def test_words_at_the_end_that_nobody_could_say_so_fast_are_the_recognisers_own(
    last: list[tuple[str, float, float]], real: int
) -> None:
    assert _recognised_count([Mark("word", *word) for word in [("thousands", 1.0, 1.6), *last]]) == real


def test_speech_in_which_no_word_was_heard_is_told() -> None:
    speech = spoken(TEXT["ru"], "ru")
    words = [mark for mark in speech.marks if mark.kind == "word"]
    assert speech_without_words(words, speech.samples, speech.rate) == ()
    assert "no word" in speech_without_words(words[3:], speech.samples, speech.rate)[0]


@pytest.mark.parametrize("language", TEXT)
def test_nothing_is_heard_after_the_end(language: str) -> None:
    """A recogniser fills silence with music and thanks unless it is made to say when sentences end."""
    for text in SHORT[language]:
        speech = spoken(text, language)
        assert letters(hear(speech.samples, speech.rate, language).text) == letters(text)
        assert judge(speech, text, language).problems == ()


@pytest.mark.parametrize("language", TEXT)
def test_another_short_word_is_heard(language: str) -> None:
    first, second = SHORT[language]
    assert any("something else" in problem for problem in judge(spoken(first, language), second, language).problems)


@pytest.mark.parametrize("language", TEXT)
def test_a_cut_end_is_heard(language: str) -> None:
    speech = spoken(TEXT[language], language)
    cut = with_samples(speech, speech.samples[: int(0.6 * len(speech.samples))])
    assert any("end is missing" in problem for problem in judge(cut, TEXT[language], language).problems)


@pytest.mark.parametrize("language", TEXT)
def test_babble_after_the_end_is_heard(language: str) -> None:
    speech, more = spoken(TEXT[language], language), spoken(OTHER[language], language)
    longer = with_samples(speech, np.concatenate([speech.samples, more.samples]))
    assert any("after the end" in problem for problem in judge(longer, TEXT[language], language).problems)


@pytest.mark.parametrize("language", TEXT)
def test_swapped_text_is_heard(language: str) -> None:
    assert any(
        "heard otherwise" in problem
        for problem in judge(spoken(OTHER[language], language), TEXT[language], language).problems
    )


@pytest.mark.parametrize("language", TEXT)
def test_a_repetition_is_heard(language: str) -> None:
    speech = spoken(TEXT[language], language)
    words = [mark for mark in speech.marks if mark.kind == "word"]
    first, last = (round(words[place].start * speech.rate) for place in (1, 5))
    again = np.concatenate([speech.samples[:last], speech.samples[first:last], speech.samples[last:]])
    problems = judge(with_samples(speech, again), TEXT[language], language).problems
    assert any("said again" in problem for problem in problems)


def test_the_times_of_heard_words_are_those_of_the_engine() -> None:
    speech = spoken(TEXT["ru"], "ru")
    own = [mark for mark in speech.marks if mark.kind == "word"]
    heard = {letters(mark.text): mark for mark in hear(speech.samples, speech.rate, "ru").words}
    pairs = [(mark, heard[mark.text]) for mark in own if mark.text in heard]
    assert len(pairs) >= 6
    assert float(np.median([abs(a.end - b.end) for a, b in pairs])) < 0.15


class Failing:
    """Silero, whose first take of everything breaks off in the middle."""

    def __init__(self) -> None:
        self.engine = speaker()
        self.info = Silero.info
        self.takes = 0

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for speech in self.engine.speak(texts, voice, language, seed):
            self.takes += 1
            length = len(speech.samples) // 2 if self.takes == 1 else len(speech.samples)
            yield with_samples(speech, speech.samples[:length])


def test_a_failed_utterance_is_spoken_again_and_the_good_take_kept() -> None:
    failing = Failing()
    sentences = [Sentence("", (Phrase(TEXT["ru"]),))]
    made = stage.speak_fragment(
        failing,  # type: ignore[arg-type]
        sentences, preset("ru"), "ru", 0, lambda _done, _what: None, listen=True,
    )  # fmt: skip
    assert failing.takes == 2
    assert made.measurements.spoken_again == 1
    assert made.measurements.problems == ()
