"""The audio encoder of Wav2Lip (Prajwal et al., 2020), which both ExpNet and PoseVAE contain."""

from __future__ import annotations

import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn


class ConvBlock(nn.Module):
    """Convolution, norm and ReLU, with a shortcut where `residual`."""

    def __init__(
        self, channels: int, out: int, kernel: int = 3, stride: int | tuple[int, int] = 1, padding: int = 1
    ) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(nn.Conv2d(channels, out, kernel, stride, padding), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, out, h', w')."""
        return F.relu(self.conv_block(x))


class ResidualBlock(ConvBlock):
    """A ConvBlock that keeps its shape and adds its input before the ReLU."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> the same shape."""
        return F.relu(self.conv_block(x) + x)


def audio_encoder() -> nn.Sequential:
    """(b, 1, 80, 16) mel windows -> (b, 512, 1, 1)."""
    return nn.Sequential(
        ConvBlock(1, 32),  # (b, 32, 80, 16)
        ResidualBlock(32),
        ResidualBlock(32),
        ConvBlock(32, 64, stride=(3, 1)),  # (b, 64, 27, 16)
        ResidualBlock(64),
        ResidualBlock(64),
        ConvBlock(64, 128, stride=3),  # (b, 128, 9, 6)
        ResidualBlock(128),
        ResidualBlock(128),
        ConvBlock(128, 256, stride=(3, 2)),  # (b, 256, 3, 3)
        ResidualBlock(256),
        ConvBlock(256, 512, padding=0),  # (b, 512, 1, 1)
        ConvBlock(512, 512, kernel=1, padding=0),
    )
