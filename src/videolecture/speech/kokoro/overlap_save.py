"""Convolutions over time made cheaper: overlap-save with short Fourier transforms, written as matrix products.

Nine tenths of Kokoro's work are convolutions over time with 3, 7 and 11 taps. Cut into overlapping tiles of N steps and
transformed, a tap costs no multiplication of its own any more: a tile of N = 32 gives 22 outputs of an 11-tap
convolution for 47 real products of matrices instead of 242. (A complex product is made of three real ones, as Gauss
did; their sums are part of the transforms.) This is Winograd's scheme (1980) with the points on the unit circle, where
it stays as exact as the convolution itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TILES = {3: 8, 7: 32, 11: 32}  # taps -> steps of a tile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Transforms:
    """y = gives @ ((kernel @ taps) * (tile @ x)): `x` a tile, `y` the convolution's outputs that are whole in it."""

    tile: Floats  # (products, N)
    kernel: Floats  # (products, taps)
    gives: Floats  # (N - taps + 1, products)


def transforms(size: int, taps: int) -> Transforms:
    """For tiles of `size` steps (even): a correlation, as neural networks call a convolution."""
    steps = np.arange(size)
    wave = np.exp(-2j * np.pi * np.outer(np.arange(size // 2 + 1), steps) / size)
    tile: list[Floats] = []
    kernel: list[Floats] = []
    back: list[Floats] = []
    for number, row in enumerate(wave):
        twice = 1 if number in (0, size // 2) else 2  # the conjugate bins
        a, b = row.real, row.imag  # of the tile
        c, d = row.real, -row.imag  # of the taps: conjugated, which makes it a correlation
        re, im = twice * row.real / size, twice * row.imag / size  # Re(conj(wave) * product)
        if twice == 1:
            tile, kernel, back = [*tile, a], [*kernel, c], [*back, re]
            continue
        # Re = c(a + b) - b(c + d), Im = c(a + b) + a(d - c)
        tile += [a + b, a, b]
        kernel += [c, d - c, c + d]
        back += [re + im, im, -re]
    outputs = size - taps + 1
    return Transforms(np.array(tile), np.array(kernel)[:, :taps], np.array(back).T[:outputs])
