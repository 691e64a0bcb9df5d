"""PoseVAE: the decoder that draws 32 frames of head motion from noise, a style and the audio.

Its encoder and its discriminator serve training only; the checkpoint has them, this file does not.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from videolecture.face.sadtalker.audio_encoder import audio_encoder
from videolecture.face.sadtalker.options import STYLES

CHUNK = 32  # frames decoded together
LATENT = 64


def chunks(frames: int) -> int:
    """How many chunks, each with its own noise, a clip of so many frames takes."""
    return max(0, math.ceil((frames - 1) / CHUNK))


class ResidualConv(nn.Module):
    """Two pre-activated convolutions beside a convolved shortcut; stride acts on time only."""

    def __init__(self, channels: int, out: int, stride: int | tuple[int, int]) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, out, 3, stride, padding=1),
            nn.BatchNorm2d(out),
            nn.ReLU(),
            nn.Conv2d(out, out, 3, padding=1),
        )
        self.conv_skip = nn.Sequential(nn.Conv2d(channels, out, 3, stride, padding=1), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, t, 6) -> (b, out, t/stride, 6)."""
        return self.conv_block(x) + self.conv_skip(x)  # type: ignore[no-any-return]


class Upsample(nn.Module):
    """Doubles time by a transposed convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.upsample = nn.ConvTranspose2d(channels, channels, (2, 1), (2, 1))

    def forward(self, x: Tensor) -> Tensor:
        """(b, channels, t, 6) -> (b, channels, 2t, 6)."""
        return self.upsample(x)  # type: ignore[no-any-return]


class ResUnet(nn.Module):
    """A U-net over the plane of time and pose."""

    def __init__(self) -> None:
        super().__init__()
        self.input_layer = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1)
        )
        self.input_skip = nn.Sequential(nn.Conv2d(1, 32, 3, padding=1))
        self.residual_conv_1 = ResidualConv(32, 64, (2, 1))
        self.residual_conv_2 = ResidualConv(64, 128, (2, 1))
        self.bridge = ResidualConv(128, 256, (2, 1))
        self.upsample_1 = Upsample(256)
        self.up_residual_conv1 = ResidualConv(256 + 128, 128, 1)
        self.upsample_2 = Upsample(128)
        self.up_residual_conv2 = ResidualConv(128 + 64, 64, 1)
        self.upsample_3 = Upsample(64)
        self.up_residual_conv3 = ResidualConv(64 + 32, 32, 1)
        self.output_layer = nn.Sequential(nn.Conv2d(32, 1, 1), nn.Sigmoid())

    def forward(self, x: Tensor) -> Tensor:
        """(b, 1, 32, 6) -> (b, 1, 32, 6)."""
        full = self.input_layer(x) + self.input_skip(x)  # (b, 32, 32, 6)
        half = self.residual_conv_1(full)  # (b, 64, 16, 6)
        quarter = self.residual_conv_2(half)  # (b, 128, 8, 6)
        x = self.bridge(quarter)  # (b, 256, 4, 6)
        x = self.up_residual_conv1(torch.cat((self.upsample_1(x), quarter), dim=1))  # (b, 128, 8, 6)
        x = self.up_residual_conv2(torch.cat((self.upsample_2(x), half), dim=1))  # (b, 64, 16, 6)
        x = self.up_residual_conv3(torch.cat((self.upsample_3(x), full), dim=1))  # (b, 32, 32, 6)
        return self.output_layer(x)  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """Noise, style, reference pose and audio -> pose relative to the reference."""

    def __init__(self) -> None:
        super().__init__()
        self.resunet = ResUnet()
        self.MLP = nn.ModuleDict({"L0": nn.Linear(LATENT + CHUNK * 6 + 6, 128), "L1": nn.Linear(128, CHUNK * 6)})
        self.pose_linear = nn.Linear(6, 6)
        self.linear_audio = nn.Linear(512, 6)
        self.classbias = nn.Parameter(torch.zeros(STYLES, LATENT))

    def forward(self, z: Tensor, style: int, reference: Tensor, audio: Tensor) -> Tensor:
        """Noise (b, 64), style 0..45, reference pose (b, 6), audio features (b, 32, 512) -> (b, 32, 6)."""
        audio = self.linear_audio(audio).flatten(1)  # (b, 32 * 6)
        x = torch.cat((reference, z + self.classbias[style], audio), dim=1)  # (b, 6 + 64 + 192)
        x = torch.sigmoid(self.MLP["L1"](F.relu(self.MLP["L0"](x))))  # (b, 192)
        x = self.resunet(x.view(-1, 1, CHUNK, 6)).squeeze(1)  # (b, 32, 6)
        return self.pose_linear(x)  # type: ignore[no-any-return]


class Generator(nn.Module):
    """Holds the decoder under the name the checkpoint gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.decoder = Decoder()


class PoseVAE(nn.Module):
    """Checkpoint prefix `audio2pose`."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_encoder = nn.ModuleDict({"audio_encoder": audio_encoder()})
        self.netG = Generator()

    def encode(self, mels: Tensor) -> Tensor:
        """Mel windows (t, 1, 80, 16) -> audio features (t, 512)."""
        return self.audio_encoder["audio_encoder"](mels).flatten(1)  # type: ignore[no-any-return]

    def forward(self, features: Tensor, z: Tensor, style: int, reference: Tensor) -> Tensor:
        """Poses of the last t frames of a chunk, (t, 6), from the audio features of at most 32 frames, (t, 512).

        Noise (64,); style 0..45; reference pose (6,). Where the clip is shorter than a chunk, its first frame stands
        for those before it.
        """
        short = CHUNK - len(features)
        audio = torch.cat((features[:1].expand(short, -1), features))[None]  # (1, 32, 512)
        motion = self.netG.decoder(z[None], style, reference[None], audio)[0]  # (32, 6)
        return torch.as_tensor(reference + motion[short:])
