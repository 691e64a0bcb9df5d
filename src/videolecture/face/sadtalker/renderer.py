"""The renderer: a portrait's features, warped by the dense motion of a frame and decoded into its picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from videolecture.face.sadtalker.appearance_encoder import AppearanceEncoder
from videolecture.face.sadtalker.blocks import SameBlock2d, channels_last
from videolecture.face.sadtalker.dense_motion import DenseMotionNetwork
from videolecture.face.sadtalker.spade_generator import SpadeGenerator


@dataclass(frozen=True)
class SourceFeatures:
    """What the renderer keeps of a portrait: computed once, shared by all frames."""

    features: Tensor  # (1, 32, 16, s/4, s/4)
    compressed: Tensor  # (1, 4, 16, s/4, s/4)
    keypoints: Tensor  # (1, 15, 3), as the portrait holds its head


class Renderer(AppearanceEncoder):
    """Checkpoint prefix `generator`."""

    def __init__(self) -> None:
        super().__init__()
        self.dense_motion_network = DenseMotionNetwork()
        self.third = SameBlock2d(512, 256, leaky=True)
        self.fourth = nn.Conv2d(256, 256, 1)
        self.decoder = SpadeGenerator()

    def fold(self) -> None:
        """Rearrange the loaded weights of what runs for every frame, which is faster and differs by rounding alone.

        Not those of the dense motion: its mask has a threshold, and rounding would carry some cells across it.
        """
        self.third.fold()
        self.decoder.fold()
        for part in (self.third, self.fourth, self.decoder):
            channels_last(part)

    def source(self, image: Tensor, keypoints: Tensor) -> SourceFeatures:
        """RGB in [0, 1], (1, 3, s, s) and the portrait's keypoints (1, 15, 3)."""
        features = AppearanceEncoder.forward(self, image)
        return SourceFeatures(features, self.dense_motion_network.compressed(features), keypoints)

    def warp(self, features: Tensor, deformation: Tensor, occlusion: Tensor) -> Tensor:
        """Features (1, 32, 16, h, w), deformation (b, 16, h, w, 3), occlusion (b, 1, h, w) -> (b, 256, h, w)."""
        shared = features.expand(len(deformation), -1, -1, -1, -1)
        x = F.grid_sample(shared, deformation, align_corners=False)  # (b, 32, 16, h, w)
        x = x.flatten(1, 2).contiguous(memory_format=torch.channels_last)
        x = self.fourth(self.third(x))  # (b, 256, h, w)
        return torch.mul(x, occlusion)

    def render(self, source: SourceFeatures, driving: Tensor) -> Tensor:
        """The portrait and the keypoints of b frames (b, 15, 3) -> RGB in [0, 1], (b, 3, s, s)."""
        motion = self.dense_motion_network(source.compressed, source.keypoints, driving)
        return self.decoder(self.warp(source.features, motion.deformation, motion.occlusion))  # type: ignore[no-any-return]
