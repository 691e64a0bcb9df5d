"""Loudness and true peak, held against FFmpeg's ebur128 and against sounds whose values are known."""

from __future__ import annotations

from collections.abc import Iterator

import av
import av.filter
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from videolecture.loudness import LoudnessMeter, TruePeakMeter, decibels, integrated, k_weighting, true_peak
from videolecture.types import Samples

RATE = 48_000


def sine(frequency: float, seconds: float, amplitude: float = 1.0, phase: float = 0.0, rate: int = RATE) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * frequency * time + phase)).astype(np.float32)


def noise(seconds: float, amplitude: float, seed: int = 0, rate: int = RATE) -> Samples:
    return (amplitude * np.random.default_rng(seed).standard_normal(round(seconds * rate))).astype(np.float32)


def speech_like(seconds: float, seed: int = 0, rate: int = RATE) -> Samples:
    """Noise in bursts with pauses of digital silence and slow swells."""
    sound = noise(seconds, 0.1, seed, rate)
    time = np.arange(len(sound)) / rate
    swell = (0.1 + np.abs(np.sin(2 * np.pi * 0.31 * time))) * (np.sin(2 * np.pi * 0.7 * time) > -0.3)
    return (sound * swell).astype(np.float32)


def ffmpeg(sound: Samples, rate: int = RATE) -> tuple[float, float]:
    """(integrated loudness, true peak in dBTP) as FFmpeg's ebur128 filter reads them."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate, format="flt", layout="mono")
    meter = graph.add("ebur128", "peak=true:metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(sound[None], format="flt", layout="mono")
    frame.sample_rate = rate
    graph.push(frame)
    graph.push(None)
    loudness, peak = -70.0, 0.0  # the filter gives peaks as amplitudes
    for reading in _drain(sink):
        loudness = float(reading.metadata["lavfi.r128.I"])
        peak = max(peak, float(reading.metadata.get("lavfi.r128.true_peaks_ch0", peak)))
    return loudness, decibels(peak)


def _drain(sink: av.filter.context.FilterContext) -> Iterator[av.AudioFrame]:
    while True:
        try:
            yield sink.pull()  # type: ignore[misc]
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def test_weighting_equals_the_printed_coefficients_at_48_khz() -> None:
    printed = [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
    assert np.allclose(k_weighting(RATE), printed, atol=1e-8)


def test_full_scale_sine_of_997_hz_reads_minus_three() -> None:
    assert integrated(sine(997, 5), RATE) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_loudness_agrees_with_ffmpeg(rate: int, seed: int) -> None:
    sound = speech_like(12, seed, rate)
    assert integrated(sound, rate) == pytest.approx(ffmpeg(sound, rate)[0], abs=0.1)


@pytest.mark.parametrize(
    "sound",
    [
        (sine(12_000, 1, 0.5, np.pi / 4) * np.hanning(RATE)).astype(np.float32),  # samples at 0.354, crests at 0.5
        sine(997, 1, 0.9),
        noise(2, 0.1),
        np.where(np.arange(RATE) // 50 % 2, 0.5, -0.5).astype(np.float32),  # square wave
        np.eye(1, RATE, RATE // 2, dtype=np.float32)[0],  # one click
    ],
    ids=["between-samples", "sine", "noise", "square", "click"],
)
def test_true_peak_agrees_with_ffmpeg(sound: Samples) -> None:
    assert true_peak(sound) == pytest.approx(ffmpeg(sound)[1], abs=0.25)


def test_peak_between_samples_is_found() -> None:
    sound = sine(12_000, 1, 0.5, np.pi / 4)
    faded = (sound * np.hanning(len(sound))).astype(np.float32)  # no edges, whose own overshoot would be the peak
    assert np.max(np.abs(faded)) == pytest.approx(0.3536, abs=1e-3)
    assert true_peak(faded) == pytest.approx(20 * np.log10(0.5), abs=0.05)


def test_silence_has_no_loudness_and_no_peak() -> None:
    assert integrated(np.zeros(RATE, np.float32), RATE) == float("-inf")
    assert true_peak(np.zeros(RATE, np.float32)) == float("-inf")
    assert integrated(np.zeros(0, np.float32), RATE) == float("-inf")
    assert integrated(noise(2, 1e-5), RATE) == float("-inf")


def test_pauses_do_not_make_speech_quieter() -> None:
    spoken = noise(5, 0.1)
    paused = np.concatenate([spoken, np.zeros(20 * RATE, np.float32), spoken])
    assert integrated(paused, RATE) == pytest.approx(integrated(spoken, RATE), abs=0.2)


def test_a_sound_shorter_than_a_block_is_measured_whole() -> None:
    assert integrated(sine(997, 0.2), RATE) == pytest.approx(-3.01, abs=0.3)


def test_gain_moves_the_loudness_by_as_many_decibels() -> None:
    meter = LoudnessMeter(RATE)
    meter.add(speech_like(6))
    assert meter.integrated(2.0) == pytest.approx(meter.integrated() + 6.02, abs=0.01)


@given(cuts=st.lists(st.integers(0, 3 * RATE), max_size=6))
@settings(deadline=None, max_examples=15)
def test_readings_do_not_depend_on_how_the_sound_is_cut(cuts: list[int]) -> None:
    sound = speech_like(3)
    loudness, peak = LoudnessMeter(RATE), TruePeakMeter()
    for piece in np.split(sound, sorted(cuts)):
        loudness.add(piece)
        peak.add(piece)
    assert loudness.integrated() == pytest.approx(integrated(sound, RATE), abs=1e-6)
    assert peak.peak() == pytest.approx(true_peak(sound), abs=1e-6)
