"""Mouth shapes from the sound alone: what is left where neither the engine nor the text tells when a letter sounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.activity import STEP, activity, levels
from videolecture.types import Samples, Viseme, VisemeName

SPAN = 4  # steps of 10 ms that one shape is chosen for
HISS = -3.0  # dB of the band above 3.5 kHz over that under 1 kHz: more is с, ш
CLOSED = -17.0  # dB under the loud parts: a dip between louder sounds is a closing of the lips
# The centre of a vowel's sound between 300 and 3000 Hz tells its shape: back vowels are dark, front ones bright.
VOWELS: tuple[tuple[float, VisemeName], ...] = ((600.0, "ou"), (750.0, "oh"), (1050.0, "aa"), (1400.0, "e"))
BRIGHTEST: VisemeName = "ih"


def visemes_from_sound(samples: Samples, rate: int) -> tuple[Viseme, ...]:
    """Shapes without gaps from 0 to the end of the sound: rest in silence, hisses, closings and five vowels by tone."""
    level = levels(samples, rate)
    speaks = activity(samples, rate)
    end = len(samples) / rate
    if not speaks.any():
        return (Viseme("sil", 0.0, end, 0.0),) if end else ()
    low, high, centre = _bands(samples, rate, len(level))
    loud = float(np.percentile(level[speaks], 90))
    shapes: list[Viseme] = []
    for first in range(0, len(level), SPAN):
        part = slice(first, min(first + SPAN, len(level)))
        name, stress = _shape(speaks[part], level[part] - loud, high[part] - low[part], centre[part])
        until = min(end, (first + SPAN) * STEP)
        if shapes and shapes[-1].name == name:
            shapes[-1] = Viseme(name, shapes[-1].start, until, max(stress, shapes[-1].stress))
        elif until > first * STEP:
            shapes.append(Viseme(name, first * STEP, until, stress))
    if shapes and shapes[-1].end < end:
        shapes[-1] = Viseme(shapes[-1].name, shapes[-1].start, end, shapes[-1].stress)
    return tuple(shapes)


def _shape(
    speaks: NDArray[np.bool_], level: NDArray[np.float64], hiss: NDArray[np.float64], centre: NDArray[np.float64]
) -> tuple[VisemeName, float]:
    if speaks.mean() < 0.5:
        return "sil", 0.0
    if float(hiss.mean()) > HISS:
        return "ss", 0.7
    if float(level.mean()) < CLOSED:
        return "pp", 0.7
    stress = float(np.clip(1.0 + level.mean() / 20, 0.4, 1.0))  # louder is wider
    tone = float(centre.mean())
    return next((name for border, name in VOWELS if tone < border), BRIGHTEST), stress


def _bands(
    samples: Samples, rate: int, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Per 10 ms: dB under 1 kHz, dB above 3.5 kHz, and the centre in Hz of what is between 300 and 3000 Hz."""
    step, window = round(rate * STEP), round(rate * 0.03)
    padded = np.pad(samples.astype(np.float64), (window // 2, window + step))
    at = np.arange(count)[:, None] * step + np.arange(window)[None]
    power = np.abs(np.fft.rfft(padded[at] * np.hanning(window), axis=1)) ** 2 + 1e-9
    hertz = np.fft.rfftfreq(window, 1 / rate)
    voice = (hertz >= 300) & (hertz <= 3000)
    centre = (power[:, voice] * hertz[voice]).sum(axis=1) / power[:, voice].sum(axis=1)

    def decibels(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.asarray(10 * np.log10(power[:, chosen].sum(axis=1)))

    return decibels((hertz >= 100) & (hertz < 1000)), decibels(hertz >= 3500), centre
