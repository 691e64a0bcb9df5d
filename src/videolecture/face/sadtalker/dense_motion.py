"""Dense motion: from 15 moved keypoints to where every feature of the portrait goes, and how far to trust it there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from videolecture.face.sadtalker.appearance_encoder import CHANNELS, DEPTH
from videolecture.face.sadtalker.blocks import ConvNorm, DownBlock3d, UpBlock3d, coordinate_grid
from videolecture.face.sadtalker.keypoint_detector import KEYPOINTS

COMPRESSED = 4  # channels of the features that are shifted to guess a motion
VARIANCE = 0.01  # of a keypoint's Gaussian
FAINTEST = 1e-3  # a keypoint's mask weight under this counts as 0


@dataclass(frozen=True)
class DenseMotion:
    """How the portrait's features are to be warped."""

    deformation: Tensor  # (b, 16, h, w, 3): where in the portrait each cell comes from, x y z in [-1, 1]
    occlusion: Tensor  # (b, 1, h, w): 0 hidden in the portrait .. 1 visible
    mask: Tensor  # (b, 16, 16, h, w): weight of each keypoint; the first is the background


class Encoder(nn.Module):
    """Five halvings; keeps every level."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        sizes = (channels, 64, 128, 256, 512, 1024)
        self.down_blocks = nn.ModuleList(DownBlock3d(a, b) for a, b in pairwise(sizes))

    def forward(self, x: Tensor) -> list[Tensor]:
        """(b, channels, 16, h, w) -> the input and five levels, the last (b, 1024, 16, h/32, w/32)."""
        levels = [x]
        for block in self.down_blocks:
            levels.append(block(levels[-1]))
        return levels


class Decoder(ConvNorm):
    """Five doublings, each joined with the encoder's level of its size."""

    def __init__(self, channels: int) -> None:
        self.out = 32 + channels
        super().__init__(nn.Conv3d(self.out, self.out, 3, padding=1), nn.BatchNorm3d(self.out))
        sizes = ((1024, 512), (1024, 256), (512, 128), (256, 64), (128, 32))
        self.up_blocks = nn.ModuleList(UpBlock3d(a, b) for a, b in sizes)

    def forward(self, levels: list[Tensor]) -> Tensor:
        """The encoder's levels -> (b, 32 + channels, 16, h, w)."""
        x = levels[-1]
        for block, level in zip(self.up_blocks, reversed(levels[:-1]), strict=True):
            x = torch.cat((block(x), level), dim=1)
        return F.relu(self.norm(self.conv(x)))


class Hourglass(nn.Module):
    """Encoder and decoder."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.encoder = Encoder(channels)
        self.decoder = Decoder(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, 16, h, w) -> (b, 32 + channels, 16, h, w)."""
        return self.decoder(self.encoder(x))  # type: ignore[no-any-return]


def gaussians(keypoints: Tensor, grid: Tensor) -> Tensor:
    """Keypoints (b, 15, 3) over a grid (d, h, w, 3) -> (b, 15, d, h, w)."""
    return torch.exp(-0.5 * (grid - keypoints[:, :, None, None, None, :]).square().sum(dim=-1) / VARIANCE)


class DenseMotionNetwork(nn.Module):
    """Checkpoint prefix `generator.dense_motion_network`."""

    def __init__(self) -> None:
        super().__init__()
        channels = (KEYPOINTS + 1) * (COMPRESSED + 1)  # 80
        self.compress = nn.Conv3d(CHANNELS, COMPRESSED, 1)
        self.norm = nn.BatchNorm3d(COMPRESSED)
        self.hourglass = Hourglass(channels)
        self.mask = nn.Conv3d(32 + channels, KEYPOINTS + 1, 7, padding=3)
        self.occlusion = nn.Conv2d((32 + channels) * DEPTH, 1, 7, padding=3)

    def compressed(self, features: Tensor) -> Tensor:
        """(1, 32, 16, h, w) -> (1, 4, 16, h, w); depends on the portrait alone."""
        return F.relu(self.norm(self.compress(features)))

    def forward(self, compressed: Tensor, source: Tensor, driving: Tensor) -> DenseMotion:
        """Compressed features (1, 4, 16, h, w), keypoints of the portrait (1, 15, 3) and of b frames (b, 15, 3)."""
        frames, (depth, height, width) = len(driving), compressed.shape[2:]
        grid = coordinate_grid((depth, height, width), compressed.device)  # (16, h, w, 3)
        # In this order: a mask value that rounding carries over FAINTEST would move a cell visibly.
        moved = grid - driving[:, :, None, None, None, :] + source[:, :, None, None, None, :]
        motions = torch.cat((grid.expand(frames, 1, -1, -1, -1, -1), moved), dim=1)  # (b, 16, 16, h, w, 3)
        guesses = F.grid_sample(
            compressed.expand(frames * (KEYPOINTS + 1), -1, -1, -1, -1), motions.flatten(0, 1), align_corners=False
        ).view(frames, KEYPOINTS + 1, COMPRESSED, depth, height, width)
        heat = gaussians(driving, grid) - gaussians(source, grid)  # (b, 15, 16, h, w)
        heat = F.pad(heat, (0, 0, 0, 0, 0, 0, 1, 0))[:, :, None]  # (b, 16, 1, 16, h, w)
        x = self.hourglass(torch.cat((heat, guesses), dim=2).flatten(1, 2))  # (b, 112, 16, h, w)
        mask = F.softmax(self.mask(x), dim=1)  # (b, 16, 16, h, w)
        occlusion = torch.sigmoid(self.occlusion(x.flatten(1, 2)))  # (b, 1, h, w)
        weight = torch.where(mask < FAINTEST, 0.0, mask)
        deformation = (motions * weight[..., None]).sum(dim=1)
        return DenseMotion(deformation, occlusion, mask)
