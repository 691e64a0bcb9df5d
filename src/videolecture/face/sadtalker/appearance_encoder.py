"""Appearance features of the portrait: everything in the renderer that depends on the photo alone."""

from __future__ import annotations

from torch import Tensor, nn

from videolecture.face.sadtalker.blocks import DownBlock2d, ResBlock3d, SameBlock2d

CHANNELS = 32
DEPTH = 16


class AppearanceEncoder(nn.Module):
    """Checkpoint prefix `generator`: first, down_blocks, second, resblocks_3d. Runs once for a portrait."""

    def __init__(self) -> None:
        super().__init__()
        self.first = SameBlock2d(3, 64)
        self.down_blocks = nn.ModuleList((DownBlock2d(64, 128), DownBlock2d(128, 256)))
        self.second = nn.Conv2d(256, CHANNELS * DEPTH, 1)
        self.resblocks_3d = nn.ModuleDict({f"3dr{i}": ResBlock3d(CHANNELS) for i in range(6)})

    def forward(self, image: Tensor) -> Tensor:
        """RGB in [0, 1], (b, 3, s, s) -> (b, 32, 16, s/4, s/4)."""
        x = self.first(image)  # (b, 64, s, s)
        for block in self.down_blocks:
            x = block(x)
        x = self.second(x)  # (b, 512, s/4, s/4)
        features: Tensor = x.view(len(x), CHANNELS, DEPTH, *x.shape[2:])
        for block in self.resblocks_3d.values():
            features = block(features)
        return features
