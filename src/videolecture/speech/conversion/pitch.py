"""The pitch (fundamental frequency) of a recording over time.

By autocorrelation as Boersma has it (1993, "Accurate short-term analysis of the fundamental frequency and the
harmonics-to-noise ratio of a sampled sound"): the window's own autocorrelation is divided out, and of several
candidates in every window the Viterbi algorithm keeps those that make the smoothest path. Frequencies above the first
formant are attenuated first: they favour wrong octaves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.viterbi import cheapest_path
from videolecture.types import Samples

RATE = 16_000  # Hz
STEP = 0.005  # seconds from one pitch to the next
WINDOW, HOP, FFT = 640, round(RATE * STEP), 2048  # samples: 40 ms hold two periods of the lowest voice
LOWEST, HIGHEST = 60.0, 500.0  # Hz
LOWPASS = 800.0  # Hz
CANDIDATES = 6  # in a window
VOICING_THRESHOLD = 0.4  # autocorrelation that a period must exceed for the window to be voiced
OCTAVE_COST = 0.06  # for each octave that a period is longer: its multiples correlate as well as itself
# Costs of the path: for each octave from window to window, and where voicing begins or ends.
OCTAVE_JUMP_COST, VOICING_COST = 0.5, 0.05
QUIET = 1e-3  # of the loudest window's power
FEWEST = 40  # voiced windows
CHUNK = 1000  # windows looked at together: memory does not grow with the recording

Floats = NDArray[np.float64]


def track(samples: Samples, rate: int) -> Floats:
    """The pitch in Hz around every 5 ms, 0 where nothing is voiced; shape (ceil(seconds / .005),)."""
    import soxr

    sound = np.asarray(soxr.resample(np.asarray(samples, np.float32), rate, RATE), np.float64)
    count = -(-len(sound) // HOP)
    if not count:
        return np.zeros(0)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (WINDOW // 2, WINDOW // 2 + HOP)), WINDOW)
    windows = windows[::HOP][:count]
    chunks = [windows[at : at + CHUNK] for at in range(0, count, CHUNK)]
    power = np.concatenate([(chunk**2).mean(axis=1) for chunk in chunks])
    lags, strengths = (np.concatenate(parts) for parts in zip(*map(_candidates, chunks), strict=True))
    strengths[power <= QUIET * power.max(), :-1] = -1.0
    chosen = _path(lags, strengths)
    lag = lags[np.arange(count), chosen]
    return np.where(chosen < CANDIDATES, RATE / lag, 0.0)


def median_pitch(samples: Samples, rate: int) -> float:
    """The median pitch in Hz of what is voiced; 0 where hardly anything is."""
    pitches = track(samples, rate)
    voiced = pitches[pitches > 0]
    return float(np.median(voiced)) if len(voiced) >= FEWEST else 0.0


def melody(pitches: Floats, active: NDArray[np.bool_]) -> Floats:
    """Pitches in octaves (log2 of Hz) of the steps that are voiced and belong to speech, shape (voiced,)."""
    return np.log2(pitches[(pitches > 0) & active])


def breadth(octaves: Floats) -> float:
    """How far a melody ranges: octaves between its 20th and 80th percentile."""
    low, high = np.percentile(octaves, [20, 80])
    return float(high - low)


def _candidates(windows: Floats) -> tuple[Floats, Floats]:
    """Lags in samples and their strengths, each (windows, 7), the last for no voice at all."""
    hann = np.hanning(WINDOW)
    window_correlation = np.fft.irfft(np.abs(np.fft.rfft(hann, FFT)) ** 2)[:WINDOW]
    spectra = np.abs(np.fft.rfft((windows - windows.mean(axis=1, keepdims=True)) * hann, FFT)) ** 2
    spectra /= 1 + (np.fft.rfftfreq(FFT, 1 / RATE) / LOWPASS) ** 4
    correlation = np.fft.irfft(spectra)[:, :WINDOW]
    correlation /= (correlation[:, :1] + 1e-12) * (window_correlation / window_correlation[0] + 1e-3)
    shortest, longest = round(RATE / HIGHEST), round(RATE / LOWEST)
    around = correlation[:, shortest - 1 : longest + 1]
    inner = around[:, 1:-1]
    peaks = np.where((inner >= around[:, :-2]) & (inner >= around[:, 2:]), inner, -1.0)
    lags = np.arange(shortest, longest)
    strengths = peaks - OCTAVE_COST * np.log2(lags / shortest)
    best = np.argsort(-strengths, axis=1, kind="stable")[:, :CANDIDATES]
    none = np.ones((len(windows), 1))
    return (
        np.concatenate([lags[best].astype(np.float64), none], axis=1),
        np.concatenate([np.take_along_axis(strengths, best, axis=1), VOICING_THRESHOLD * none], axis=1),
    )


def _path(lags: Floats, strengths: Floats) -> NDArray[np.intp]:
    """The candidates that are strong and near their neighbours, shape (windows,)."""
    octaves = np.log2(lags)

    def transition_costs(step: int) -> Floats:
        cost = OCTAVE_JUMP_COST * np.abs(octaves[step][None] - octaves[step - 1][:, None])
        cost[-1], cost[:, -1] = VOICING_COST, VOICING_COST
        cost[-1, -1] = 0.0
        return np.asarray(cost)

    return cheapest_path(-strengths, transition_costs)
