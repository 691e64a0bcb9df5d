"""The speech stage: laying out a fragment, repeating what failed, and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from videolecture.engines import SpeechEngine
from videolecture.errors import Cancelled, EngineError
from videolecture.loudness import integrated
from videolecture.speech import stage
from videolecture.speech.level_sentences import CALIBRATION
from videolecture.speech.timing.marks import letters_and_words
from videolecture.types import (
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    EngineInfo,
    Mark,
    Phrase,
    Progress,
    Sample,
    Sentence,
    Speech,
    VoiceProfile,
)

RATE = 24_000
LETTER = 0.08  # seconds
FADE = 2400  # samples
EDGE = 0.5  # seconds of silence that this engine leaves around its speech


class Buzzer(SpeechEngine):
    """A speech engine of known output: every letter is 80 ms of a tone. Fails as often as it is told."""

    info: ClassVar[EngineInfo] = EngineInfo(
        "buzzer", "speech", "Buzzer", "Apache-2.0", "none", True, 1, rate=RATE, longest_text=40
    )

    def __init__(self, failures: int = 0, *, steady: bool = False) -> None:
        self.failures, self.steady = failures, steady
        self.said: list[tuple[str, str, int]] = []

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        progress(0.0, "")
        return VoiceProfile("buzzer", "digest", {"numbers": np.arange(3.0), "language": language})

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for text in texts:
            self.said.append((text, language, seed))
            durations = [EDGE, *[LETTER] * len(text), EDGE]
            samples = np.zeros(round(sum(durations) * RATE), np.float32)
            inside = samples[round(EDGE * RATE) : round(-EDGE * RATE)]
            inside[:] = 0.2 * np.sin(np.arange(len(inside)) * 2 * np.pi * 300 / RATE)
            inside[-FADE:] *= np.linspace(1, 0, FADE, dtype=np.float32) ** 2
            if self.failures:
                self.failures -= 1
                samples[:] = 0 if self.steady else 1e-6 * seed  # silence, of another kind at every try
            yield Speech(samples, RATE, letters_and_words(f"|{text}~", durations))


VOICE = VoiceProfile("buzzer", "digest", {}, gain=0.5)


def sentences(*texts: str, pause: float = 0.35) -> list[Sentence]:
    return [Sentence(text, (Phrase(text, pause),)) for text in texts]


def speak(engine: Buzzer, given: Sequence[Sentence], language: str = "ru", seed: int = 0) -> stage.SpokenFragment:
    return stage.speak_fragment(engine, given, VOICE, language, seed, lambda _done, _what: None)


def test_a_fragment_is_a_whole_number_of_frames() -> None:
    for text in ("а", "аб", "абв", "абвг"):
        speech = speak(Buzzer(), sentences(text * 3)).speech
        assert speech.rate == SAMPLE_RATE
        assert len(speech.samples) % SAMPLES_PER_FRAME == 0


def test_sentences_start_and_end_where_they_sound() -> None:
    fragment = speak(Buzzer(), sentences("абвгдабвгд", "абвгдабвгд"))
    (first, first_end), (second, second_end) = fragment.sentences
    assert first == pytest.approx(stage.LEAD_IN)
    # The engine's own half second of silence is gone, 30 ms and 60 ms around the sound are kept.
    assert first_end - first == pytest.approx(0.8 + 0.09, abs=0.04)
    assert second - first_end == pytest.approx(0.35, abs=0.001)
    assert fragment.speech.duration - second_end == pytest.approx(0.35, abs=0.041)
    quiet = fragment.speech.samples[round((first_end + 0.01) * SAMPLE_RATE) : round((second - 0.01) * SAMPLE_RATE)]
    assert np.abs(quiet).max() == 0


def test_marks_stay_on_their_sound() -> None:
    fragment = speak(Buzzer(), sentences("абвгд", "абвгд"))
    sounding = np.flatnonzero(np.abs(fragment.speech.samples) > 0.02) / SAMPLE_RATE
    words = [mark for mark in fragment.speech.marks if mark.kind == "word"]
    assert len(words) == 2
    assert words[0].start == pytest.approx(sounding[0], abs=0.02)
    assert words[1].end == pytest.approx(sounding[-1], abs=0.06)  # it fades
    assert fragment.speech.visemes[-1].end == pytest.approx(words[1].end)


def test_the_voices_gain_is_applied() -> None:
    fragment = speak(Buzzer(), sentences("абвгдабвгд"))
    assert np.abs(fragment.speech.samples).max() == pytest.approx(0.1, rel=0.05)


def test_long_sentences_and_phrases_of_another_language_become_calls() -> None:
    engine = Buzzer()
    phrases = (Phrase("раз, " * 12, 0.1), Phrase("hello", 0.2, "en"))
    fragment = speak(engine, [Sentence("", phrases)])
    assert all(len(text) <= 40 for text, _, _ in engine.said)
    assert [language for _, language, _ in engine.said] == ["ru", "ru", "en"]
    assert len(fragment.sentences) == 1


def test_a_failed_utterance_is_made_again_with_another_seed() -> None:
    engine = Buzzer(failures=1)
    fragment = speak(engine, sentences("абвгд"), seed=7)
    assert [seed for _, _, seed in engine.said] == [7, 8]
    assert fragment.measurements.spoken_again == 1
    assert fragment.measurements.problems == ()


def test_an_engine_that_says_a_thing_always_the_same_is_not_asked_a_third_time() -> None:
    engine = Buzzer(failures=9, steady=True)
    fragment = speak(engine, sentences("абвгд"), seed=7)
    assert len(engine.said) == 2
    assert fragment.measurements.spoken_again == 1
    assert "silent" in str(fragment.measurements.problems)


def test_the_best_of_failed_tries_is_kept() -> None:
    class Worse(Buzzer):
        """Speaks for .1, .6 and .15 seconds: all too short for its text, the second the least."""

        def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
            self.said += [(text, language, seed) for text in texts]
            time = np.arange(round((0.1, 0.6, 0.15)[seed] * RATE)) / RATE
            for _ in texts:
                yield Speech((0.2 * np.sin(2 * np.pi * 200 * time)).astype(np.float32), RATE)

    fragment = speak(Worse(), sentences("абвгд " * 5 + "абвгд"))
    assert fragment.speech.duration == pytest.approx(stage.LEAD_IN + 0.6 + 0.35, abs=0.1)
    assert fragment.measurements.utterances == 1
    assert fragment.measurements.spoken_again == 2


def test_what_keeps_failing_is_reported_after_three_attempts() -> None:
    engine = Buzzer(failures=9)
    fragment = speak(engine, sentences("абвгд"))
    assert len(engine.said) == 3
    assert "абвгд" in str(fragment.measurements.problems)


def test_nothing_to_say_is_an_error() -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        speak(Buzzer(), sentences("..."))


def test_cancelling_reaches_the_stage_between_utterances() -> None:
    def cancel(done: float, _what: str) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        stage.speak_fragment(Buzzer(), sentences("аб", "вг"), VOICE, "ru", 0, cancel)


def test_enrolment_brings_the_voice_to_a_fixed_loudness() -> None:
    engine = Buzzer()
    sample = Sample("voice.wav", "", np.zeros(1, np.float32), RATE)
    profile = stage.enroll(engine, sample, "ru", lambda _done, _what: None)
    spoken = np.concatenate([s.samples for s in engine.speak(CALIBRATION["ru"], profile, "ru", 0)])
    assert integrated(spoken * np.float32(profile.gain), RATE) == pytest.approx(stage.LOUDNESS, abs=0.1)
    assert profile.digest != "digest"


def test_a_fragment_survives_its_files(tmp_path: Path) -> None:
    fragment = speak(Buzzer(), sentences("абвгд", "абв"))
    stage.write_fragment(tmp_path, fragment)
    again = stage.read_fragment(tmp_path)
    assert again.speech.marks == fragment.speech.marks
    assert again.speech.visemes == fragment.speech.visemes
    assert again.sentences == fragment.sentences
    assert again.measurements == fragment.measurements
    assert np.abs(again.speech.samples - fragment.speech.samples).max() < 1 / 32_000


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    fragment = speak(Buzzer(), sentences("абвгд"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        stage.write_fragment(tmp_path / name, fragment)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_marks_never_leave_the_sound() -> None:
    fragment = speak(Buzzer(), sentences("абвгд " * 6, "абв"))
    marks: tuple[Mark, ...] = fragment.speech.marks
    assert all(0 <= mark.start <= mark.end <= fragment.speech.duration for mark in marks)
