"""Clips of known content: every frame shows its number, every fragment's sound carries impulses at known samples."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from videolecture.compose.encoding import write_clip
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Image, Samples

SIZE = 64  # pixels: small pictures encode fast
BITS = 16


def numbered_frames(first: int, count: int, size: int = SIZE) -> Iterator[Image]:
    """Frames that show their number as sixteen black or white squares: readable after encoding."""
    cell = size // 4
    for number in range(first, first + count):
        frame = np.zeros((size, size, 3), np.uint8)
        for bit in range(BITS):
            if number >> bit & 1:
                row, column = divmod(bit, 4)
                frame[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell] = 255
        yield frame


def read_number(frame: NDArray[np.generic]) -> int:
    cell = frame.shape[0] // 4
    number = 0
    for bit in range(BITS):
        row, column = divmod(bit, 4)
        square = frame[row * cell + 4 : (row + 1) * cell - 4, column * cell + 4 : (column + 1) * cell - 4]
        number |= int(np.mean(square.astype(int)) > 127) << bit
    return number


def write_wav(path: Path, samples: Samples) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def impulse(frames: int, at: int, amplitude: float = 0.5) -> Samples:
    """Silence of so many frames with a short burst around one sample."""
    sound = np.zeros(frames * SAMPLES_PER_FRAME, np.float32)
    sound[at] = amplitude
    return sound


def hum(frames: int, amplitude: float = 0.1) -> Samples:
    """A low tone: something that has a loudness and leaves an impulse above it easy to find."""
    sound: Samples = (amplitude * np.sin(2 * np.pi * 200 * np.arange(frames * SAMPLES_PER_FRAME) / SAMPLE_RATE)).astype(
        np.float32
    )
    return sound


def voice(frames: int, seed: int = 0, level: float = 0.05) -> Samples:
    """Noise of a voice's colour in syllables: as peaky as speech is."""
    rng = np.random.default_rng(seed)
    count = frames * SAMPLES_PER_FRAME
    coloured = lfilter([0.12], [1.0, -0.88], rng.standard_normal(count)) * 4.0  # falls by 6 dB per octave above 1 kHz
    syllables = np.abs(np.sin(2 * np.pi * 3.1 * np.arange(count) / SAMPLE_RATE + seed)) ** 3
    sound: Samples = (level * coloured * syllables).astype(np.float32)
    return sound


def make_clip(folder: Path, name: str, first: int, frames: int, samples: Samples) -> tuple[Path, Path]:
    """(clip, its WAV)."""
    clip, sound = folder / f"{name}.mp4", folder / f"{name}.wav"
    write_wav(sound, samples)
    write_clip(clip, numbered_frames(first, frames), samples)
    return clip, sound


def decode_pictures(path: Path) -> Iterator[tuple[int, float]]:
    """(number shown, seconds) of every frame."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            yield read_number(frame.to_ndarray(format="rgb24")), frame.time


def decode_sound(path: Path) -> Samples:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]).astype(np.float32)
