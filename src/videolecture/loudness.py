"""How loud a sound is: integrated loudness (LUFS) and true peak (dBTP) after ITU-R BS.1770-4, block after block.

Shared by speech (the fixed gain of a voice) and composition (the one gain of a lecture). Meters keep 8 bytes for each
tenth of a second and nothing of the sound itself.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from videolecture.types import Samples

SILENCE = float("-inf")  # LUFS and dBTP of silence
ABSOLUTE_GATE = -70.0  # LUFS; blocks below do not count (BS.1770-4, annex 1)
RELATIVE_GATE = -10.0  # LU below the loudness of the blocks above the absolute gate
STEPS_PER_SECOND = 10  # energies are kept for steps of 100 ms
STEPS_PER_BLOCK = 4  # a gating block is 400 ms; blocks overlap by 75 %, so one begins at every step

OVERSAMPLING = 4  # true peak is read at four times the rate (BS.1770-4, annex 2)
TAPS = 32  # samples of the sound behind one interpolated value: flat within 0.1 dB up to 20 kHz of 48 kHz
_LOOK = 2048  # samples that are looked at together
_KAISER_BETA = 7.0  # stop band at about -70 dB


def integrated(samples: Samples, rate: int) -> float:
    """Integrated loudness of a mono sound in LUFS; -inf when nothing of it is above -70 LUFS."""
    meter = LoudnessMeter(rate)
    meter.add(samples)
    return meter.integrated()


def true_peak(samples: Samples) -> float:
    """True peak of a mono sound in dBTP; -inf for digital silence."""
    meter = TruePeakMeter()
    meter.add(samples)
    return meter.peak()


def decibels(ratio: float) -> float:
    """An amplitude ratio in dB; -inf for 0."""
    return float(20.0 * np.log10(ratio)) if ratio > 0 else SILENCE


def ratio(decibel: float) -> float:
    """The amplitude ratio of so many dB."""
    return float(10.0 ** (decibel / 20.0))


class KWeighting:
    """The K filter over a sound that comes in blocks."""

    def __init__(self, rate: int) -> None:
        self._sections = k_weighting(rate)
        self._state = np.zeros((2, 2))

    def __call__(self, samples: Samples) -> NDArray[np.float64]:
        """The next stretch, weighted."""
        from scipy.signal import sosfilt

        if not len(samples):
            return np.zeros(0)
        weighted, self._state = sosfilt(self._sections, samples.astype(np.float64), zi=self._state)
        return np.asarray(weighted)


class LoudnessMeter:
    """Integrated loudness of a mono sound that is handed over in blocks of any length."""

    def __init__(self, rate: int) -> None:
        self._weighting = KWeighting(rate)
        self._step = rate // STEPS_PER_SECOND  # samples
        self._rest = np.zeros(0)  # weighted samples of the step that is not whole yet
        self._energies = array("d")  # mean square of every whole step

    def add(self, samples: Samples) -> None:
        """Hear the next stretch."""
        weighted = np.concatenate([self._rest, self._weighting(samples)])
        whole = len(weighted) // self._step
        steps = weighted[: whole * self._step].reshape(whole, self._step)
        self._energies.extend(np.mean(steps * steps, axis=1))
        self._rest = weighted[whole * self._step :].copy()

    def integrated(self, gain: float = 1.0) -> float:
        """LUFS of everything heard so far, as if it had been multiplied by `gain`; -inf when it is below -70 LUFS.

        A sound shorter than a gating block counts as one block.
        """
        energies = np.array(self._energies)
        if len(energies) < STEPS_PER_BLOCK:
            heard = np.sum(energies) * self._step + np.sum(self._rest**2)
            length = len(energies) * self._step + len(self._rest)
            energies = np.full(STEPS_PER_BLOCK, heard / length if length else 0.0)
        return gated(energies * gain**2)


def gated(energies: NDArray[np.float64]) -> float:
    """Integrated loudness in LUFS from the mean squares of K-weighted steps of 100 ms, four at least; -inf for none."""
    sums = np.concatenate([[0.0], np.cumsum(energies)])
    # Differences of a running sum can end a hair below zero in silence.
    blocks = np.maximum(sums[STEPS_PER_BLOCK:] - sums[:-STEPS_PER_BLOCK], 0.0) / STEPS_PER_BLOCK
    loud = blocks[_lufs(blocks) > ABSOLUTE_GATE]
    if not len(loud):
        return SILENCE
    gate = float(_lufs(np.mean(loud))) + RELATIVE_GATE
    return float(_lufs(np.mean(loud[_lufs(loud) > gate])))


class TruePeakMeter:
    """The highest true peak of a mono sound that is handed over in blocks of any length."""

    def __init__(self) -> None:
        self._tail = np.zeros(TAPS - 1, np.float32)
        self._peak = 0.0

    def add(self, samples: Samples) -> None:
        """Hear the next stretch."""
        if not len(samples):
            return
        window = np.concatenate([self._tail, samples]).astype(np.float32)
        self._tail = window[-(TAPS - 1) :]
        # Interpolation cannot raise a peak by more than INTERPOLATION_BOUND: most stretches need no further look.
        for start in range(0, len(window) - TAPS + 1, _LOOK):
            part = window[start : start + _LOOK + TAPS - 1]
            if float(np.max(np.abs(part))) * INTERPOLATION_BOUND > self._peak:
                self._peak = max(self._peak, float(np.max(oversampled_peaks(part))))

    def peak(self) -> float:
        """dBTP of everything heard so far; the sound is taken to be followed by silence."""
        end = np.concatenate([self._tail, np.zeros(TAPS - 1, np.float32)])
        return decibels(max(self._peak, float(np.max(oversampled_peaks(end)))))


def oversampled_peaks(window: Samples) -> NDArray[np.float32]:
    """The highest magnitude on the four times finer grid between one sample and the next.

    `window` is (n,), n at least TAPS; the result is (n - TAPS + 1,): entry i covers sample i + TAPS / 2 - 1 and the
    three interpolated values after it.
    """
    count = len(window) - TAPS + 1
    peaks = np.abs(window[TAPS // 2 - 1 : TAPS // 2 - 1 + count])
    for phase in _PHASES:
        peaks = np.maximum(peaks, np.abs(np.convolve(window, phase, "valid")))
    return peaks


def k_weighting(rate: int) -> NDArray[np.float64]:
    """The K filter at a rate as second-order sections (2, 6).

    BS.1770-4 prints coefficients for 48 kHz only. The analogue prototypes behind them, good for every rate, are those
    that libebur128 derived: a high shelf of +4 dB at 1682 Hz and a high pass at 38 Hz.
    """
    # High shelf.
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q = 0.7071752369554196
    high = 10.0 ** (3.999843853973347 / 20.0)
    middle = high**0.4996667741545416
    a0 = 1.0 + k / q + k * k
    shelf = [
        (high + middle * k / q + k * k) / a0,
        2.0 * (k * k - high) / a0,
        (high - middle * k / q + k * k) / a0,
        1.0,
        2.0 * (k * k - 1.0) / a0,
        (1.0 - k / q + k * k) / a0,
    ]
    # High pass; BS.1770-4 leaves its numerator as 1, -2, 1.
    k = np.tan(np.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    a0 = 1.0 + k / q + k * k
    high_pass = [1.0, -2.0, 1.0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0]
    return np.array([shelf, high_pass])


def _lufs(mean_square: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(-0.691 + 10.0 * np.log10(mean_square))


def _interpolation_phases() -> tuple[NDArray[np.float32], ...]:
    """Windowed sines that read a sound a quarter, a half and three quarters of a sample later: three of (TAPS,)."""
    phases = []
    for step in range(1, OVERSAMPLING):
        # np.convolve turns the filter round: tap j meets the sample at window position i + TAPS - 1 - j.
        distance = step / OVERSAMPLING - (TAPS // 2 - np.arange(TAPS))
        inside = np.maximum(1.0 - (distance / (TAPS / 2)) ** 2, 0.0)
        taps = np.sinc(distance) * np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA)
        phases.append((taps / np.sum(taps)).astype(np.float32))
    return tuple(phases)


_PHASES = _interpolation_phases()
INTERPOLATION_BOUND = float(max(np.sum(np.abs(phase)) for phase in _PHASES))  # about 2.9
