"""What every speech engine in the table promises.

Checked with its real weights, but for XTTS: a checkpoint of its format with random numbers in it stands for weights
that are too large, under a licence that only an operator can accept. What is speech about a sound is not asked of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.speech.speech_server import serve
from tests.speech.xtts.tiny import write_checkpoint
from videolecture import registry
from videolecture.engines import SpeechEngine
from videolecture.errors import Cancelled, VideolectureError
from videolecture.speech.http import Http
from videolecture.speech.xtts.engine import Xtts
from videolecture.types import Progress, Sample, Speech, VoiceProfile

TEXTS = {
    "ru": ("Добрый день, друзья.", "Это короткая проверка голоса!"),
    "en": ("Good morning, my friends.", "This is a short check of the voice!"),
}
UNTRAINED = {"xtts"}
SERVERS = ExitStack()
PAIRS = [
    (name, language)
    for name in registry.names("speech")
    for language in TEXTS
    if language in (registry.speech_engine(name).info.languages or TEXTS)
]


@cache
def engine(name: str) -> SpeechEngine:
    if name == "xtts":
        return tiny_xtts()
    if name == "http":
        return Http({"url": SERVERS.enter_context(serve())[0]})
    return registry.speech_engine(name)()


def tiny_xtts() -> SpeechEngine:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("COQUI_TOS_AGREED", "1")
        write_checkpoint(Path(folder))
        return Xtts({"folder": folder, "device": "cpu"})


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with SERVERS:
        yield


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


@cache
def voice(name: str, language: str) -> VoiceProfile:
    return engine(name).enroll(buzz(), language, lambda _done, _what: None)


@pytest.fixture(params=PAIRS, ids="-".join)
def spoken(request: pytest.FixtureRequest) -> Iterator[tuple[SpeechEngine, VoiceProfile, str, list[Speech]]]:
    name, language = request.param
    if language not in (engine(name).info.languages or TEXTS):
        pytest.skip(f"{name} does not speak {language}")
    profile = voice(name, language)
    yield engine(name), profile, language, list(engine(name).speak(TEXTS[language], profile, language, 0))


def test_info_says_what_it_is() -> None:
    for name in registry.names("speech"):
        info = registry.speech_engine(name).info
        assert info.name == name
        assert info.kind == "speech"
        assert info.rate > 0
        assert info.licence_code
        assert info.licence_weights


def test_every_text_gets_its_speech_at_the_engines_rate(
    spoken: tuple[SpeechEngine, VoiceProfile, str, list[Speech]],
) -> None:
    speaker, _, language, speeches = spoken
    assert len(speeches) == len(TEXTS[language])
    for speech, text in zip(speeches, TEXTS[language], strict=True):
        assert speech.rate == speaker.info.rate
        assert speech.samples.dtype == np.float32
        assert speech.samples.ndim == 1
        if speaker.info.name not in UNTRAINED:
            assert 0.03 * len(text) < speech.duration < 0.2 * len(text) + 1


def test_the_same_arguments_give_the_same_samples(
    spoken: tuple[SpeechEngine, VoiceProfile, str, list[Speech]],
) -> None:
    speaker, profile, language, speeches = spoken
    for first, again in zip(speeches, speaker.speak(TEXTS[language], profile, language, 0), strict=True):
        assert again.samples.tobytes() == first.samples.tobytes()
        assert again.marks == first.marks


def test_a_text_sounds_the_same_alone_and_beside_others(
    spoken: tuple[SpeechEngine, VoiceProfile, str, list[Speech]],
) -> None:
    """Up to rounding: engines may compute texts together."""
    speaker, profile, language, speeches = spoken
    # In another order, one by one: nothing may be carried from text to text.
    for text, first in reversed(list(zip(TEXTS[language], speeches, strict=True))):
        (again,) = speaker.speak([text], profile, language, 0)
        np.testing.assert_allclose(again.samples, first.samples, atol=2e-3)
        assert again.marks == first.marks


def test_nothing_clips_and_nothing_is_silent(spoken: tuple[SpeechEngine, VoiceProfile, str, list[Speech]]) -> None:
    for speech in spoken[3]:
        assert np.isfinite(speech.samples).all()
        if spoken[0].info.name not in UNTRAINED:
            assert 0.05 < np.abs(speech.samples).max() < 1.0


def test_marks_are_the_words_in_order_and_inside_the_sound(
    spoken: tuple[SpeechEngine, VoiceProfile, str, list[Speech]],
) -> None:
    for speech, text in zip(spoken[3], TEXTS[spoken[2]], strict=True):
        words = [mark for mark in speech.marks if mark.kind == "word"]
        if words:
            assert [mark.text for mark in words] == [word.strip(",.!").lower() for word in text.split()]
        for kind in ("word", "letter", "phoneme"):
            own = [mark for mark in speech.marks if mark.kind == kind]
            assert all(0 <= mark.start < mark.end <= speech.duration + 1e-6 for mark in own)
            assert all(a.end <= b.start + 1e-6 for a, b in pairwise(own))


def _remember(told: list[float]) -> Progress:
    return lambda done, _what: told.append(done)


def test_enrolment_is_deterministic_and_reports_progress() -> None:
    for name, language in PAIRS:
        told: list[float] = []
        again = engine(name).enroll(buzz(), language, _remember(told))
        assert again.digest == voice(name, language).digest
        assert again.engine == name
        assert told == sorted(told)
        assert told[-1] == 1.0


def test_enrolment_can_be_cancelled() -> None:
    def cancel(done: float, what: str) -> None:
        raise Cancelled

    for name, language in PAIRS:
        with pytest.raises(Cancelled):
            engine(name).enroll(buzz(), language, cancel)


@pytest.mark.parametrize("text", ["", "   ", "...", "«»"])
def test_a_text_without_words_is_an_error_that_says_so(text: str) -> None:
    for name, language in PAIRS:
        with pytest.raises(VideolectureError) as raised:
            list(engine(name).speak([text], voice(name, language), language, 0))
        assert raised.value.remedy


def test_the_longest_text_is_spoken() -> None:
    for name, language in PAIRS:
        longest = engine(name).info.longest(language) or 1000
        text = (" ".join([TEXTS[language][1].strip("!")] * 40))[:longest]
        (speech,) = engine(name).speak([text], voice(name, language), language, 0)
        if name not in UNTRAINED:
            assert speech.duration > 0.03 * longest
