"""What is heard in a recording. The last tests need the weights whisper-base and Silero's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.speech.preset import spoken
from videolecture.errors import InputError
from videolecture.speech.check import hearing
from videolecture.speech.recorded.listening import Listened, chunks, listen, load, save, stretch
from videolecture.speech.recorded.reading import read
from videolecture.speech.stage import write_wav
from videolecture.types import Mark, Samples


def test_long_recordings_are_heard_in_parts_cut_in_their_longest_pauses() -> None:
    speaks = np.ones(25_000, dtype=np.bool_)
    speaks[6_000:6_050] = speaks[8_000:8_200] = speaks[16_000:16_100] = False
    assert chunks(speaks) == [(0, 8_100), (8_100, 16_050), (16_050, 25_000)]
    assert chunks(speaks[:9_000]) == [(0, 9_000)]
    assert [first for first, _ in chunks(np.ones(20_000, dtype=np.bool_))] == [0, 8_999, 17_998]


def test_a_stretch_of_a_wav_is_silent_beyond_its_edges(tmp_path: Path) -> None:
    write_wav(tmp_path / "x.wav", np.full(48_000, 0.5, np.float32), 48_000)
    assert len(stretch(tmp_path / "x.wav", 0.25, 0.5)) == 12_000
    early = stretch(tmp_path / "x.wav", -0.1, 0.1)
    assert (len(early), early[0]) == (9_600, 0.0)
    assert float(early[-1]) == pytest.approx(0.5, abs=1e-3)
    assert len(stretch(tmp_path / "x.wav", 5.0, 6.0)) == 0


def test_what_was_heard_is_the_same_after_it_was_kept(tmp_path: Path) -> None:
    heard = Listened("ru", (Mark("word", "Да.", 0.5, 0.9),), ((0.4, 1.0),), 2.0, -18.25)
    save(tmp_path, heard)
    assert load(tmp_path) == heard


def test_noise_without_speech_is_refused_before_anything_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "ready", lambda: pytest.fail("the recogniser was loaded"))
    noise: Samples = np.random.default_rng(0).normal(0.0, 0.1, 96_000).astype(np.float32)
    write_wav(tmp_path / "in.wav", noise, 48_000)
    with pytest.raises(InputError) as refused:
        listen(tmp_path / "out.wav", read(tmp_path / "in.wav", tmp_path / "out.wav"), "ru", tmp_path / "in.wav")
    assert refused.value.code == "recording-no-speech"


def test_words_are_heard_with_their_times_and_another_language_is_refused(tmp_path: Path) -> None:
    said = spoken("сегодня мы поговорим о том, как устроена наша солнечная система.", "ru")
    quiet = np.zeros(2 * said.rate, np.float32)
    write_wav(tmp_path / "in.wav", np.float32(0.1) * np.concatenate([quiet, said.samples, quiet]), said.rate)
    found = read(tmp_path / "in.wav", tmp_path / "out.wav")
    heard = listen(tmp_path / "out.wav", found, "", tmp_path / "in.wav")
    assert heard.language == "ru"
    assert "солнечная" in [word.text.strip(".").lower() for word in heard.words]
    assert heard.words[0].end > 2.0
    assert heard.words[-1].start < 2.0 + said.duration
    with pytest.raises(InputError) as refused:
        listen(tmp_path / "out.wav", found, "en", tmp_path / "in.wav")
    assert refused.value.code == "recording-language"
    assert "«ru»" in refused.value.what
