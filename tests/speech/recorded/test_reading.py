from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from videolecture.errors import InputError
from videolecture.speech.recorded.reading import read
from videolecture.speech.stage import read_wav

RATE = 44_100


def written(path: Path, channels: NDArray[np.float64]) -> Path:
    """A 16-bit WAV of (channels, n)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((channels.T * 32767).astype("<i2").tobytes())
    return path


def tone(seconds: float = 2.0) -> NDArray[np.float64]:
    return 0.1 * np.sin(2 * np.pi * 300 * np.arange(round(seconds * RATE)) / RATE)


def test_a_recording_becomes_48_khz_mono_as_loud_as_16_bits_allow(tmp_path: Path) -> None:
    found = read(written(tmp_path / "in.wav", np.stack([tone(), tone()])), tmp_path / "out.wav")
    samples, rate = read_wav(tmp_path / "out.wav")
    assert rate == 48_000
    assert len(samples) == pytest.approx(2 * 48_000, abs=100)
    assert found.seconds == pytest.approx(2.0, abs=0.01)
    assert float(np.abs(samples).max()) == pytest.approx(0.9, abs=0.01)
    assert found.loudness == pytest.approx(-3.9 - 0.7, abs=1.0)  # a sine of .9 of full scale, K-weighted


def test_a_voice_that_the_mean_of_the_channels_loses_is_taken_from_its_own(tmp_path: Path) -> None:
    read(written(tmp_path / "in.wav", np.stack([tone(), -tone()])), tmp_path / "out.wav")
    assert float(np.sqrt(np.square(read_wav(tmp_path / "out.wav")[0]).mean())) > 0.5


def test_a_microphones_offset_goes(tmp_path: Path) -> None:
    read(written(tmp_path / "in.wav", tone()[None] + 0.2), tmp_path / "out.wav")
    assert abs(float(read_wav(tmp_path / "out.wav")[0].mean())) < 0.01


def test_what_was_cut_short_is_used_up_to_there(tmp_path: Path) -> None:
    whole = written(tmp_path / "in.wav", tone(4.0)[None]).read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])
    assert read(tmp_path / "cut.wav", tmp_path / "out.wav").seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"#EXTM3U\nhttp://somewhere/else.mp3\n", "recording-none"),
        (b"RIFF\x00\x00\x00\x00WAVEnonsense", "recording-not-decoded"),
        (b"", "recording-none"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    with pytest.raises(InputError) as refused:
        read(tmp_path / "x.wav", tmp_path / "out.wav")
    assert refused.value.code == code
    assert "x.wav" in refused.value.what


def test_silence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(written(tmp_path / "in.wav", np.zeros((1, RATE))), tmp_path / "out.wav")
    assert refused.value.code == "recording-silent"
