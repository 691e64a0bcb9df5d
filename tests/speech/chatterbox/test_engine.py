from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.speech.chatterbox.tiny import engine, published
from videolecture.conformance.speech import buzz
from videolecture.errors import InputError, MissingError
from videolecture.speech.chatterbox import loading
from videolecture.speech.chatterbox.engine import TOKEN, Chatterbox
from videolecture.types import Sample, Samples


def quiet(done: float, what: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture(autouse=True)
def classes(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch)


def test_an_utterance_is_whole_tokens_without_the_last_and_the_same_every_time() -> None:
    made = engine()
    voice = made.enroll(buzz(), "ru", quiet)
    first, second = (list(made.speak(["Добрый день.", "Раз."], voice, "ru", 3)) for _ in range(2))
    assert [len(speech.samples) % TOKEN for speech in first] == [0, 0]
    for once, again in zip(first, second, strict=True):
        assert np.array_equal(once.samples, again.samples), "nothing of one call is left for the next"
    (other,) = made.speak(["Раз."], voice, "ru", 4)
    assert not np.array_equal(other.samples, first[1].samples)


def test_what_the_model_did_not_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("videolecture.speech.chatterbox.decoding.FEWEST", 3)
    monkeypatch.setattr("videolecture.speech.chatterbox.decoding.EACH", 0)
    made = engine()
    voice = made.enroll(buzz(), "ru", quiet)
    told = [speech.problems for seed in range(6) for speech in made.speak(["Добрый день."], voice, "ru", seed)]
    assert ("the model did not come to an end",) in told


def test_the_watermark_is_put_on_every_utterance(monkeypatch: pytest.MonkeyPatch) -> None:
    made = engine()
    voice = made.enroll(buzz(), "en", quiet)
    marked: list[int] = []

    def mark(sound: Samples, sample_rate: int) -> Samples:
        marked.append(sample_rate)
        return sound

    monkeypatch.setattr(made._model.watermarker, "apply_watermark", mark)
    list(made.speak(["One.", "Two."], voice, "en", 0))
    assert marked == [24_000, 24_000]
    assert "watermark" in Chatterbox.info.limits


def test_a_sample_of_half_a_second_and_a_language_without_a_reader_are_refused() -> None:
    made = engine()
    with pytest.raises(InputError, match=r"too short for Chatterbox: 0\.5 s"):
        made.enroll(Sample("me.wav", "0" * 64, np.zeros(8_000, np.float32), 16_000), "ru", quiet)
    with pytest.raises(InputError, match="does not speak «ja»"):
        made.enroll(buzz(), "ja", quiet)


@pytest.mark.parametrize("options", [{"model": "v4"}, {"device": 1}])
def test_an_option_that_cannot_be_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(InputError, match="cannot be"):
        Chatterbox.check_options(options)


def test_the_weights_are_those_of_the_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("videolecture.speech.chatterbox.engine.require", lambda *_: None)
    assert "chatterbox-v3" in Chatterbox.weights_for({})
    assert "chatterbox-v2" in Chatterbox.weights_for({"model": "v2", "folder": str(tmp_path)})


def test_without_the_package_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_loaded", [])
    for name in (loading.VOICE, loading.SOUND, loading.VOCABULARY, loading.TEXT["v3"]):
        (tmp_path / name).touch()
    with pytest.raises(MissingError, match="chatterbox-tts") as missing:
        Chatterbox({"folder": str(tmp_path), "device": "cpu"})
    assert "videolecture engines install chatterbox" in missing.value.remedy
    (tmp_path / loading.SOUND).unlink()
    with pytest.raises(MissingError, match=r"no s3gen\.pt"):
        Chatterbox({"folder": str(tmp_path), "device": "cpu"})
