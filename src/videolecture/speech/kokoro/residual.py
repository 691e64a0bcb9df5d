"""The residual blocks of Kokoro's vocoder, where nine tenths of its time go.

A block of HiFi-GAN (Kong et al. 2020) as StyleTTS 2 has it: six times a normalisation in the voice's style, the
activation Snake and a convolution, every second one added to what came in. An ONNX runtime walks over the whole sound's
features nine times for each of these; here a stretch that fits the cache goes through all of it. Steps come first in
memory, channels last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from videolecture.speech.kokoro.elementwise import activated, settled
from videolecture.speech.kokoro.overlap_save import TILES, transforms

CHUNK = 64  # tiles that go through a layer together

Floats = NDArray[np.float32]


def spectra(weights: Floats) -> torch.Tensor:
    """(products, inputs, outputs) of a convolution's weights (outputs, inputs, taps)."""
    taps = weights.shape[2]
    kernel = transforms(TILES[taps], taps).kernel.astype(np.float32)
    return torch.from_numpy(np.ascontiguousarray(np.tensordot(kernel, weights, (1, 2)).transpose(0, 2, 1)))


@dataclass(frozen=True)
class Layer:
    """One normalisation, activation and convolution."""

    scale: str  # names of what the style says: (channels,) each
    shift: str
    epsilon: float
    alpha: Floats  # (channels,) Snake: v + height * sin²(alpha * v)
    height: Floats
    taps: int
    spectra: torch.Tensor  # of the convolution's weights
    bias: Floats
    dilation: int

    @cached_property
    def _transforms(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Those of a tile and of its products."""
        by = transforms(TILES[self.taps], self.taps)
        return torch.from_numpy(by.tile.astype(np.float32)), torch.from_numpy(by.gives.astype(np.float32))

    def __call__(
        self, sound: Floats, style: Mapping[str, Floats], sums: NDArray[np.float64], onto: Floats, *, adds: bool
    ) -> NDArray[np.float64]:
        """Write to `onto` (or add) the layer's result for a sound with these sums; the result's sums.

        `sums`: (2, channels), of values and of their squares over all steps.
        """
        tile, gives = self._transforms
        (products, size), (outputs, _), channels = tile.shape, gives.shape, sound.shape[1]
        taps = self.taps
        rows = -(-(-(-len(sound) // self.dilation) + taps - 1) // outputs) * outputs  # of a phase, whole tiles
        tiles = self.dilation * rows // outputs
        mean = sums[0] / len(sound)
        scale = style[self.scale] / np.sqrt(sums[1] / len(sound) - mean**2 + self.epsilon)
        shift = style[self.shift] - mean * scale
        vectors = (scale.astype(np.float32), shift.astype(np.float32), self.alpha / np.float32(np.pi), self.height)
        chunk = min(CHUNK, tiles)
        heard = np.empty((chunk * outputs + taps - 1, channels), np.float32)
        spectra = torch.empty(chunk, products, channels)
        result = np.zeros((2, channels))
        for at in range(0, tiles, chunk):
            count, first = min(chunk, tiles - at), at * outputs
            stretch = heard[: count * outputs + taps - 1]
            activated(sound, *vectors, first, rows, self.dilation, taps // 2, stretch)
            cut = torch.from_numpy(stretch).as_strided((count, size, channels), (outputs * channels, channels, 1))
            torch.bmm(tile.expand(count, products, size), cut, out=spectra[:count])
            product = torch.bmm(spectra[:count].transpose(0, 1), self.spectra)
            made = torch.bmm(gives.expand(count, outputs, products), product.transpose(0, 1))
            settled(made.view(-1, channels).numpy(), self.bias, onto, adds, first, rows, self.dilation, result)
        return result


@dataclass(frozen=True)
class Block:
    """Six layers."""

    layers: Sequence[Layer]

    def __call__(self, sound: Floats, style: Mapping[str, Floats]) -> Floats:
        """A sound's features (steps, channels), gone through."""
        result, between = sound.copy(), np.empty_like(sound)
        sums = sums_of(sound)
        for first, second in zip(self.layers[::2], self.layers[1::2], strict=True):
            inner = first(result, style, sums, between, adds=False)
            sums = second(between, style, inner, result, adds=True)
        return result


def sums_of(sound: Floats) -> NDArray[np.float64]:
    """Of values and of their squares over all steps, shape (2, channels)."""
    return np.stack([sound.sum(axis=0, dtype=np.float64), np.einsum("tc,tc->c", sound, sound, dtype=np.float64)])
