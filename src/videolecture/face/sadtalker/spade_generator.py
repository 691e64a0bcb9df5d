"""The SPADE generator: decodes warped features into the picture (Park et al., "Semantic image synthesis with
spatially-adaptive normalization", 2019).

The same feature map steers every block, upsampled as nearest neighbours where the block works at a higher resolution.
`fold` rearranges the loaded weights, exactly: what sees only nearest-upsampled maps runs before the upsampling (see
`upsampled`), and a shortcut's shift goes through its 1x1 convolution beforehand.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn

from videolecture.face.sadtalker.upsampled import Upsampled2d
from videolecture.face.sadtalker.winograd import WinogradConv, use_winograd

EPSILON = 1e-5  # of the instance norm
SLOPE = 0.2
FEATURES = 256
HIDDEN = 128


def instance_norm(x: Tensor) -> Tensor:
    """(b, c, h, w): each channel of each image to mean 0 and variance 1. Statistics are in fp32 at least."""
    variance, mean = torch.var_mean(_at_least_fp32(x), dim=(2, 3), unbiased=False, keepdim=True)
    scale = torch.rsqrt(variance + EPSILON)
    return torch.addcmul((-mean * scale).to(x.dtype), x, scale.to(x.dtype))


def _at_least_fp32(x: Tensor) -> Tensor:
    """Half precision as fp32; fp64 as it is."""
    return x.to(torch.promote_types(x.dtype, torch.float32))


def double(x: Tensor) -> Tensor:
    """(b, c, h, w) -> (b, c, 2h, 2w), nearest neighbours."""
    return F.interpolate(x, scale_factor=2)


class Spade(nn.Module):
    """Instance norm whose scale and shift are maps computed from the features."""

    def __init__(self, channels: int, factor: int) -> None:
        super().__init__()
        self.factor = factor
        self.mlp_shared = nn.ModuleDict({"0": nn.Conv2d(FEATURES, HIDDEN, 3, padding=1)})
        self.mlp_gamma = nn.Conv2d(HIDDEN, channels, 3, padding=1)
        self.mlp_beta = nn.Conv2d(HIDDEN, channels, 3, padding=1)

    def fold(self, after: nn.Conv2d | None = None) -> None:
        """Rearrange the weights; the shift is then what comes out of `after`, a 1x1 convolution that follows."""
        shared = self.mlp_shared["0"]
        assert isinstance(shared, nn.Conv2d) and self.mlp_gamma.bias is not None  # noqa: S101 (narrows the type)
        if self.factor > 1:
            self.mlp_shared["0"] = Upsampled2d(shared, self.factor)
        self.mlp_gamma.bias = nn.Parameter(self.mlp_gamma.bias + 1, requires_grad=False)  # scale is 1 + gamma
        if after is not None:
            self.mlp_beta = _composed(self.mlp_beta, after)

    def forward(self, normal: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """A normalised map (b, channels, f h, f w) and the features (b, 256, h, w) -> the scaled map and its shift."""
        hidden = self.mlp_shared["0"](features).relu_()  # (b, 128, f h, f w)
        return self.mlp_gamma(hidden).mul_(normal), self.mlp_beta(hidden)


def _composed(first: nn.Conv2d, then: nn.Conv2d) -> nn.Conv2d:
    """One convolution that does what a convolution followed by a 1x1 convolution without bias does."""
    assert first.bias is not None and then.bias is None  # noqa: S101 (narrows the type)
    both = nn.Conv2d(first.in_channels, then.out_channels, 3, padding=1, device="meta")
    mix, dtype = then.weight[:, :, 0, 0].double(), then.weight.dtype  # (out, middle)
    weight = torch.einsum("om,mixy->oixy", mix, first.weight.double())
    both.weight = nn.Parameter(weight.to(dtype), requires_grad=False)
    both.bias = nn.Parameter((mix @ first.bias.double()).to(dtype), requires_grad=False)
    return both


class SpadeBlock(nn.Module):
    """Two normalised convolutions and a shortcut, itself normalised where the number of channels changes.

    `factor` is how many times the features' size the block works at; from 2 on it doubles its input first.
    """

    def __init__(self, channels: int, out: int, factor: int = 1) -> None:
        super().__init__()
        middle = min(channels, out)
        self.factor = factor
        self.conv_0 = nn.Conv2d(channels, middle, 3, padding=1)
        self.conv_1 = nn.Conv2d(middle, out, 3, padding=1)
        self.norm_0 = Spade(channels, factor)
        self.norm_1 = Spade(middle, factor)
        self.conv_s: nn.Conv2d | None = None
        if channels != out:
            self.conv_s = nn.Conv2d(channels, out, 1, bias=False)
            self.norm_s = Spade(channels, factor)

    def fold(self) -> None:
        """Rearrange the weights of the three norms."""
        self.norm_0.fold()
        self.norm_1.fold()
        if self.conv_s is not None:
            self.norm_s.fold(after=self.conv_s)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """(b, channels, h, w), features (b, 256, ...) -> (b, out, h, w), or (b, out, 2h, 2w) where it doubles."""
        normal = instance_norm(x)
        if self.factor > 1:
            normal = double(normal)  # its statistics are those of the doubled map
        shortcut = x
        if self.conv_s is not None:
            scaled, shift = self.norm_s(normal, features)
            shortcut = self.conv_s(scaled).add_(shift)
        scaled, shift = self.norm_0(normal, features)
        x = self.conv_0(F.leaky_relu(scaled.add_(shift), SLOPE, inplace=True))
        scaled, shift = self.norm_1(instance_norm(x), features)
        return self.conv_1(F.leaky_relu(scaled.add_(shift), SLOPE, inplace=True)).add_(shortcut)  # type: ignore[no-any-return]


class SpadeGenerator(nn.Module):
    """Checkpoint prefix `generator.decoder`. To be folded once its weights are loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Conv2d(FEATURES, 512, 3, padding=1)
        for i in range(6):
            self.add_module(f"G_middle_{i}", SpadeBlock(512, 512))
        self.up_0 = SpadeBlock(512, 256, factor=2)
        self.up_1 = SpadeBlock(256, 64, factor=4)
        self.conv_img = nn.Conv2d(64, 3, 3, padding=1)

    def fold(self) -> None:
        """Rearrange the weights of every block."""
        for module in self.children():
            if isinstance(module, SpadeBlock):
                module.fold()

    def for_cpu(self) -> None:
        """Choose the fastest convolutions for this processor.

        With AVX-512 these are the direct ones: Winograd's transformations then move more memory than they save.
        """
        if torch.backends.cpu.get_cpu_capability() != "AVX512":
            self.winograd()

    def winograd(self) -> None:
        """Run the folded convolutions over small maps with many channels as Winograd's: with AVX2 1.3 to 2.4 times
        faster. Over larger maps they never are.
        """
        for i in range(6):
            use_winograd(self.get_submodule(f"G_middle_{i}"))
        self.up_0.add_module("conv_0", WinogradConv(self.up_0.conv_0))

    def forward(self, features: Tensor) -> Tensor:
        """(b, 256, s/4, s/4) -> RGB in [0, 1], (b, 3, s, s); not a number where half precision overflowed."""
        x = self.fc(features)  # (b, 512, s/4, s/4)
        for i in range(6):
            x = self.get_submodule(f"G_middle_{i}")(x, features)
        x = self.up_0(x, features)  # (b, 256, s/2, s/2)
        x = self.up_1(x, features)  # (b, 64, s, s)
        x = _at_least_fp32(self.conv_img(F.leaky_relu(x, SLOPE)))
        return torch.sigmoid(x.masked_fill(x.isinf(), torch.nan))  # which the sigmoid would make black or white
