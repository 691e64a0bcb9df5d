"""The voice sample: every format in, every unusable one refused with a remedy."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest

from videolecture.errors import InputError
from videolecture.speech.activity import STEP, activity
from videolecture.speech.sample import load, warnings
from videolecture.types import Sample, Samples


def babble(seconds: float, rate: int = 16_000, level: float = 0.3) -> Samples:
    """Something with the rhythm of speech: a buzz in syllables, with pauses."""
    time = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 3 * time), 0, None) * (np.sin(2 * np.pi * 0.4 * time) > -0.8)
    sound = buzz * syllables + 1e-4 * np.random.default_rng(0).standard_normal(len(time))
    return np.asarray(level * sound / np.abs(sound).max(), dtype=np.float32)


def write(path: Path, samples: Samples, rate: int, codec: str, channels: int = 1) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo" if channels == 2 else "mono")
        assert isinstance(stream, av.AudioStream)
        block = np.tile(samples, (channels, 1))
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block), format="fltp", layout="stereo" if channels == 2 else "mono"
        )
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, stream.layout, rate)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


FORMATS = [
    ("wav", "pcm_s16le", 44_100),
    ("wav", "pcm_u8", 8_000),
    ("wav", "pcm_f32le", 96_000),
    ("wav", "pcm_s24le", 48_000),
    ("mp3", "libmp3lame", 44_100),
    ("m4a", "aac", 22_050),
    ("ogg", "libopus", 48_000),
    ("opus", "libopus", 48_000),
    ("flac", "flac", 16_000),
    ("webm", "libopus", 48_000),
]


@pytest.mark.parametrize(("suffix", "codec", "rate"), FORMATS)
@pytest.mark.parametrize("channels", [1, 2])
def test_common_formats_give_the_recorded_sound(
    tmp_path: Path, suffix: str, codec: str, rate: int, channels: int
) -> None:
    samples = babble(4.0, rate)
    sample = load(write(tmp_path / f"voice.{suffix}", samples, rate, codec, channels))
    assert sample.rate == rate
    assert abs(len(sample.samples) - len(samples)) < 0.1 * rate
    assert sample.samples.dtype == np.float32
    assert np.sqrt(np.mean(sample.samples**2)) == pytest.approx(np.sqrt(np.mean(samples**2)), rel=0.15)


def silence(seconds: float = 4.0) -> Samples:
    return np.zeros(round(seconds * 16_000), np.float32)


def rumble() -> Samples:
    return np.asarray(0.5 * np.sin(np.arange(64_000) * 2 * np.pi * 50 / 16_000), dtype=np.float32)


CHANNELS = {
    "opposite phases": ([1.0, -1.0], False),
    "nearly opposite": ([1.0, -0.9], False),
    "left alone": ([1.0, 0.0], False),
    "right alone": ([0.0, 1.0], False),
    "centre of 5.1": ([0.0, 0.0, 1.0, 0.0, 0.0, 0.0], False),
    "centre of 5.1 beside a rumble": ([0.0, 0.0, 1.0, 0.0, 0.0, 0.0], True),
}


@pytest.mark.parametrize("case", CHANNELS)
def test_the_voice_is_taken_from_the_channel_that_holds_it(tmp_path: Path, case: str) -> None:
    shares, rumbles = CHANNELS[case]
    channels = np.array(shares, dtype=np.float32)[:, None] * babble(4.0)
    if rumbles:
        channels[3] = rumble()
    sample = load(floats(tmp_path / "voice.wav", channels))
    assert abs(float(np.corrcoef(sample.samples, babble(4.0))[0, 1])) > 0.99
    assert np.abs(sample.samples).max() > 0.1


@pytest.mark.parametrize("gain", [4.0, 32_768.0])
def test_floating_point_beyond_one_is_scaled_not_clipped(tmp_path: Path, gain: float) -> None:
    sample = load(floats(tmp_path / "voice.wav", gain * babble(4.0)[None]))
    assert float(np.corrcoef(sample.samples, babble(4.0))[0, 1]) > 0.999
    assert np.abs(sample.samples).max() < 1.001


@pytest.mark.parametrize("first", [silence(), np.zeros(0, np.float32), rumble()], ids=["silent", "empty", "rumble"])
def test_of_several_tracks_the_one_with_a_voice_is_taken(tmp_path: Path, first: Samples) -> None:
    path = tmp_path / "voice.mkv"
    with av.open(str(path), "w") as container:
        tracks = [container.add_stream("pcm_s16le", rate=16_000, layout="mono") for _ in range(2)]
        for track, samples in zip(tracks, (first, babble(4.0)), strict=True):
            if len(samples):
                frame = av.AudioFrame.from_ndarray((samples * 32767).astype("<i2")[None], format="s16", layout="mono")
                frame.sample_rate = 16_000
                container.mux(track.encode(frame))
                container.mux(track.encode(None))
    assert np.corrcoef(load(path).samples[:60_000], babble(4.0)[:60_000])[0, 1] > 0.99


def floats(path: Path, channels: np.ndarray, data: int | None = None) -> Path:
    """(c, n) as a WAV of 32-bit floats; `data`: the length of the sound that its header tells."""
    body = np.ascontiguousarray(channels.T, dtype="<f4").tobytes()
    count, told = len(channels), len(body) if data is None else data
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", min(told + 36, 2**32 - 1), b"WAVE", b"fmt ", 16, 3, count, 16_000,
                       16_000 * 4 * count, 4 * count, 32)  # fmt: skip
    path.write_bytes(head + struct.pack("<4sI", b"data", told) + body)
    return path


@pytest.mark.parametrize("told", [0, 2**32 - 1, 2**31 - 1, 10_000_000, 200_000])
def test_a_header_that_tells_a_wrong_length_does_no_harm(tmp_path: Path, told: int) -> None:
    """As recorders leave them that were stopped, and programs that write into a pipe."""
    sample = load(floats(tmp_path / "voice.wav", babble(4.0)[None], told))
    assert len(sample.samples) >= min(64_000, (told or 256_000) // 4) - 2048


def test_a_recording_cut_short_is_used_up_to_there(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.mp3", babble(6.0, 44_100), 44_100, "libmp3lame").read_bytes()
    (tmp_path / "cut.mp3").write_bytes(whole[: len(whole) * 3 // 4 + 13])
    assert 3.5 < len(load(tmp_path / "cut.mp3").samples) / 44_100 < 5


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    one = load(write(tmp_path / "a.wav", babble(3.0), 16_000, "pcm_s16le"))
    two = load(write(tmp_path / "b.wav", babble(3.0), 16_000, "pcm_s16le"))
    other = load(write(tmp_path / "c.wav", babble(3.5), 16_000, "pcm_s16le"))
    assert one.digest == two.digest != other.digest


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no voice sample"), (b"", "empty"), (b"not a sound" * 500, "cannot|not a recording"), (b"RIFF", "not a")],
)
def test_files_that_are_no_recording_are_refused(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "voice.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says) as raised:
        load(path)
    assert "voice.wav" in raised.value.what
    assert raised.value.remedy


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path)


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, width=64, height=64, pix_fmt="yuv420p")
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(InputError, match="no sound track"):
        load(path)


@pytest.mark.parametrize(
    ("samples", "says"),
    [
        (np.zeros(48_000, np.float32), "silent"),
        (np.full(48_000, 0.3, np.float32), "silent"),
        (babble(0.6), "of speech"),
        (0.2 * np.random.default_rng(1).standard_normal(80_000).astype(np.float32), "noise or music"),
        (0.2 * np.sin(np.arange(80_000) / 20).astype(np.float32), "noise or music"),
        (np.append(0.002 * babble(8.0), np.float32(0.01)), "too quiet"),
    ],
    ids=["zeros", "offset", "short", "noise", "tone", "quiet"],
)
def test_sound_without_speech_is_refused(tmp_path: Path, samples: Samples, says: str) -> None:
    with pytest.raises(InputError, match=says):
        load(write(tmp_path / "voice.wav", samples, 16_000, "pcm_s16le"))


def test_a_good_sample_gives_no_warning() -> None:
    assert warnings(Sample("good.wav", "", babble(8.0), 16_000)) == ()


@pytest.mark.parametrize(
    ("samples", "says"),
    [
        (babble(2.5), "holds only"),
        (np.clip(6 * babble(8.0), -0.9, 0.9).astype(np.float32), "clipped"),
        (
            (babble(8.0) + 0.03 * np.random.default_rng(0).standard_normal(128_000)).astype(np.float32),
            "noisy",
        ),
    ],
)
def test_a_poor_sample_gives_a_warning_that_says_what_to_record(samples: Samples, says: str) -> None:
    found = warnings(Sample("poor.wav", "", samples, 16_000))
    assert any(says in warning and "poor.wav" in warning for warning in found)


def test_activity_finds_the_spoken_part() -> None:
    silence = np.zeros(16_000, np.float32)
    active = activity(np.concatenate([silence, babble(3.0), silence]), 16_000)
    assert not active[: round(0.9 / STEP)].any()
    assert not active[-round(0.9 / STEP) :].any()
    assert active.sum() * STEP == pytest.approx(2.5, abs=0.7)


def test_too_little_speech_is_never_told_as_a_whole_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = np.arange(100) < round(0.96 / STEP)
    monkeypatch.setattr("videolecture.speech.sample.activity", lambda *_: heard)
    with pytest.raises(InputError, match=r"holds 0\.9 s of speech"):
        load(write(tmp_path / "voice.wav", babble(1.0), 16_000, "pcm_s16le"))
