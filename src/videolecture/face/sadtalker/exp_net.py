"""ExpNet: 64 expression coefficients for every video frame from its mel window, the portrait's expression and the
blink.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from videolecture.face.sadtalker.audio_encoder import audio_encoder


class ExpNet(nn.Module):
    """Checkpoint prefix `audio2exp`. Frames do not depend on one another, so any number may be given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_encoder = audio_encoder()
        self.mapping1 = nn.Linear(512 + 64 + 1, 64)

    def forward(self, mels: Tensor, reference: Tensor, blink: Tensor) -> Tensor:
        """Mels (t, 1, 80, 16), reference expression (t, 64), blink 0..1 (t, 1) -> (t, 64)."""
        audio = self.audio_encoder(mels).flatten(1)  # (t, 512)
        return self.mapping1(torch.cat((audio, reference, blink), dim=1))  # type: ignore[no-any-return]
