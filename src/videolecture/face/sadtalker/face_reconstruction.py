"""Face reconstruction: a ResNet-50 that reads 257 3DMM coefficients off an aligned face.

He et al., "Deep residual learning for image recognition" (2015), with the stride in the 3x3 convolution; trained as
in Deng et al., "Accurate 3D face reconstruction with weakly-supervised learning" (2019).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

# identity, expression, texture, angles, lighting, translation x and y, translation z
HEADS = (80, 64, 80, 3, 27, 2, 1)


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 convolutions around a shortcut."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        out = 4 * width
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.downsample: nn.Sequential | None = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, 4 width, h/stride, w/stride)."""
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return F.relu(out + (x if self.downsample is None else self.downsample(x)))


class Backbone(nn.Module):
    """ResNet-50 up to its mean pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = self._stage(64, 64, blocks=3, stride=1)
        self.layer2 = self._stage(256, 128, blocks=4, stride=2)
        self.layer3 = self._stage(512, 256, blocks=6, stride=2)
        self.layer4 = self._stage(1024, 512, blocks=3, stride=2)

    @staticmethod
    def _stage(channels: int, width: int, blocks: int, stride: int) -> nn.Sequential:
        rest = (Bottleneck(4 * width, width, 1) for _ in range(blocks - 1))
        return nn.Sequential(Bottleneck(channels, width, stride), *rest)

    def forward(self, x: Tensor) -> Tensor:
        """(b, 3, 224, 224) -> (b, 2048, 1, 1)."""
        x = F.relu(self.bn1(self.conv1(x)))  # (b, 64, 112, 112)
        x = F.max_pool2d(x, 3, stride=2, padding=1)  # (b, 64, 56, 56)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))  # (b, 2048, 7, 7)
        return F.adaptive_avg_pool2d(x, 1)


class FaceReconstruction(nn.Module):
    """Checkpoint prefix `face_3drecon`."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.final_layers = nn.ModuleList(nn.Conv2d(2048, size, 1) for size in HEADS)

    def forward(self, face: Tensor) -> Tensor:
        """Aligned RGB in [0, 1], (b, 3, 224, 224) -> (b, 257) coefficients."""
        features = self.backbone(face)  # (b, 2048, 1, 1)
        return torch.cat([head(features) for head in self.final_layers], dim=1).flatten(1)
