from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from videolecture.face.sadtalker.spade_generator import SpadeBlock, SpadeGenerator


def plain(block: SpadeBlock, x: Tensor, features: Tensor) -> Tensor:
    """The block as the paper writes it, at full resolution, with the weights as loaded."""

    def spade(norm: torch.nn.Module, x: Tensor) -> Tensor:
        hidden = F.relu(norm.mlp_shared["0"](features))  # type: ignore[index,operator]
        gamma, beta = norm.mlp_gamma(hidden), norm.mlp_beta(hidden)  # type: ignore[operator]
        return F.instance_norm(x) * (1 + gamma) + beta  # type: ignore[no-any-return]

    shortcut = x if block.conv_s is None else block.conv_s(spade(block.norm_s, x))
    x = block.conv_0(F.leaky_relu(spade(block.norm_0, x), 0.2))
    return shortcut + block.conv_1(F.leaky_relu(spade(block.norm_1, x), 0.2))  # type: ignore[no-any-return]


def test_folding_a_block_changes_nothing_but_its_speed() -> None:
    for channels, out, factor in ((16, 16, 1), (16, 8, 2), (16, 4, 4)):
        torch.manual_seed(factor)
        block = SpadeBlock(channels, out, factor).requires_grad_(False)
        small = max(1, factor // 2)  # its input comes at half of the resolution it works at
        x, features = torch.randn(2, channels, 5 * small, 6 * small), torch.randn(2, 256, 5, 6)
        doubled = F.interpolate(x, scale_factor=2) if factor > 1 else x
        expected = plain(block, doubled, F.interpolate(features, scale_factor=factor))
        block.fold()
        assert torch.allclose(block(x, features), expected, atol=1e-4)


def test_a_picture_beyond_half_precision_is_not_taken_for_black_or_white() -> None:
    """The sigmoid of what overflowed looks like a colour."""
    generator = SpadeGenerator().requires_grad_(False)
    generator.fold()
    for bad in (torch.inf, -torch.inf):
        generator.conv_img.bias.copy_(torch.tensor([0.0, bad, 0.0]))  # type: ignore[union-attr]
        picture = generator(torch.zeros(1, 256, 4, 4))
        assert picture[:, 1].isnan().all()
        assert picture[:, [0, 2]].isfinite().all()
