"""A wrong constant moves the restored face further than rounding does: the gate of the parity test notices it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from tests.face.gfpgan.stages import every
from tests.face.rounding import beyond
from videolecture.face.gfpgan.checkpoint import load


def resized_to_the_corners(x: Tensor, right: Any = F.interpolate, **named: Any) -> Any:
    return right(x, **{**named, "align_corners": not named["align_corners"]})


PLANTED: dict[str, tuple[str, object]] = {
    "slope of the decoder": ("stylegan_decoder.SLOPE", 0.201),
    "align_corners of the resizing": ("network.F.interpolate", resized_to_the_corners),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_wrong_constant_is_beyond_rounding(
    what: str, data: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, value = PLANTED[what]
    monkeypatch.setattr(f"videolecture.face.gfpgan.{name}", value)
    assert any(beyond(*stage) for stage in every(data, load(checkpoint)))
