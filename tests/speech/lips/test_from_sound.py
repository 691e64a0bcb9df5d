from __future__ import annotations

from itertools import pairwise

import numpy as np

from videolecture.speech.lips.from_sound import visemes_from_sound
from videolecture.types import Samples

RATE = 24_000


def vowel(first: float, second: float, seconds: float = 0.3) -> Samples:
    """Harmonics of 120 Hz under two formants."""
    time = np.arange(int(seconds * RATE)) / RATE
    parts = [
        np.sin(2 * np.pi * 120 * k * time)
        * (np.exp(-(((120 * k - first) / 120) ** 2)) + 0.8 * np.exp(-(((120 * k - second) / 150) ** 2)))
        for k in range(1, 60)
    ]
    return np.asarray(0.1 * np.sum(parts, axis=0), dtype=np.float32)


def noise(seconds: float = 0.2) -> Samples:
    """A hiss above 4 kHz."""
    spectrum = np.fft.rfft(np.random.default_rng(0).normal(0, 1, int(seconds * RATE)))
    spectrum[np.fft.rfftfreq(int(seconds * RATE), 1 / RATE) < 4000] = 0
    return (0.05 * np.fft.irfft(spectrum)).astype(np.float32)


def silence(seconds: float = 0.4) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)


def test_shapes_follow_the_sound_without_gaps() -> None:
    sound = np.concatenate([silence(), vowel(300, 700), noise(), vowel(300, 2300), silence()])
    shapes = visemes_from_sound(sound, RATE)
    assert shapes[0].start == 0 and abs(shapes[-1].end - len(sound) / RATE) < 1e-6
    assert all(a.end == b.start and a.name != b.name for a, b in pairwise(shapes))
    assert shapes[0].name == shapes[-1].name == "sil"

    def at(time: float) -> str:
        return next(shape.name for shape in shapes if shape.start <= time < shape.end)

    assert at(0.55) in ("ou", "oh")
    assert at(0.80) == "ss"
    assert at(1.05) in ("e", "ih")


def test_silence_is_rest_and_nothing_is_nothing() -> None:
    assert [shape.name for shape in visemes_from_sound(silence(), RATE)] == ["sil"]
    assert visemes_from_sound(np.zeros(0, np.float32), RATE) == ()
