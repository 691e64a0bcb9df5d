"""What Chatterbox and its watermark need of torchaudio, where that cannot be imported (see xtts/stand_in.py).

The published wheels of torchaudio want CUDA's libraries, and one version of torch. After torchaudio's documentation,
with torch's own STFT; Kaldi's filter bank as its compliance module computes it (dither off, snip_edges on).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

WINDOW, HOP, FFT = 400, 160, 512  # samples at 16 kHz: 25 ms every 10 ms
EMPHASIS, LOWEST = 0.97, 20.0  # of Kaldi's defaults


def modules() -> Mapping[str, Mapping[str, object]]:
    """By module, what is in it."""
    import torch

    class Spectrogram(torch.nn.Module):
        """(..., samples) -> complex (..., bins, steps)."""

        window: torch.Tensor

        def __init__(
            self,
            n_fft: int = 400,
            win_length: int | None = None,
            hop_length: int | None = None,
            window_fn: Any = torch.hann_window,
            power: float | None = None,
            normalized: bool = False,
        ) -> None:
            super().__init__()
            if power is not None or normalized:
                raise NotImplementedError("the stand-in for torchaudio makes complex spectra alone")
            self.size, self.length = n_fft, win_length or n_fft
            self.hop = hop_length or self.length // 2
            self.register_buffer("window", window_fn(self.length))

        def forward(self, waveform: Any) -> Any:
            return torch.stft(waveform, self.size, self.hop, self.length, self.window, return_complex=True)

    class InverseSpectrogram(Spectrogram):
        """Complex (..., bins, steps) -> (..., samples)."""

        def forward(self, spectrum: Any, length: int | None = None) -> Any:
            return torch.istft(spectrum, self.size, self.hop, self.length, self.window, length=length)

    class TimeStretch(torch.nn.Module):
        """Never asked for anything: its buffer is in the watermark's file."""

        phase_advance: torch.Tensor

        def __init__(self, hop_length: int, n_freq: int) -> None:
            super().__init__()
            self.register_buffer("phase_advance", torch.linspace(0, math.pi * hop_length, n_freq)[:, None])

    transforms = {kind.__name__: kind for kind in (Spectrogram, InverseSpectrogram, TimeStretch)}
    return {
        "torchaudio.transforms": transforms,
        "torchaudio.compliance": {},
        "torchaudio.compliance.kaldi": {"fbank": filter_bank},
    }


def filter_bank(waveform: Any, num_mel_bins: int = 23) -> Any:
    """The logarithm of the energy in mel bands, (steps, bands), of (1, samples) at 16 kHz."""
    import torch

    frames = waveform[0].unfold(0, WINDOW, HOP)
    frames = frames - frames.mean(1, keepdim=True)
    before = torch.cat([frames[:, :1], frames[:, :-1]], 1)
    window = torch.hann_window(WINDOW, periodic=False, dtype=frames.dtype, device=frames.device) ** 0.85  # Povey's
    power = torch.fft.rfft((frames - EMPHASIS * before) * window, FFT).abs() ** 2
    bands = _bands(num_mel_bins).to(power)
    return torch.clamp(power[:, : FFT // 2] @ bands.T, min=torch.finfo(torch.float32).eps).log()


def _bands(count: int) -> Any:
    """Triangles on Kaldi's mel scale, (count, 256), from 20 Hz to 8 kHz."""
    import torch

    def mel(hertz: Any) -> Any:
        return 1127 * torch.log1p(torch.as_tensor(hertz, dtype=torch.float64) / 700)

    edges = torch.linspace(float(mel(LOWEST)), float(mel(8000.0)), count + 2, dtype=torch.float64)
    at = mel(torch.arange(FFT // 2) * (16_000 / FFT))
    rising = (at[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - at[None]) / (edges[2:] - edges[1:-1])[:, None]
    return torch.clamp(torch.minimum(rising, falling), min=0)
