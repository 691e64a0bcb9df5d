"""What Kokoro's vocoder does between its convolutions, each in one pass over memory, compiled.

A layer reads `sound` of shape (steps, channels). A dilated convolution is the plain one on each of `dilation` phases:
every `dilation`-th step. Rows are counted phase after phase, `rows` of them in each.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.polynomial import Chebyshev, Polynomial
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ACCURACY = 7  # degree: an error of 1e-7, a rounding of single precision
STEPS = 64  # whose sums are taken in single precision


def _squared_sine() -> Floats:
    """Coefficients of the polynomial in x² that is sin²(πx) for |x| ≤ 1/2, the highest first."""
    fitted = Chebyshev.interpolate(lambda square: np.sin(np.pi * np.sqrt(square)) ** 2, ACCURACY, domain=[0, 0.25])
    return np.asarray(fitted.convert(kind=Polynomial, domain=[-1, 1], window=[-1, 1]).coef[::-1], np.float32)


_SINE = _squared_sine()


@njit(cache=True, nogil=True, fastmath=True)
def activated(
    sound: Floats,
    scale: Floats,
    shift: Floats,
    frequency: Floats,
    height: Floats,
    first: int,
    rows: int,
    dilation: int,
    margin: int,
    out: Floats,
) -> None:
    """Write rows from `first` on of v + height * sin²(π * frequency * v), v = scale * sound + shift, zero outside.

    That is the activation Snake (Ziyin et al. 2020) of a normalised sound. `margin` rows of zeros come before a phase.
    """
    steps, channels = sound.shape
    s0, s1, s2, s3, s4, s5, s6, s7 = _SINE
    for row in range(len(out)):
        phase, inside = divmod(first + row, rows)
        step = (inside - margin) * dilation + phase
        if step < 0 or step >= steps or phase >= dilation:
            for channel in range(channels):
                out[row, channel] = np.float32(0)
            continue
        for channel in range(channels):
            v = scale[channel] * sound[step, channel] + shift[channel]
            x = frequency[channel] * v
            x -= np.rint(x)
            q = x * x
            sine = ((((((s0 * q + s1) * q + s2) * q + s3) * q + s4) * q + s5) * q + s6) * q + s7
            out[row, channel] = v + height[channel] * sine


@njit(cache=True, nogil=True, fastmath=True)
def settled(
    rows_of: Floats,
    bias: Floats,
    onto: Floats,
    adds: bool,
    first: int,
    rows: int,
    dilation: int,
    sums: NDArray[np.float64],
) -> None:
    """Bring rows from `first` on back to their steps in `onto`, set or added; sums and sums of squares go to `sums`."""
    steps, channels = onto.shape
    total, squares = np.zeros(channels, np.float32), np.zeros(channels, np.float32)
    counted = 0
    for row in range(len(rows_of)):
        phase, inside = divmod(first + row, rows)
        step = inside * dilation + phase
        if step >= steps or phase >= dilation:
            continue
        for channel in range(channels):
            value = rows_of[row, channel] + bias[channel]
            if adds:
                value += onto[step, channel]
            onto[step, channel] = value
            total[channel] += value
            squares[channel] += value * value
        counted += 1
        if counted % STEPS == 0:
            for channel in range(channels):
                sums[0, channel] += total[channel]
                sums[1, channel] += squares[channel]
                total[channel] = np.float32(0)
                squares[channel] = np.float32(0)
    for channel in range(channels):
        sums[0, channel] += total[channel]
        sums[1, channel] += squares[channel]
