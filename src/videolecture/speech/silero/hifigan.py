"""The vocoder of a Silero model: multi-band HiFi-GAN (Kong et al. 2020), four bands joined by a PQMF filter bank.

The published TorchScript computes in PyTorch's channels-first layout, where a processor's convolutions reach a third of
their throughput. The same weights in the channels-last layout take half the time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import conv2d, leaky_relu

SLOPE, LAST_SLOPE = 0.1, 0.01  # negative slopes of the leaky ReLUs: everywhere, and before the last convolution
KERNELS = 3  # parallel residual blocks of each stage, of different kernel sizes; their outputs are averaged
CONVOLUTIONS = 2  # in a residual block
RATES = {48_000: ("_u", 4), 24_000: ("", 3)}  # sample rate -> suffix of its modules' names, times it is upsampled
UPSAMPLED = {48_000: 150, 24_000: 75}  # samples of a band for one mel step
# A long sentence is computed in windows, so that it takes no more memory than a short one. Each has HALO more mel steps
# on both sides, a little more than the receptive field (13.2), so that windowing changes nothing.
WINDOW, HALO = 320, 14

Activation = Callable[[torch.Tensor], torch.Tensor]


class Vocoder:
    """Made of the modules of a published vocoder; its filter bank is used as it is."""

    def __init__(self, modules: Any) -> None:
        self._join_bands = modules.pqmf_synthesis
        self._generators = {rate: _generator(modules, suffix, times) for rate, (suffix, times) in RATES.items()}

    def __call__(self, mel: torch.Tensor, rate: int) -> torch.Tensor:
        """Sound (batch, 1, samples) at 48 or 24 kHz of a log mel spectrogram (batch, bands, steps). Differentiable."""
        generator, upsampled, steps = self._generators[rate], UPSAMPLED[rate], mel.shape[2]
        mel = mel[:, :, None].contiguous(memory_format=torch.channels_last)
        size = math.ceil(steps / math.ceil(steps / WINDOW))
        parts = []
        for start in range(0, steps, size):
            end, seen = min(start + size, steps), max(0, start - HALO)
            part = generator(mel[..., seen : end + HALO])
            parts.append(part[..., (start - seen) * upsampled : (end - seen) * upsampled])
        bands = torch.cat(parts, dim=3)
        sound: torch.Tensor = self._join_bands(bands[:, :, 0].contiguous())
        return sound


@dataclass(frozen=True)
class _Convolution:
    """A convolution over time: (batch, channels, 1, steps), channels last in memory."""

    weight: torch.Tensor
    bias: torch.Tensor
    padding: int
    dilation: int

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return conv2d(x, self.weight, self.bias, padding=(0, self.padding), dilation=(1, self.dilation))


@dataclass(frozen=True)
class _Upsampling:
    """A transposed convolution, computed as an ordinary one with `stride` output steps for each input step."""

    convolution: _Convolution
    stride: int

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        steps = self.convolution(x)  # (batch, stride * channels, 1, steps): in memory, the new steps in their order
        batch, channels = x.shape[0], steps.shape[1] // self.stride
        return steps.permute(0, 2, 3, 1).reshape(batch, 1, -1, channels).permute(0, 3, 1, 2)


@dataclass(frozen=True)
class _Stage:
    """Upsample, then the mean of the residual blocks: (batch, channels, 1, steps) -> the same at a higher rate."""

    activation: Activation
    upsampling: _Upsampling
    blocks: list[list[_Convolution]]

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        x = self.upsampling(self.activation(x))
        return sum((self._residual(block, x) for block in self.blocks[1:]), self._residual(self.blocks[0], x)) / KERNELS

    @staticmethod
    def _residual(block: list[_Convolution], x: torch.Tensor) -> torch.Tensor:
        for convolution in block:
            x = x + convolution(leaky_relu(x, SLOPE))
        return x


@dataclass(frozen=True)
class _Generator:
    """The generator for one sample rate: mel -> the four bands."""

    first: _Convolution
    stages: list[_Stage]
    activation: Activation
    last: _Convolution

    def __call__(self, mel: torch.Tensor) -> torch.Tensor:
        x = self.first(mel)
        for stage in self.stages:
            x = stage(x)
        return self.last(self.activation(x))


@dataclass(frozen=True)
class _Snake:
    """x + sin²(αx)/β for each channel (BigVGAN, Lee et al. 2023): Russian has it before each upsampling."""

    alpha: torch.Tensor
    scale: torch.Tensor

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.scale * (x * self.alpha).sin().square()


def _generator(modules: Any, suffix: str, times: int) -> _Generator:
    blocks, ups = getattr(modules, f"resblocks{suffix}"), getattr(modules, f"ups{suffix}")
    snakes = hasattr(modules, "activation_ups")
    stages = [
        _Stage(
            _snake(_at(modules.activation_ups, at)) if snakes else _leaky(SLOPE),
            _upsampling(_at(ups, at)),
            [_block(_at(blocks, at * KERNELS + kernel)) for kernel in range(KERNELS)],
        )
        for at in range(times)
    ]
    return _Generator(
        _convolution(_at(modules.conv_pre, 1)),
        stages,
        _snake(modules.activation_post) if snakes else _leaky(LAST_SLOPE),
        _convolution(getattr(modules, f"conv_post{suffix}")),
    )


def _at(modules: Any, index: int) -> Any:
    """Scripted module lists have names, no numbers."""
    return getattr(modules, str(index))


def _wide(weight: torch.Tensor) -> torch.Tensor:
    """(outputs, inputs, width) -> (outputs, inputs, 1, width), channels last."""
    return weight.detach()[:, :, None].contiguous(memory_format=torch.channels_last)


def _convolution(module: Any) -> _Convolution:
    return _Convolution(_wide(module.weight), module.bias.detach(), module.padding[0], module.dilation[0])


def _upsampling(module: Any) -> _Upsampling:
    """New step t * stride + r sees the input step t - j through column r + padding + j * stride of the kernel."""
    weight, stride, padding = module.weight.detach(), module.stride[0], module.padding[0]
    inputs, outputs, width = weight.shape
    split = torch.zeros(stride, outputs, inputs, 3)
    for r in range(stride):
        for j in (1, 0, -1):
            if 0 <= (column := r + padding + j * stride) < width:
                split[r, :, :, 1 - j] = weight[:, :, column].T
    bias = module.bias.detach().repeat(stride)
    return _Upsampling(_Convolution(_wide(split.reshape(-1, inputs, 3)), bias, padding=1, dilation=1), stride)


def _block(module: Any) -> list[_Convolution]:
    return [_convolution(_at(module.convs, at)) for at in range(CONVOLUTIONS)]


def _leaky(slope: float) -> Activation:
    return lambda x: leaky_relu(x, slope)


def _snake(module: Any) -> _Snake:
    alpha, beta = module.alpha.detach(), module.beta.detach()
    if module.alpha_logscale:
        alpha, beta = alpha.exp(), beta.exp()
    return _Snake(alpha[:, None, None], 1 / (beta + module.no_div_by_zero)[:, None, None])
