"""MappingNet: a window of 27 frames of motion coefficients -> head pose and expression of the middle one."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

RADIUS = 13  # frames on either side
WINDOW = 2 * RADIUS + 1  # 27
BINS = 66  # of 3 degrees each, the first at -99


@dataclass(frozen=True)
class HeadMotion:
    """What moves the canonical keypoints."""

    yaw: Tensor  # (b, 66) logits over angles
    pitch: Tensor  # (b, 66)
    roll: Tensor  # (b, 66)
    translation: Tensor  # (b, 3)
    expression: Tensor  # (b, 45): a shift of each of the 15 keypoints


class MappingNet(nn.Module):
    """Its own file, under the key `mapping`."""

    def __init__(self, coefficients: int) -> None:
        super().__init__()
        self.first = nn.ModuleDict({"0": nn.Conv1d(coefficients, 1024, 7)})
        for name in ("encoder0", "encoder1", "encoder2"):
            self.add_module(name, nn.ModuleDict({"1": nn.Conv1d(1024, 1024, 3, dilation=3)}))
        self.fc_roll = nn.Linear(1024, BINS)
        self.fc_pitch = nn.Linear(1024, BINS)
        self.fc_yaw = nn.Linear(1024, BINS)
        self.fc_t = nn.Linear(1024, 3)
        self.fc_exp = nn.Linear(1024, 45)

    def forward(self, window: Tensor) -> HeadMotion:
        """(b, 70 or 73, 27) -> HeadMotion of b frames."""
        x = self.first["0"](window)  # (b, 1024, 21)
        for encoder in (self.encoder0, self.encoder1, self.encoder2):
            assert isinstance(encoder, nn.ModuleDict)  # noqa: S101 (narrows the type)
            x = encoder["1"](F.leaky_relu(x, 0.1)) + x[:, :, 3:-3]  # 6 columns fewer each time
        x = x.mean(dim=2)  # (b, 1024)
        return HeadMotion(self.fc_yaw(x), self.fc_pitch(x), self.fc_roll(x), self.fc_t(x), self.fc_exp(x))
