from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from videolecture.face.sadtalker.upsampled import Upsampled2d, Upsampled3d


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("size", [(1, 1), (1, 5), (4, 3)])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_a_convolution_before_upsampling_gives_what_it_gives_after(
    factor: int, size: tuple[int, int], layout: torch.memory_format
) -> None:
    torch.manual_seed(0)
    conv = nn.Conv2d(5, 7, 3, padding=1)
    x = torch.randn(2, 5, *size).contiguous(memory_format=layout)
    with torch.inference_mode():
        after = conv(F.interpolate(x, scale_factor=factor))
        assert torch.allclose(Upsampled2d(conv, factor)(x), after, atol=1e-5)


def test_a_convolution_in_space_keeps_its_depth() -> None:
    torch.manual_seed(0)
    conv = nn.Conv3d(3, 4, 3, padding=1)
    x = torch.randn(1, 3, 4, 2, 3)
    with torch.inference_mode():
        after = conv(F.interpolate(x, scale_factor=(1, 2, 2)))
        assert torch.allclose(Upsampled3d(conv)(x), after, atol=1e-5)
