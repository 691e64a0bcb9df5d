"""What coqui-tts needs of torchaudio, for machines where torchaudio cannot be imported.

coqui-tts refuses to be imported without torchaudio and torchcodec, whose published wheels need CUDA libraries, so
beside the CPU build of torch they do not load. XTTS uses one thing of them: the mel spectrogram. It is computed here
with torch's own STFT, after the definition that torchaudio documents (triangles on the HTK mel scale). Where
torchaudio can be imported, it is used and nothing here is.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

NAMES = ("torchaudio", "torchaudio.transforms", "torchaudio.functional")


@contextmanager
def torchaudio_importable(
    contents: Callable[[], Mapping[str, Mapping[str, object]]] | None = None,
) -> Iterator[None]:
    """While this lasts, `import torchaudio` works: the real one if it can be imported, else the stand-in.

    `contents`: what another engine needs of it instead, by module.
    """
    if _works("torchaudio"):
        made = {} if importlib.util.find_spec("torchcodec") else {"torchcodec": _module("torchcodec")}
    elif contents is None:
        made = _torchaudio() | {"torchcodec": _module("torchcodec")}
    else:
        made = _made_of(contents())
    before = {name: sys.modules.get(name) for name in made}
    sys.modules.update(made)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def _works(name: str) -> bool:
    try:
        importlib.import_module(name)
    except (ImportError, OSError):  # OSError: its compiled half misses CUDA's libraries
        return False
    return True


def _module(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, None)  # "is it installed?" is asked by looking for this
    module.__dict__.update(contents, __version__="0")
    return module


def _made_of(contents: Mapping[str, Mapping[str, object]]) -> dict[str, ModuleType]:
    """The modules with these contents, and torchaudio itself, each an attribute of the one above it."""
    made = {name: _module(name, **inside) for name, inside in {"torchaudio": {}, **contents}.items()}
    for name, module in made.items():
        above, dot, last = name.rpartition(".")
        if dot:
            setattr(made[above], last, module)
    return made


def _torchaudio() -> dict[str, ModuleType]:
    transforms = _module("torchaudio.transforms", MelSpectrogram=mel_spectrogram_class())
    functional = _module("torchaudio.functional", resample=resample)
    package = _module("torchaudio", transforms=transforms, functional=functional)
    return dict(zip(NAMES, (package, transforms, functional), strict=True))


def resample(waveform: Any, orig_freq: int, new_freq: int) -> Any:
    """The waveform as it is: recordings are brought to the model's rates before they get here."""
    if orig_freq != new_freq:
        raise NotImplementedError(f"the stand-in for torchaudio does not resample ({orig_freq} to {new_freq} Hz)")
    return waveform


def mel_filters(bins: int, low: float, high: float, count: int, rate: int, norm: str | None) -> Any:
    """Triangular filters, shape (bins, count): torchaudio.functional.melscale_fbanks with mel_scale="htk"."""
    import torch

    def mel(hertz: float) -> float:
        return 2595 * math.log10(1 + hertz / 700)

    frequencies = torch.linspace(0, rate // 2, bins)
    points = 700 * (10 ** (torch.linspace(mel(low), mel(high), count + 2) / 2595) - 1)
    widths = points[1:] - points[:-1]  # (count + 1,)
    slopes = points[None, :] - frequencies[:, None]  # (bins, count + 2)
    rising, falling = -slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]
    filters = torch.clamp(torch.minimum(rising, falling), min=0)
    if norm == "slaney":  # every filter has the same area
        filters = filters * (2 / (points[2:] - points[:-2]))
    return filters


def mel_spectrogram_class() -> type:
    """A torch module with torchaudio.transforms.MelSpectrogram's arguments and, for checkpoints, its buffers' names."""
    import torch

    class Spectrogram(torch.nn.Module):
        """(..., samples) -> (..., bins, steps)."""

        window: torch.Tensor

        def __init__(self, n_fft: int, win_length: int, hop_length: int, power: float, window: Any) -> None:
            super().__init__()
            self.n_fft, self.win_length, self.hop_length, self.power = n_fft, win_length, hop_length, power
            self.register_buffer("window", window)

        def forward(self, waveform: Any) -> Any:
            lines = waveform.reshape(-1, waveform.shape[-1])
            spectrum = torch.stft(
                lines, self.n_fft, self.hop_length, self.win_length, self.window, center=True, return_complex=True
            )
            return spectrum.abs().pow(self.power).reshape(*waveform.shape[:-1], *spectrum.shape[-2:])

    class MelScale(torch.nn.Module):
        """(..., bins, steps) -> (..., mels, steps)."""

        fb: torch.Tensor

        def __init__(self, filters: Any) -> None:
            super().__init__()
            self.register_buffer("fb", filters)

        def forward(self, spectrogram: Any) -> Any:
            return torch.matmul(spectrogram.transpose(-1, -2), self.fb).transpose(-1, -2)

    class MelSpectrogram(torch.nn.Module):
        """Power spectra in mel bands."""

        def __init__(
            self,
            sample_rate: int = 16000,
            n_fft: int = 400,
            win_length: int | None = None,
            hop_length: int | None = None,
            f_min: float = 0.0,
            f_max: float | None = None,
            n_mels: int = 128,
            window_fn: Any = torch.hann_window,
            power: float = 2.0,
            normalized: bool = False,
            norm: str | None = None,
        ) -> None:
            super().__init__()
            if normalized:
                raise NotImplementedError("the stand-in for torchaudio makes no normalized spectra")
            window_length = win_length or n_fft
            self.spectrogram = Spectrogram(
                n_fft, window_length, hop_length or window_length // 2, power, window_fn(window_length)
            )
            high = f_max or sample_rate // 2
            self.mel_scale = MelScale(mel_filters(n_fft // 2 + 1, f_min, high, n_mels, sample_rate, norm))

        def forward(self, waveform: Any) -> Any:
            return self.mel_scale(self.spectrogram(waveform))

    return MelSpectrogram
