"""What turns one voice into another without new weights: pitch, length of the vocal tract, colour.

All of it acts before the vocoder, on the predicted pitch and on the mel spectrogram, so nothing is made twice and
clarity stays. Everything is differentiable: enrolment searches these numbers by gradient.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

COLOURS = 10  # cosines over the mel bands: the spectral envelope, coarse enough to leave the speech sounds alone
SIZE = 3 + COLOURS  # (shift, spread, length, colours...), zeros change nothing
TOP = 12_000.0  # Hz, upper edge of the highest of Silero's mel bands (Slaney's scale)
# What the search may reach, so that a voice stays a clear one: standard deviations of pitch, logarithms, nepers.
LIMITS = (2.5, 0.5, 0.18, *[0.6] * COLOURS)


def pitched(pitch: torch.Tensor, timbre: torch.Tensor) -> torch.Tensor:
    """Normalised pitch (..., symbols), shifted and spread; `timbre` is (SIZE,)."""
    return pitch * timbre[1].exp() + timbre[0]


def shaped(mel: torch.Tensor, timbre: torch.Tensor) -> torch.Tensor:
    """A log mel spectrogram (batch, bands, steps) along a longer (above 0) or shorter vocal tract, and coloured."""
    import torch

    bands = mel.shape[1]
    band = torch.arange(bands, dtype=torch.float32)
    source = (_band(_hertz(band, bands) * timbre[2].exp(), bands)).clamp(0, bands - 1.001)
    below = source.detach().floor().long()
    part = (source - below)[None, :, None]
    warped = mel[:, below] * (1 - part) + mel[:, below + 1] * part
    waves = torch.cos(math.pi * torch.arange(1, COLOURS + 1)[:, None] * (band + 0.5) / bands)
    return warped + (waves * timbre[3:, None]).sum(dim=0)[None, :, None]


def _hertz(band: torch.Tensor, bands: int) -> torch.Tensor:
    """Centre frequencies of mel bands, Slaney's scale."""
    import torch

    mel = (band + 1) * _mel_of_top() / (bands + 1)
    return torch.where(mel < 15, mel * 200 / 3, 1000 * torch.exp((mel - 15) * math.log(6.4) / 27))


def _band(hertz: torch.Tensor, bands: int) -> torch.Tensor:
    """The (fractional) band of a frequency: the inverse of _hertz."""
    import torch

    mel = torch.where(hertz < 1000, hertz * 3 / 200, 15 + 27 * torch.log(hertz.clamp(min=1.0) / 1000) / math.log(6.4))
    return mel * (bands + 1) / _mel_of_top() - 1


def _mel_of_top() -> float:
    return 15 + 27 * math.log(TOP / 1000) / math.log(6.4)
