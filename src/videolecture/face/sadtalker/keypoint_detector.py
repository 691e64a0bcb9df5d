"""Canonical keypoints of a portrait, and how a head motion moves them (Wang et al., "One-shot free-view neural
talking-head synthesis", 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from videolecture.face.sadtalker.blocks import DownBlock2d, UpBlock3d, coordinate_grid
from videolecture.face.sadtalker.mapping_net import BINS, HeadMotion

KEYPOINTS = 15
TEMPERATURE = 0.1
DEPTH = 16
# The published weights were trained with this value of pi.
PI = 3.14


class AntiAliasDown(nn.Module):
    """A quarter of the size: a 13x13 Gaussian (from the checkpoint), then every fourth pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, 1, 13, 13))

    def forward(self, x: Tensor) -> Tensor:
        """(b, 3, s, s) -> (b, 3, s/4, s/4)."""
        return F.conv2d(x, self.weight, stride=4, padding=6, groups=3)


class KeypointHourglass(nn.Module):
    """Down in the plane, folded into depth, up in space."""

    def __init__(self) -> None:
        super().__init__()
        down, up = (3, 64, 128, 256, 512, 1024), (1024, 512, 256, 128, 64, 32)
        self.down_blocks = nn.ModuleDict({f"down{i}": DownBlock2d(a, b) for i, (a, b) in enumerate(pairwise(down))})
        self.conv = nn.Conv2d(1024, 1024 * DEPTH, 1)
        self.up_blocks = nn.ModuleDict({f"up{i}": UpBlock3d(a, b) for i, (a, b) in enumerate(pairwise(up))})

    def forward(self, x: Tensor) -> Tensor:
        """(b, 3, h, w) -> (b, 32, 16, h, w)."""
        for block in self.down_blocks.values():
            x = block(x)
        x = self.conv(x)  # (b, 1024 * 16, h/32, w/32)
        x = x.view(len(x), -1, DEPTH, *x.shape[2:])  # (b, 1024, 16, h/32, w/32)
        for block in self.up_blocks.values():
            x = block(x)
        return x


class KeypointDetector(nn.Module):
    """Checkpoint prefix `kp_extractor`."""

    def __init__(self) -> None:
        super().__init__()
        self.down = AntiAliasDown()
        self.predictor = KeypointHourglass()
        self.kp = nn.Conv3d(32, KEYPOINTS, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """RGB in [0, 1], (b, 3, s, s) -> canonical keypoints (b, 15, 3), x y z in [-1, 1]."""
        heat = self.kp(self.predictor(self.down(image)))  # (b, 15, 16, s/4, s/4)
        weights = F.softmax(heat.flatten(2) / TEMPERATURE, dim=2)  # (b, 15, 16 * s/4 * s/4)
        depth, height, width = heat.shape[2:]
        grid = coordinate_grid((depth, height, width), heat.device).flatten(0, 2)  # (16 * s/4 * s/4, 3)
        return (weights[..., None] * grid).sum(dim=2)


def degrees(logits: Tensor) -> Tensor:
    """(b, 66) -> (b,): the mean angle."""
    bins = torch.arange(BINS, dtype=logits.dtype, device=logits.device)
    return (F.softmax(logits, dim=1) * bins).sum(dim=1) * 3 - 99


def rotation(yaw: Tensor, pitch: Tensor, roll: Tensor) -> Tensor:
    """Degrees, each (b,) -> (b, 3, 3): pitch about x, then yaw about y, then roll about z."""
    p, y, r = (angle / 180 * PI for angle in (pitch, yaw, roll))
    one, zero = torch.ones_like(p), torch.zeros_like(p)

    def matrix(*cells: Tensor) -> Tensor:
        return torch.stack(cells, dim=1).view(-1, 3, 3)

    about_x = matrix(one, zero, zero, zero, p.cos(), -p.sin(), zero, p.sin(), p.cos())
    about_y = matrix(y.cos(), zero, y.sin(), zero, one, zero, -y.sin(), zero, y.cos())
    about_z = matrix(r.cos(), -r.sin(), zero, r.sin(), r.cos(), zero, zero, zero, one)
    return about_x @ about_y @ about_z


@dataclass(frozen=True)
class HeadPose:
    """A head motion in the units that can be blended: degrees and shifts."""

    angles: Tensor  # (b, 3) yaw, pitch, roll in degrees
    vertical: Tensor  # (b, 1); the only part of the translation that the published renderer was trained with
    expression: Tensor  # (b, 15, 3)


def head_pose(motion: HeadMotion) -> HeadPose:
    """Logits to degrees; the translation's vertical part."""
    angles = torch.stack([degrees(logits) for logits in (motion.yaw, motion.pitch, motion.roll)], dim=1)
    return HeadPose(angles, motion.translation[:, 1:2], motion.expression.view(-1, KEYPOINTS, 3))


def move_keypoints(canonical: Tensor, pose: HeadPose) -> Tensor:
    """Canonical (1 or b, 15, 3) and the pose of b frames -> (b, 15, 3): rotated, moved up or down, shaped by
    expression.
    """
    turned = canonical @ rotation(*pose.angles.unbind(dim=1)).transpose(1, 2)  # (b, 15, 3)
    return turned + F.pad(pose.vertical, (1, 1))[:, None] + pose.expression
