"""3x3 convolutions with a quarter of the multiplications (Winograd's F(4x4, 3x3); Lavin and Gray, 2016).

A tile of 6x6 inputs gives 4x4 outputs: both are transformed so that the convolution becomes 36 products per channel
pair instead of 144. Each of the 36 is one matrix product over all tiles and channels. Rounding grows from about 1e-7
to about 1e-6.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn

TILE = 4  # outputs of a tile along each side
SEEN = TILE + 2  # inputs
# Transformations of the kernel, the input and the output for the points 0, 1, -1, 2, -2 and infinity.
KERNEL = (
    (1 / 4, 0, 0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0, 0, 1),
)
INPUT = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
OUTPUT = ((1, 1, 1, 1, 1, 0), (0, 1, -1, 2, -2, 0), (0, 1, 1, 4, 4, 0), (0, 1, -1, 8, -8, 1))


def use_winograd(network: nn.Module) -> None:
    """Replace a loaded network's 3x3 convolutions that have channels enough to gain by it."""
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Conv2d) and child.kernel_size == (3, 3):
                module.add_module(name, WinogradConv(child))


def _both_ways(matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    """A transformation of rows and columns at once."""
    rows = torch.tensor(matrix, dtype=torch.float64)
    return torch.kron(rows, rows)


class WinogradConv(nn.Module):
    """A 3x3 convolution with padding 1, on a CPU."""

    def __init__(self, conv: nn.Conv2d) -> None:
        super().__init__()
        assert conv.bias is not None  # noqa: S101 (narrows the type)
        weight = conv.weight.detach().double().flatten(2)  # (out, in, 9)
        kernel = torch.einsum("pk,oik->pio", _both_ways(KERNEL), weight).float().contiguous()  # (36, in, out)
        self.kernel = nn.Parameter(kernel, requires_grad=False)
        self.bias = nn.Parameter(conv.bias.detach(), requires_grad=False)
        self.into = nn.Parameter(_both_ways(INPUT).float(), requires_grad=False)  # (36, 36)
        self.out_of = nn.Parameter(_both_ways(OUTPUT).float(), requires_grad=False)  # (16, 36)

    def forward(self, x: Tensor) -> Tensor:
        """(b, in, h, w) -> (b, out, h, w), channels last."""
        batch, channels, height, width = x.shape
        down, across = -(-height // TILE), -(-width // TILE)  # tiles
        padded = F.pad(x, (1, across * TILE - width + 1, 1, down * TILE - height + 1)).permute(0, 2, 3, 1).contiguous()
        tiles = padded.unfold(1, SEEN, TILE).unfold(2, SEEN, TILE)  # (b, down, across, in, 6, 6)
        tiles = tiles.permute(4, 5, 0, 1, 2, 3).reshape(SEEN * SEEN, -1)  # (36, tiles * in)
        seen = (self.into @ tiles).view(SEEN * SEEN, -1, channels)  # (36, tiles, in)
        made = torch.bmm(seen, self.kernel)  # (36, tiles, out)
        out = made.shape[2]
        made = (self.out_of @ made.view(SEEN * SEEN, -1)).view(TILE, TILE, batch, down, across, out)
        whole = made.permute(2, 3, 0, 4, 1, 5).reshape(batch, down * TILE, across * TILE, out)
        return (whole[:, :height, :width] + self.bias).permute(0, 3, 1, 2)
