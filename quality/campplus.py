"""A second opinion on whose voice it is: the speaker encoder CAM++, which the search for a voice never sees.

Only for measuring. The network is CAM++ (Wang et al. 2023, arXiv 2303.00332) with the weights that 3D-Speaker published
(Apache-2.0); its input is Kaldi's filterbank, computed here in NumPy.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.activity import active_speech
from videolecture.types import Samples
from videolecture.weights import weight_path

if TYPE_CHECKING:
    import torch

RATE = 16_000  # Hz
WINDOW, HOP, FFT = 400, 160, 512  # samples: 25 ms, 10 ms, the next power of two
BANDS = 80
LOWEST = 20.0  # Hz
BLOCKS = ((12, 1), (24, 2), (16, 2))  # layers and dilation of the three dense blocks
SEGMENT = 100  # steps of the local context in context-aware masking


class CamPlus:
    """Embeds speech as 192 numbers, compared by cosine."""

    def __init__(self) -> None:
        import torch

        path = weight_path("campplus")
        self._weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)

    def embed(self, samples: Samples, rate: int) -> NDArray[np.float32]:
        """The voice of a recording, by the parts in which somebody speaks; shape (192,), length 1."""
        import soxr
        import torch

        speech = np.asarray(soxr.resample(active_speech(samples, rate), rate, RATE), dtype=np.float64)
        features = torch.from_numpy(filterbank(speech).astype(np.float32).T)[None]  # (1, 80, steps)
        with torch.no_grad():
            vector = self._forward(features - features.mean(dim=2, keepdim=True))[0]
        return cast("NDArray[np.float32]", (vector / vector.norm()).numpy())

    def _forward(self, x: torch.Tensor) -> torch.Tensor:
        import torch

        x = self._head(x[:, None])  # (1, 320, steps)
        x = self._normed("xvector.tdnn.nonlinear.batchnorm", self._conv1("xvector.tdnn.linear", x, 2, 2))
        for number, (layers, dilation) in enumerate(BLOCKS, start=1):
            for layer in range(1, layers + 1):
                name = f"xvector.block{number}.tdnnd{layer}"
                x = torch.cat([x, self._masked(name, x, dilation)], dim=1)
            name = f"xvector.transit{number}"
            x = self._conv1(f"{name}.linear", self._normed(f"{name}.nonlinear.batchnorm", x))
        x = self._normed("xvector.out_nonlinear.batchnorm", x)
        pooled = torch.cat([x.mean(dim=2), x.std(dim=2)], dim=1)[:, :, None]
        out = self._conv1("xvector.dense.linear", pooled)
        return self._normed("xvector.dense.nonlinear.batchnorm", out, relu=False)[:, :, 0]

    def _head(self, x: torch.Tensor) -> torch.Tensor:
        """The two-dimensional convolutions: (1, 1, 80, steps) -> (1, 320, steps)."""
        import torch

        x = self._normed("head.bn1", self._conv2("head.conv1", x))
        for block, stride in (("layer1.0", 2), ("layer1.1", 1), ("layer2.0", 2), ("layer2.1", 1)):
            name = f"head.{block}"
            inner = self._normed(f"{name}.bn1", self._conv2(f"{name}.conv1", x, stride))
            inner = self._normed(f"{name}.bn2", self._conv2(f"{name}.conv2", inner), relu=False)
            if f"{name}.shortcut.0.weight" in self._weights:
                x = self._normed(f"{name}.shortcut.1", self._conv2(f"{name}.shortcut.0", x, stride, 0), relu=False)
            x = torch.relu(inner + x)
        x = self._normed("head.bn2", self._conv2("head.conv2", x, 2))
        return x.flatten(1, 2)

    def _masked(self, name: str, x: torch.Tensor, dilation: int) -> torch.Tensor:
        """One layer of context-aware masking: a local convolution, gated by what is around it."""
        import torch
        from torch.nn.functional import avg_pool1d

        x = self._conv1(f"{name}.linear1", self._normed(f"{name}.nonlinear1.batchnorm", x))
        x = self._normed(f"{name}.nonlinear2.batchnorm", x)
        local = self._conv1(f"{name}.cam_layer.linear_local", x, 1, dilation, dilation)
        segments = avg_pool1d(x, SEGMENT, SEGMENT, ceil_mode=True)
        around = segments.repeat_interleave(SEGMENT, dim=2)[:, :, : x.shape[2]]
        context = torch.relu(self._conv1(f"{name}.cam_layer.linear1", x.mean(dim=2, keepdim=True) + around))
        return local * torch.sigmoid(self._conv1(f"{name}.cam_layer.linear2", context))

    def _conv1(self, name: str, x: torch.Tensor, stride: int = 1, padding: int = 0, dilation: int = 1) -> torch.Tensor:
        from torch.nn.functional import conv1d

        bias = self._weights.get(f"{name}.bias")
        return conv1d(x, self._weights[f"{name}.weight"], bias, stride, padding, dilation)

    def _conv2(self, name: str, x: torch.Tensor, stride: int = 1, padding: int = 1) -> torch.Tensor:
        from torch.nn.functional import conv2d

        return conv2d(x, self._weights[f"{name}.weight"], None, (stride, 1), padding)

    def _normed(self, name: str, x: torch.Tensor, relu: bool = True) -> torch.Tensor:
        import torch
        from torch.nn.functional import batch_norm

        mean, variance = self._weights[f"{name}.running_mean"], self._weights[f"{name}.running_var"]
        x = batch_norm(x, mean, variance, self._weights.get(f"{name}.weight"), self._weights.get(f"{name}.bias"))
        return torch.relu(x) if relu else x


def filterbank(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kaldi's log mel filterbank without dither, shape (steps, 80)."""
    frames = np.lib.stride_tricks.sliding_window_view(samples * 1.0, WINDOW)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    emphasised = frames - 0.97 * np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    povey = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85
    power = np.abs(np.fft.rfft(emphasised * povey, FFT, axis=1)) ** 2
    return np.asarray(np.log(np.maximum(power @ _filters().T, np.finfo(np.float32).eps)))


@cache
def _filters() -> NDArray[np.float64]:
    """Triangles that are straight on Kaldi's mel scale, shape (80, 257)."""
    mel = 1127 * np.log(1 + np.arange(FFT // 2 + 1) * RATE / FFT / 700)
    corners = np.linspace(1127 * np.log(1 + LOWEST / 700), 1127 * np.log(1 + RATE / 2 / 700), BANDS + 2)[:, None]
    rising = (mel - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - mel) / (corners[2:] - corners[1:-1])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)))
