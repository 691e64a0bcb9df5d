"""How high a voice is: the median pitch of a recording, by autocorrelation."""

from __future__ import annotations

import numpy as np

from videolecture.types import Samples

RATE = 16_000  # Hz
WINDOW, HOP = 1024, 320  # samples: 64 ms hold two periods of the lowest voice
LOWEST, HIGHEST = 60.0, 450.0  # Hz
VOICED = 0.6  # autocorrelation at the period: below it a window is noise, or between two sounds
FIRST = 0.9  # of the highest peak: the shortest period that reaches it is the pitch, its multiples are as high
QUIET = 1e-3  # of the loudest window's power
FEWEST = 10  # voiced windows


def median_pitch(samples: Samples, rate: int) -> float:
    """The median pitch in Hz of what is voiced; 0 where hardly anything is."""
    import soxr

    sound = np.asarray(soxr.resample(np.asarray(samples, np.float32), rate, RATE), np.float64)
    if len(sound) < WINDOW:
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    power = (windows**2).mean(axis=1)
    windows = windows[power > QUIET * power.max()]
    spectra = np.fft.rfft((windows - windows.mean(axis=1, keepdims=True)), 2 * WINDOW)
    alike = np.fft.irfft(np.abs(spectra) ** 2)[:, :WINDOW]
    alike /= (alike[:, :1] + 1e-12) * (1 - np.arange(WINDOW) / WINDOW)
    shortest, longest = round(RATE / HIGHEST), round(RATE / LOWEST)
    peaks = alike[:, shortest:longest]
    highest = peaks.max(axis=1)
    at = shortest + (peaks >= FIRST * highest[:, None]).argmax(axis=1)
    pitches = RATE / at[highest > VOICED]
    return float(np.median(pitches)) if len(pitches) >= FEWEST else 0.0
