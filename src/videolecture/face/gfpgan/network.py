"""The U-net of GFPGAN: reads a degraded face into style codes and into what each level of the decoder should heed."""

from __future__ import annotations

from itertools import pairwise

import torch.nn.functional as F  # noqa: N812 (its customary name)
from torch import Tensor, nn

from videolecture.face.gfpgan.stylegan_decoder import SLOPE, STYLE, Condition, StyleGanDecoder

CHANNELS = (32, 64, 128, 256, 256, 256, 256, 256)  # at 512, 256, ... 4 pixels
CODES = 16  # style codes of one face


class ResBlock(nn.Module):
    """Two convolutions with a bilinear change of size between them, beside a 1x1 shortcut."""

    def __init__(self, channels: int, out: int, scale: float) -> None:
        super().__init__()
        self.scale = scale
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, out, 3, padding=1)
        self.skip = nn.Conv2d(channels, out, 1, bias=False)

    def resized(self, x: Tensor) -> Tensor:
        """(b, c, h, w) -> (b, c, scale h, scale w)."""
        return F.interpolate(x, scale_factor=self.scale, mode="bilinear", align_corners=False)

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, h, w) -> (b, out, scale h, scale w)."""
        out = self.resized(F.leaky_relu(self.conv1(x), SLOPE))
        return F.leaky_relu(self.conv2(out), SLOPE) + self.skip(self.resized(x))  # type: ignore[no-any-return]


def _condition(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1), nn.LeakyReLU(SLOPE), nn.Conv2d(channels, channels, 3, padding=1)
    )


class GfpGan(nn.Module):
    """The whole network; its checkpoint's key is `params_ema`."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_body_first = nn.Conv2d(3, CHANNELS[0], 1)
        self.conv_body_down = nn.ModuleList(ResBlock(a, b, 0.5) for a, b in pairwise(CHANNELS))
        self.final_conv = nn.Conv2d(CHANNELS[-1], CHANNELS[-1], 3, padding=1)
        self.final_linear = nn.Linear(CHANNELS[-1] * 4 * 4, CODES * STYLE)
        rising = CHANNELS[::-1]
        self.conv_body_up = nn.ModuleList(ResBlock(a, b, 2) for a, b in pairwise(rising))
        self.condition_scale = nn.ModuleList(_condition(channels) for channels in rising[1:])
        self.condition_shift = nn.ModuleList(_condition(channels) for channels in rising[1:])
        self.stylegan_decoder = StyleGanDecoder()

    def forward(self, face: Tensor) -> Tensor:
        """Aligned RGB in [-1, 1], (b, 3, 512, 512) -> the restored face, the same."""
        x = F.leaky_relu(self.conv_body_first(face), SLOPE)  # (b, 32, 512, 512)
        levels = []
        for block in self.conv_body_down:
            x = block(x)
            levels.append(x)
        x = F.leaky_relu(self.final_conv(x), SLOPE)  # (b, 256, 4, 4)
        styles = self.final_linear(x.flatten(1)).view(-1, CODES, STYLE)
        conditions = []
        for i, block in enumerate(self.conv_body_up):
            x = block(x + levels[-1 - i])  # (b, 256, 8, 8), ... (b, 32, 512, 512)
            conditions.append(Condition(self.condition_scale[i](x), self.condition_shift[i](x)))
        return self.stylegan_decoder(styles, conditions)  # type: ignore[no-any-return]
