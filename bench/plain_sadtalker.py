"""The renderer's arithmetic as the published program does it, to compare with: nothing cached, nothing rearranged.

Every frame encodes the portrait anew, maps are upsampled before the convolutions over them, and spectral norms are
divided out at every call. The modules are plain PyTorch, written for this comparison.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.utils import spectral_norm

from videolecture.face.sadtalker.renderer import Renderer


class PlainSpade(nn.Module):
    """Normalise at full resolution; steer by the features, upsampled to it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.param_free_norm = nn.InstanceNorm2d(channels)
        self.mlp_shared = nn.Sequential(nn.Conv2d(256, 128, 3, padding=1), nn.ReLU())
        self.mlp_gamma = nn.Conv2d(128, channels, 3, padding=1)
        self.mlp_beta = nn.Conv2d(128, channels, 3, padding=1)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """(b, channels, h, w), features (b, 256, any, any) -> (b, channels, h, w)."""
        hidden = self.mlp_shared(F.interpolate(features, size=x.shape[2:], mode="nearest"))
        return self.param_free_norm(x) * (1 + self.mlp_gamma(hidden)) + self.mlp_beta(hidden)  # type: ignore[no-any-return]


class PlainBlock(nn.Module):
    """A residual block with the spectral norms in place."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        middle = min(channels, out)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # this older form of the norm is the one the files were written with
            self.conv_0 = spectral_norm(nn.Conv2d(channels, middle, 3, padding=1))
            self.conv_1 = spectral_norm(nn.Conv2d(middle, out, 3, padding=1))
            self.conv_s = spectral_norm(nn.Conv2d(channels, out, 1, bias=False)) if channels != out else None
        self.norm_0, self.norm_1 = PlainSpade(channels), PlainSpade(middle)
        if channels != out:
            self.norm_s = PlainSpade(channels)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, out, h, w)."""
        shortcut = x if self.conv_s is None else self.conv_s(self.norm_s(x, features))
        x = self.conv_0(F.leaky_relu(self.norm_0(x, features), 0.2))
        return shortcut + self.conv_1(F.leaky_relu(self.norm_1(x, features), 0.2))  # type: ignore[no-any-return]


class PlainDecoder(nn.Module):
    """The SPADE generator."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Conv2d(256, 512, 3, padding=1)
        for i in range(6):
            self.add_module(f"G_middle_{i}", PlainBlock(512, 512))
        self.up_0, self.up_1 = PlainBlock(512, 256), PlainBlock(256, 64)
        self.conv_img = nn.Conv2d(64, 3, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        """(b, 256, s/4, s/4) -> (b, 3, s, s)."""
        x = self.fc(features)
        for i in range(6):
            x = self.get_submodule(f"G_middle_{i}")(x, features)
        x = self.up_0(F.interpolate(x, scale_factor=2), features)
        x = self.up_1(F.interpolate(x, scale_factor=2), features)
        return torch.sigmoid(self.conv_img(F.leaky_relu(x, 0.2)))


class PlainRenderer(nn.Module):
    """Everything of `generator.` for one batch, from the portrait to the picture."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.front = Renderer()
        self.front.decoder = PlainDecoder()  # type: ignore[assignment]
        state = load_file(path)
        prefix = "generator."
        own = {name.removeprefix(prefix): tensor for name, tensor in state.items() if name.startswith(prefix)}
        self.front.load_state_dict(own, strict=True)
        self.eval().requires_grad_(False)

    def forward(self, image: Tensor, source: Tensor, driving: Tensor) -> Tensor:
        """Portrait (1, 3, s, s), keypoints (1, 15, 3) and (b, 15, 3) -> (b, 3, s, s)."""
        encoded = self.front.source(image.expand(len(driving), -1, -1, -1), source)
        front = self.front
        motion = front.dense_motion_network(encoded.compressed[:1], source, driving)
        warped = F.grid_sample(encoded.features, motion.deformation, align_corners=False).flatten(1, 2)
        return front.decoder(front.fourth(front.third(warped)) * motion.occlusion)  # type: ignore[no-any-return]
