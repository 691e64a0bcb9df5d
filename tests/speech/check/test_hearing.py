"""Faults planted in real speech are heard; speech without them is not accused. Needs the weights whisper-base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pytest

from tests.conformance.test_speech_engines import buzz
from videolecture.speech import stage
from videolecture.speech.check.comparing import letters
from videolecture.speech.check.hearing import hear, problems
from videolecture.speech.silero import Silero
from videolecture.types import Phrase, Samples, Sentence, Speech, VoiceProfile

TEXT = {
    "ru": "сегодня мы поговорим о том, как устроена наша солнечная система.",
    "en": "every town has its own library with thousands of interesting books.",
}
OTHER = {
    "ru": "в тёмном лесу громко кричала большая серая сова.",
    "en": "my brother likes to play football in the park.",
}


@cache
def speaker() -> tuple[Silero, dict[str, VoiceProfile]]:
    engine = Silero()
    return engine, {language: engine.enroll(buzz(), language, lambda _done, _what: None) for language in TEXT}


@cache
def spoken(text: str, language: str) -> Speech:
    engine, voices = speaker()
    return next(engine.speak([text], voices[language], language, 0))


def with_samples(speech: Speech, samples: Samples) -> Speech:
    return Speech(samples, speech.rate)


@pytest.mark.parametrize("language", TEXT)
def test_good_speech_is_not_accused(language: str) -> None:
    for text in (TEXT[language], OTHER[language]):
        assert problems(spoken(text, language), text, language) == ()


@pytest.mark.parametrize("language", TEXT)
def test_a_cut_end_is_heard(language: str) -> None:
    speech = spoken(TEXT[language], language)
    cut = with_samples(speech, speech.samples[: int(0.6 * len(speech.samples))])
    assert any("end is missing" in problem for problem in problems(cut, TEXT[language], language))


@pytest.mark.parametrize("language", TEXT)
def test_babble_after_the_end_is_heard(language: str) -> None:
    speech, more = spoken(TEXT[language], language), spoken(OTHER[language], language)
    longer = with_samples(speech, np.concatenate([speech.samples, more.samples]))
    assert any("after the end" in problem for problem in problems(longer, TEXT[language], language))


@pytest.mark.parametrize("language", TEXT)
def test_swapped_text_is_heard(language: str) -> None:
    assert any(
        "heard otherwise" in problem
        for problem in problems(spoken(OTHER[language], language), TEXT[language], language)
    )


@pytest.mark.parametrize("language", TEXT)
def test_a_repetition_is_heard(language: str) -> None:
    speech = spoken(TEXT[language], language)
    words = [mark for mark in speech.marks if mark.kind == "word"]
    first, last = (round(words[place].start * speech.rate) for place in (1, 5))
    again = np.concatenate([speech.samples[:last], speech.samples[first:last], speech.samples[last:]])
    assert problems(with_samples(speech, again), TEXT[language], language)


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
        self.engine, self.voices = speaker()
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
        sentences, failing.voices["ru"], "ru", 0, lambda _done, _what: None, listen=True,
    )  # fmt: skip
    assert failing.takes == 2
    assert made.measurements["spoken_again"] == 1
    assert made.measurements["problems"] == []
