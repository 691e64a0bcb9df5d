"""Mel windows: what ExpNet and PoseVAE hear of every video frame.

The constants are those of Wav2Lip (Prajwal et al., 2020), whose audio encoder the published weights contain; the
filter bank is Slaney's (Auditory Toolbox, 1998), the spectrogram centred with zeros beyond both ends. Only the steps
that are asked for are computed: the first frame of half an hour is heard at once.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000  # Hz
FPS = 25  # frames per second the networks were trained for
N_FFT = 800  # samples: 50 ms windows
HOP = 200  # samples: 80 mel steps a second
STEPS_PER_SECOND = SAMPLE_RATE / HOP
N_MELS = 80
LOWEST, HIGHEST = 55.0, 7600.0  # Hz
PREEMPHASIS = 0.97
REFERENCE_DB = 20.0
FLOOR_DB = -100.0
CLIP = 4.0  # decibels are mapped to -4..4
WINDOW = 16  # mel steps a frame hears: 200 ms
LEAD = 2  # frames before its own time, at which a frame's window begins

Sound = NDArray[np.float32]  # (n,), mono at 16 kHz, [-1, 1]
Mel = NDArray[np.float32]  # (steps, 80)


def _hz_to_mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    linear = hz / (200 / 3)
    return np.where(hz < 1000, linear, 15 + np.log(np.maximum(hz, 1000) / 1000) * 27 / np.log(6.4))


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


@cache
def filter_bank() -> NDArray[np.float32]:
    """(401, 80): triangles of equal area over the bins of the spectrum."""
    ends = _hz_to_mel(np.array([LOWEST, HIGHEST]))
    corners = _mel_to_hz(np.linspace(ends[0], ends[1], N_MELS + 2))  # (82,) Hz
    bins = np.linspace(0, SAMPLE_RATE / 2, N_FFT // 2 + 1)[:, None]  # (401, 1) Hz
    rising = (bins - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - bins) / (corners[2:] - corners[1:-1])
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * 2 / (corners[2:] - corners[:-2])).astype(np.float32)


def steps_of(sound: Sound) -> int:
    """How many mel steps a sound has."""
    return 1 + len(sound) // HOP


def mel_steps(sound: Sound, first: int, last: int) -> Mel:
    """Steps first..last-1 of a mono sound at 16 kHz, (n,) in [-1, 1] -> (last - first, 80) in [-4, 4]."""
    begin, end = first * HOP - N_FFT // 2, (last - 1) * HOP + N_FFT // 2  # samples; zeros beyond the sound's ends
    before, after = max(0, -begin), max(0, end - len(sound))
    part = sound[max(0, begin - 1) : end].astype(np.float64)
    part[1:] -= PREEMPHASIS * part[:-1].copy()
    if begin > 0:
        part = part[1:]  # it was there for the pre-emphasis of the next
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(part, (before, after)), N_FFT)[::HOP]  # (steps, 800)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    magnitude = np.abs(np.fft.rfft(frames * hann))  # (steps, 401)
    decibels = 20 * np.log10(np.maximum(10 ** (FLOOR_DB / 20), magnitude @ filter_bank())) - REFERENCE_DB
    scaled = 2 * CLIP * (decibels - FLOOR_DB) / -FLOOR_DB - CLIP
    return np.clip(scaled, -CLIP, CLIP).astype(np.float32)


def mel_windows(sound: Sound, first: int, last: int) -> NDArray[np.float32]:
    """The windows of frames first..last-1: (frames, 1, 80, 16). Beyond its ends the sound's outermost steps repeat.

    A window's first step is truncated toward zero, as the networks were trained, so the first frames share theirs.
    """
    frames = np.arange(first, last)
    starts = np.trunc(STEPS_PER_SECOND * ((frames - LEAD) / FPS)).astype(np.int64)
    steps = np.clip(starts[:, None] + np.arange(WINDOW), 0, steps_of(sound) - 1)  # (frames, 16)
    heard = mel_steps(sound, int(steps.min()), int(steps.max()) + 1)
    return np.ascontiguousarray(heard[steps - steps.min()].transpose(0, 2, 1)[:, None])
