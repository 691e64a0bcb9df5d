"""What every speech engine promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest

from videolecture import registry
from videolecture.engines import SpeechEngine
from videolecture.errors import Cancelled, InputError, VideolectureError
from videolecture.types import Progress, Sample, Speech, VoiceProfile


def buzz() -> Sample:
    """A synthetic voice: harmonics of 130 Hz under two formants, in syllables."""
    rate = 16_000
    time = np.arange(5 * rate) / rate
    sound = sum(
        np.sin(2 * np.pi * 130 * k * time) * (np.exp(-(((130 * k - 600) / 300) ** 2)) + 0.3 / k) for k in range(1, 30)
    )
    sound = sound * (np.sin(2 * np.pi * 3.5 * time) > -0.2) * (np.sin(2 * np.pi * 0.5 * time) > -0.7)
    sound = sound + 1e-3 * np.random.default_rng(0).standard_normal(len(time))
    return Sample("buzz.wav", "0" * 64, (0.3 * sound / np.abs(sound).max()).astype(np.float32), rate)


class SpeechEngineSuite:
    """Subclass it as `Test...` with the engine's registered name; the rest only where the engine needs it."""

    name: ClassVar[str]
    trained: ClassVar[bool] = True  # False: weights of random numbers, of which nothing is asked about the sound
    texts: ClassVar[Mapping[str, Sequence[str]]] = {  # language -> two texts; the second has at most a sentence
        "ru": ("Добрый день, друзья.", "Это короткая проверка голоса!"),
        "en": ("Good morning, my friends.", "This is a short check of the voice!"),
    }

    @classmethod
    def make(cls) -> SpeechEngine:
        """The engine with its models."""
        return registry.new_speech_engine(cls.name)

    @classmethod
    def languages(cls) -> tuple[str, ...]:
        """Those of `texts` that the engine speaks."""
        return tuple(
            code for code in cls.texts if code in (registry.speech_engine(cls.name).info.languages or cls.texts)
        )

    @classmethod
    @cache
    def _engine(cls) -> SpeechEngine:
        return cls.make()

    @classmethod
    @cache
    def _voice(cls, language: str) -> VoiceProfile:
        return cls._engine().enroll(buzz(), language, lambda _done, _what: None)

    @classmethod
    @cache
    def _spoken(cls, language: str) -> list[Speech]:
        return list(cls._engine().speak(cls.texts[language], cls._voice(language), language, 0))

    def test_it_says_what_it_is(self) -> None:
        info = registry.speech_engine(self.name).info
        assert info.name == self.name
        assert info.kind == "speech"
        assert info.title
        assert info.rate > 0
        assert info.behaviour >= 1
        assert info.licence_code
        assert info.licence_weights
        assert self.languages(), "texts in a language that it speaks"

    def test_an_option_that_does_not_exist_is_refused_by_name(self) -> None:
        with pytest.raises(InputError, match="colour"):
            registry.check_options(self.name, {"colour": "red"})

    def test_every_text_gets_its_speech_at_the_engines_rate(self) -> None:
        for language in self.languages():
            for speech, text in zip(self._spoken(language), self.texts[language], strict=True):
                assert speech.rate == self._engine().info.rate
                assert speech.samples.dtype == np.float32
                assert speech.samples.ndim == 1
                if self.trained:
                    assert 0.03 * len(text) < speech.duration < 0.2 * len(text) + 1

    def test_the_same_arguments_give_the_same_samples(self) -> None:
        for language in self.languages():
            repeated = self._engine().speak(self.texts[language], self._voice(language), language, 0)
            for first, again in zip(self._spoken(language), repeated, strict=True):
                # Not the bytes themselves: pytest would describe at length how a million of them differ.
                assert np.array_equal(again.samples, first.samples)
                assert again.marks == first.marks

    def test_a_text_sounds_the_same_alone_and_beside_others(self) -> None:
        """Up to rounding: engines may compute texts together."""
        for language in self.languages():
            profile = self._voice(language)
            # In another order, one by one: nothing may be carried from text to text.
            for text, first in reversed(list(zip(self.texts[language], self._spoken(language), strict=True))):
                (again,) = self._engine().speak([text], profile, language, 0)
                np.testing.assert_allclose(again.samples, first.samples, atol=2e-3)
                assert again.marks == first.marks

    def test_nothing_clips_and_nothing_is_silent(self) -> None:
        for language in self.languages():
            for speech in self._spoken(language):
                assert np.isfinite(speech.samples).all()
                if self.trained:
                    assert 0.05 < np.abs(speech.samples).max() < 1.0

    def test_marks_are_the_words_in_order_and_inside_the_sound(self) -> None:
        for language in self.languages():
            for speech, text in zip(self._spoken(language), self.texts[language], strict=True):
                words = [mark for mark in speech.marks if mark.kind == "word"]
                if words:
                    assert [mark.text for mark in words] == [word.strip(",.!").lower() for word in text.split()]
                for kind in ("word", "letter", "phoneme"):
                    own = [mark for mark in speech.marks if mark.kind == kind]
                    assert all(0 <= mark.start < mark.end <= speech.duration + 1e-6 for mark in own)
                    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(own))

    def test_enrolment_is_deterministic_and_reports_progress(self) -> None:
        for language in self.languages():
            told: list[float] = []
            again = self._engine().enroll(buzz(), language, _remember(told))
            assert again.digest == self._voice(language).digest
            assert again.engine == self.name
            assert told == sorted(told)
            assert told[-1] == 1.0

    def test_enrolment_can_be_cancelled(self) -> None:
        def cancel(done: float, what: str) -> None:  # noqa: ARG001 (a Progress)
            raise Cancelled

        for language in self.languages():
            with pytest.raises(Cancelled):
                self._engine().enroll(buzz(), language, cancel)

    @pytest.mark.parametrize("text", ["", "   ", "...", "«»"])
    def test_a_text_without_words_is_an_error_that_says_what_to_do(self, text: str) -> None:
        for language in self.languages():
            with pytest.raises(VideolectureError) as raised:
                list(self._engine().speak([text], self._voice(language), language, 0))
            assert raised.value.remedy

    def test_the_longest_text_is_spoken(self) -> None:
        for language in self.languages():
            longest = self._engine().info.longest(language) or 1000
            text = (" ".join([self.texts[language][1].strip("!")] * 40))[:longest]
            (speech,) = self._engine().speak([text], self._voice(language), language, 0)
            if self.trained:
                assert speech.duration > 0.03 * longest


def _remember(told: list[float]) -> Progress:
    return lambda done, _what: told.append(done)
