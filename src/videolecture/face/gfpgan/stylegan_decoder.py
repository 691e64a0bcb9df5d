"""The StyleGAN2 decoder of GFPGAN, bent by the degraded face's features (Karras et al., 2020; Wang et al., 2021).

It is the "clean" variant: plain bilinear upsampling before the convolution instead of custom kernels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn

STYLE = 512  # values of a style code
CHANNELS = (512, 512, 512, 512, 512, 256, 128, 64)  # at 4, 8, ... 512 pixels
EPSILON = 1e-8  # of the demodulation
SLOPE = 0.2


@dataclass(frozen=True)
class Condition:
    """What the degraded face asks of one level; acts on the second half of its channels."""

    scale: Tensor  # (b, channels / 2, h, w)
    shift: Tensor  # (b, channels / 2, h, w)


def double(x: Tensor) -> Tensor:
    """(b, c, h, w) -> (b, c, 2h, 2w), bilinear."""
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class ModulatedConv(nn.Module):
    """A convolution whose weights a style code scales, for every image of the batch its own."""

    def __init__(self, channels: int, out: int, kernel: int, demodulate: bool) -> None:
        super().__init__()
        self.demodulate = demodulate
        self.modulation = nn.Linear(STYLE, channels)
        self.weight = nn.Parameter(torch.zeros(1, out, channels, kernel, kernel))

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """(b, channels, h, w), style (b, 512) -> (b, out, h, w)."""
        batch, _, height, width = x.shape
        weight = self.weight * self.modulation(style)[:, None, :, None, None]  # (b, out, channels, k, k)
        if self.demodulate:
            weight = weight * torch.rsqrt(weight.square().sum(dim=(2, 3, 4), keepdim=True) + EPSILON)
        padding = weight.shape[-1] // 2
        # One group per image.
        out = F.conv2d(x.reshape(1, -1, height, width), weight.flatten(0, 1), padding=padding, groups=batch)
        return out.view(batch, -1, height, width)


class StyleConv(nn.Module):
    """A modulated convolution, noise and a leaky ReLU; doubles the size first where `up`."""

    def __init__(self, channels: int, out: int, up: bool) -> None:
        super().__init__()
        self.up = up
        self.modulated_conv = ModulatedConv(channels, out, 3, demodulate=True)
        self.weight = nn.Parameter(torch.zeros(1))  # the noise's strength
        self.bias = nn.Parameter(torch.zeros(1, out, 1, 1))

    def forward(self, x: Tensor, style: Tensor, noise: Tensor) -> Tensor:
        """(b, channels, h, w), style (b, 512), noise (1, 1, h', w') -> (b, out, h', w')."""
        x = self.modulated_conv(double(x) if self.up else x, style) * 2**0.5
        return F.leaky_relu(x + self.weight * noise + self.bias, SLOPE)


class ToRGB(nn.Module):
    """Reads the picture off a level."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.modulated_conv = ModulatedConv(channels, 3, 1, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """(b, channels, h, w), style (b, 512) -> (b, 3, h, w)."""
        return torch.add(self.modulated_conv(x, style), self.bias)


class ConstantInput(nn.Module):
    """Where every face begins."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, CHANNELS[0], 4, 4))


class StyleGanDecoder(nn.Module):
    """Checkpoint prefix `stylegan_decoder`.

    The noise is the stored one: fresh noise for every picture, as in the published program, makes a video flicker.
    """

    def __init__(self) -> None:
        super().__init__()
        self.constant_input = ConstantInput()
        self.style_conv1 = StyleConv(CHANNELS[0], CHANNELS[0], up=False)
        self.to_rgb1 = ToRGB(CHANNELS[0])
        convolutions: list[StyleConv] = []
        for before, after in pairwise(CHANNELS):
            convolutions += [StyleConv(before, after, up=True), StyleConv(after, after, up=False)]
        self.style_convs = nn.ModuleList(convolutions)
        self.to_rgbs = nn.ModuleList(ToRGB(channels) for channels in CHANNELS[1:])
        self.noises = nn.ParameterDict({"noise0": nn.Parameter(torch.zeros(1, 1, 4, 4))})
        for i in range(1, 15):
            side = 2 ** ((i + 5) // 2)
            self.noises[f"noise{i}"] = nn.Parameter(torch.zeros(1, 1, side, side))

    def forward(self, styles: Tensor, conditions: Sequence[Condition]) -> Tensor:
        """Style codes (b, 16, 512) and seven conditions, at 8..512 pixels -> RGB in [-1, 1], (b, 3, 512, 512)."""
        x = self.constant_input.weight.expand(len(styles), -1, -1, -1)
        x = self.style_conv1(x, styles[:, 0], self.noises["noise0"])  # (b, 512, 4, 4)
        picture = self.to_rgb1(x, styles[:, 1])
        for level, condition in enumerate(conditions):
            at = 2 * level + 1
            x = self.style_convs[at - 1](x, styles[:, at], self.noises[f"noise{at}"])
            kept, bent = x.chunk(2, dim=1)
            x = torch.cat((kept, bent * condition.scale + condition.shift), dim=1)
            x = self.style_convs[at](x, styles[:, at + 1], self.noises[f"noise{at + 1}"])
            picture = self.to_rgbs[level](x, styles[:, at + 2]) + double(picture)
        return torch.as_tensor(picture)
