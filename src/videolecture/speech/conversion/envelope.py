"""The spectral envelope of speech: what throat, mouth and nose make of the pulses of the vocal folds.

Found as CheapTrick does (Morise 2015, "CheapTrick, a spectral envelope estimator for high-quality speech synthesis"):
a window of three periods, the spectrum smoothed over two thirds of the pitch, and a lifter that takes the last of the
harmonics away and sharpens what the smoothing blurred. Kept as a few cepstral numbers over mel bands; put back by a
filter that changes with time, so that the sound itself, its pulses and its breath stay as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion import pitch
from videolecture.speech.conversion.slaney import to_hertz, to_mel
from videolecture.types import Samples

RATE = 24_000  # Hz that envelopes are looked at: the bands end below its half
STEP = pitch.STEP  # seconds from one envelope to the next
FFT = 2048
BANDS, LOWEST, HIGHEST = 80, 60.0, 11_500.0  # mel bands, Hz of the first and the last
SIZE = 40  # cepstral numbers that are kept: about what an ear hears of an envelope
NO_PITCH = 500.0  # Hz, of windows in which nothing is voiced: as narrow as for the highest voice
PERIODS, SMOOTHED = 3, 2 / 3  # of the window, in periods; of the smoothing, in pitches
LIFTER = 1.3, -0.15  # CheapTrick's q0 and q1
SPEECH_RANGE = 7.0  # natural logarithm of power (30 dB) under the loud parts: what is quieter is not speech
CHUNK = 500  # windows looked at together
PI = np.float32(np.pi)

# The filter: windows of four steps, so that their sum is even; room for its response around them.
FILTER_WINDOW, FILTER_FFT = 4, 2048
LARGEST_CHANGE = 3.0  # nepers of amplitude that the filter raises or lowers a band by at most

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Envelopes:
    """The envelopes of a recording, one every 5 ms."""

    bands: Floats  # (steps, 80) natural logarithm of power
    pitches: Floats  # (steps,) Hz, 0: not voiced

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """Where somebody speaks, shape (steps,)."""
        loudness = self.bands.mean(axis=1)
        return np.asarray(loudness > np.percentile(loudness, 95) - SPEECH_RANGE)

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Where the sound is voiced, shape (steps,)."""
        return self.pitches > 0

    @cached_property
    def cepstra(self) -> Floats:
        """Shape (steps, 40)."""
        return np.asarray(self.bands @ cosines().T)


def envelopes(samples: Samples, rate: int) -> Envelopes:
    """Those of a recording of at least one step."""
    import soxr

    pitches = pitch.track(samples, rate)
    sound = np.asarray(soxr.resample(np.asarray(samples, np.float32), rate, RATE), np.float64)
    hop = round(RATE * STEP)
    padded = np.pad(sound, (FFT // 2, FFT // 2 + hop * len(pitches)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::hop][: len(pitches)]
    parts = [_bands(windows[at : at + CHUNK], pitches[at : at + CHUNK]) for at in range(0, len(pitches), CHUNK)]
    return Envelopes(np.concatenate(parts), pitches)


def filtered(samples: Samples, rate: int, change: Floats) -> Samples:
    """Sound whose envelopes were changed by cepstra of shape (steps, 40), added every 5 ms."""
    from scipy.fft import irfft, rfft  # keeps single precision fast, as NumPy's does not

    hop = round(rate * STEP)
    size = FILTER_WINDOW * hop
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)
    # Windows begin before the sound and end after it, so that its edges are covered like the rest.
    change = np.pad(change, ((FILTER_WINDOW // 2, FILTER_WINDOW // 2), (0, 0)), mode="edge")
    padded = np.pad(np.asarray(samples, np.float32), (size, hop * len(change)))
    result = np.zeros(len(padded) + FILTER_FFT, np.float32)
    spread, room = _between_bands(np.arange(FILTER_FFT // 2 + 1) * rate / FILTER_FFT), (FILTER_FFT - size) // 2
    for at in range(0, len(change), CHUNK):
        # Half the change of power's logarithm is that of amplitude's.
        bands = np.clip(0.5 * change[at : at + CHUNK] @ cosines(), -LARGEST_CHANGE, LARGEST_CHANGE)
        heard = np.lib.stride_tricks.sliding_window_view(padded, size)[at * hop :: hop][: len(bands)] * window
        heard = np.pad(heard, ((0, 0), (room, FILTER_FFT - size - room)))
        made = irfft(rfft(heard) * np.exp(bands.astype(np.float32) @ spread), FILTER_FFT) * np.float32(
            2 / FILTER_WINDOW
        )
        for number, piece in enumerate(made):
            start = (at + number) * hop
            result[start : start + FILTER_FFT] += piece
    first = room + size
    return result[first : first + len(samples)]


@cache
def cosines() -> Floats:
    """The orthonormal discrete cosine transform of bands to cepstra, shape (40, 80)."""
    at = np.pi * np.arange(SIZE)[:, None] * (np.arange(BANDS) + 0.5) / BANDS
    return np.asarray(np.cos(at) * np.sqrt(np.where(np.arange(SIZE) == 0, 1, 2) / BANDS)[:, None])


@cache
def centres() -> Floats:
    """Of the mel bands in Hz (Slaney's scale), shape (80,)."""
    return to_hertz(np.linspace(float(to_mel(LOWEST)), float(to_mel(HIGHEST)), BANDS))


def _bands(windows: Floats, pitches: Floats) -> Floats:
    # Sines are taken in single precision, five times as fast; powers have too wide a range for it.
    folds = np.where(pitches > 0, pitches, NO_PITCH)[:, None].astype(np.float32)
    time = ((np.arange(FFT) - FFT // 2) / RATE).astype(np.float32)
    turns = 2 * np.abs(time) * folds / PERIODS  # 1 at the window's edge
    window = np.where(turns < 1, 0.5 + 0.5 * np.cos(PI * turns), np.float32(0))
    power = np.abs(np.fft.rfft(windows * window)) ** 2 / (window**2).sum(axis=1, keepdims=True)
    # A mean over a width of the spectrum is a product with its transform.
    lag = (np.arange(FFT // 2 + 1) / RATE).astype(np.float32) * folds
    smooth = np.fft.rfft(_symmetric(_inverse(power) * _sinc(SMOOTHED * lag))).real
    lifter = _sinc(lag) * (LIFTER[0] + 2 * LIFTER[1] * np.cos(2 * PI * lag))
    return np.asarray((_inverse(np.log(np.maximum(smooth, 1e-12))) * lifter) @ _at_bands())


def _sinc(x: NDArray[np.float32]) -> NDArray[np.float32]:
    x = PI * np.maximum(x, np.float32(1e-6))
    return np.asarray(np.sin(x) / x)


def _inverse(spectra: Floats) -> Floats:
    """The half that is its own mirror image, shape (windows, 1025)."""
    return np.fft.irfft(spectra, FFT)[:, : FFT // 2 + 1]


def _symmetric(half: Floats) -> Floats:
    return np.concatenate([half, half[:, -2:0:-1]], axis=1)


@cache
def _at_bands() -> Floats:
    """What turns the half of a cepstrum into the spectrum at the bands' centres, shape (1025, 80)."""
    waves = 2 * np.cos(2 * np.pi * np.arange(FFT // 2 + 1)[:, None] * centres()[None] / RATE)
    waves[[0, -1]] /= 2
    return waves


def _between_bands(frequencies: Floats) -> NDArray[np.float32]:
    """What spreads bands over frequencies in Hz, shape (80, frequencies); the outermost reach on."""
    at = np.interp(to_mel(frequencies), to_mel(centres()), np.arange(BANDS))
    return np.asarray(np.maximum(0.0, 1 - np.abs(at[None] - np.arange(BANDS)[:, None])), np.float32)
