from __future__ import annotations

import pytest
import torch
from torch import nn

from videolecture.face.sadtalker.winograd import WinogradConv


@pytest.mark.parametrize("size", [(1, 1), (4, 4), (5, 7), (16, 12)])
def test_it_gives_what_the_convolution_gives_at_any_size(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    conv = nn.Conv2d(9, 6, 3, padding=1)
    x = torch.randn(2, 9, *size)
    with torch.inference_mode():
        for laid_out in (x, x.contiguous(memory_format=torch.channels_last)):
            assert torch.allclose(WinogradConv(conv)(laid_out), conv(x), atol=1e-5)
