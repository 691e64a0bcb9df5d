"""Convolutions over nearest-upsampled maps, computed before the upsampling: exact, with fewer multiplications.

Where a map was upsampled by 2, a 3-tap window sees only two different cells. An even output sees (left, own, own), an
odd one (own, own, right): taps that meet the same cell are summed beforehand. In the plane that leaves 4 of 9
multiplications. Where it was upsampled by 4, the two inner outputs of a cell see nothing but their own cell and are
equal: 9 kinds of outputs instead of 16, a quarter of the multiplications.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn

# For each kind of output, the shares of the original kernel's three taps (columns) in its two taps (rows). The first
# kind stands at a cell's left edge and its taps meet the cells (i - 1, i); the last stands at its right edge: (i, i +
# 1).
FIRST = ((1.0, 0.0, 0.0), (0.0, 1.0, 1.0))
INNER = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))  # between them: (nothing, i)
LAST = ((1.0, 1.0, 0.0), (0.0, 0.0, 1.0))
KINDS = {2: (FIRST, LAST), 4: (FIRST, INNER, LAST)}
# For each output of a cell, its kind and how far the padded convolution's origin is shifted for it.
OUTPUTS = {2: ((0, 0), (1, 1)), 4: ((0, 0), (1, 0), (1, 0), (2, 1))}


def _kernels(weight: Tensor, factor: int) -> Tensor:
    """(out, in, ..., 3, 3) -> (kinds * kinds * out, in, ..., 2, 2)."""
    kinds = torch.tensor(KINDS[factor], dtype=torch.float64, device=weight.device)  # (kinds, 2, 3)
    kernels = torch.einsum("pay,qbx,oi...yx->pqoi...ab", kinds, kinds, weight.double())
    return kernels.flatten(0, 2).to(weight.dtype)


class _Upsampled(nn.Module):
    """A 3-tap convolution with padding 1, as it acts on a map upsampled by `factor` in height and width."""

    def __init__(self, conv: nn.Conv2d | nn.Conv3d, factor: int) -> None:
        super().__init__()
        assert conv.bias is not None  # noqa: S101 (narrows the type)
        self.factor, self.out = factor, conv.out_channels
        self.weight = nn.Parameter(_kernels(conv.weight.detach(), factor), requires_grad=False)
        self.bias = nn.Parameter(conv.bias.detach().repeat(len(KINDS[factor]) ** 2), requires_grad=False)

    def spread(self, kinds: Tensor) -> Tensor:
        """(b, kinds * kinds * out, ..., h + 1, w + 1) -> (b, out, ..., factor * h, factor * w)."""
        count, step = len(KINDS[self.factor]), self.factor
        height, width = kinds.shape[-2] - 1, kinds.shape[-1] - 1
        shape = (len(kinds), self.out, *kinds.shape[2:-2], step * height, step * width)
        last = kinds.dim() == 4 and kinds.is_contiguous(memory_format=torch.channels_last)
        layout = torch.channels_last if last else torch.contiguous_format
        full = torch.empty(shape, dtype=kinds.dtype, device=kinds.device, memory_format=layout)
        kinds = kinds.view(len(kinds), count, count, self.out, *kinds.shape[2:])
        for row, (vertical, down) in enumerate(OUTPUTS[step]):
            for column, (horizontal, right) in enumerate(OUTPUTS[step]):
                part = kinds[:, vertical, horizontal, ..., down : down + height, right : right + width]
                full[..., row::step, column::step] = part
        return full


class Upsampled2d(_Upsampled):
    """`conv(upsample(x, factor))` for a 3x3 convolution with padding 1; the factor is 2 or 4."""

    def forward(self, x: Tensor) -> Tensor:
        """(b, in, h, w) -> (b, out, factor * h, factor * w)."""
        return self.spread(F.conv2d(x, self.weight, self.bias, padding=1))


class Upsampled3d(_Upsampled):
    """`conv(upsample(x, (1, 2, 2)))` for a 3x3x3 convolution with padding 1."""

    def __init__(self, conv: nn.Conv3d) -> None:
        super().__init__(conv, 2)

    def forward(self, x: Tensor) -> Tensor:
        """(b, in, d, h, w) -> (b, out, d, 2h, 2w)."""
        return self.spread(F.conv3d(x, self.weight, self.bias, padding=1))
