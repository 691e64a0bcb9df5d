"""Convolution blocks the networks share. Attribute names are the published checkpoints' names.

Batch norms run in evaluation mode, so each is a fixed scale and shift; `fold` multiplies it into the convolution
before it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from videolecture.face.sadtalker.upsampled import Upsampled3d


class ConvNorm(nn.Module):
    """A convolution and the batch norm after it, until `fold` makes them one convolution."""

    def __init__(self, conv: nn.Conv2d | nn.Conv3d, norm: nn.Module) -> None:
        super().__init__()
        self.conv: nn.Module = conv
        self.norm: nn.Module = norm

    def fold(self) -> None:
        """Replace convolution and norm by one convolution: the same function, one pass over memory less."""
        if isinstance(self.norm, nn.modules.batchnorm._BatchNorm):
            assert isinstance(self.conv, nn.Conv2d | nn.Conv3d)  # noqa: S101 (narrows the type)
            self.conv = fuse_conv_bn_eval(self.conv, self.norm)
            self.norm = nn.Identity()


def fold_norms(network: nn.Module) -> None:
    """Fold every ConvNorm of a loaded network."""
    for module in list(network.modules()):
        if isinstance(module, ConvNorm):
            module.fold()


def channels_last(network: nn.Module) -> None:
    """Store every 2D convolution's weights with the channels last, as convolutions run fastest."""
    for parameter in network.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


class SameBlock2d(ConvNorm):
    """3x3 convolution, norm and ReLU (leaky with slope .01 where `leaky`); the map keeps its size."""

    def __init__(self, channels: int, out: int, leaky: bool = False) -> None:
        super().__init__(nn.Conv2d(channels, out, 3, padding=1), nn.BatchNorm2d(out))
        self.slope = 0.01 if leaky else 0.0

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, out, h, w)."""
        return F.leaky_relu(self.norm(self.conv(x)), self.slope)


class DownBlock2d(ConvNorm):
    """3x3 convolution, norm, ReLU, and the mean of every 2x2 square."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__(nn.Conv2d(channels, out, 3, padding=1), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, out, h/2, w/2)."""
        return F.avg_pool2d(F.relu(self.norm(self.conv(x))), 2)


class DownBlock3d(ConvNorm):
    """3x3x3 convolution, norm, ReLU, and the mean of every 2x2 square; depth stays."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__(nn.Conv3d(channels, out, 3, padding=1), nn.BatchNorm3d(out))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, d, h, w) -> (b, out, d, h/2, w/2)."""
        return F.avg_pool3d(F.relu(self.norm(self.conv(x))), (1, 2, 2))


class UpBlock3d(ConvNorm):
    """Nearest upsampling of height and width by 2, 3x3x3 convolution, norm, ReLU.

    Once folded it runs at low resolution (see `upsampled`): 4/9 of the multiplications, the same result.
    """

    def __init__(self, channels: int, out: int) -> None:
        super().__init__(nn.Conv3d(channels, out, 3, padding=1), nn.BatchNorm3d(out))

    def fold(self) -> None:
        """Fold the norm, then the upsampling."""
        super().fold()
        if isinstance(self.conv, nn.Conv3d):
            self.conv = Upsampled3d(self.conv)

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, d, h, w) -> (b, out, d, 2h, 2w)."""
        if isinstance(self.conv, nn.Conv3d):
            x = F.interpolate(x, scale_factor=(1, 2, 2))
        return F.relu(self.norm(self.conv(x)))


class ResBlock3d(nn.Module):
    """Two pre-activated 3x3x3 convolutions and a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv3d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv3d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm3d(channels)
        self.norm2 = nn.BatchNorm3d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, d, h, w) -> the same shape."""
        out = self.conv1(F.relu(self.norm1(x)))
        out = self.conv2(F.relu(self.norm2(out)))
        return torch.add(out, x)


def coordinate_grid(size: tuple[int, int, int], device: torch.device) -> Tensor:
    """Size (d, h, w) -> (d, h, w, 3): x, y, z of every cell, -1 and 1 at the centres of the outermost cells.

    In fp32 always: half precision would shift what is sampled by a hundredth of a cell.
    """
    axes = [torch.arange(n, dtype=torch.float32, device=device) for n in size]
    z, y, x = torch.meshgrid(*(2 * (axis / (len(axis) - 1)) - 1 for axis in axes), indexing="ij")
    return torch.stack((x, y, z), dim=-1)
