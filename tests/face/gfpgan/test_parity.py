"""The enhancer gives what the published network gives with its stored noise, on the same weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.face.gfpgan.stages import compared, restored
from tests.face.half import fp16_units
from tests.face.rounding import beyond
from videolecture.errors import WeightsError
from videolecture.face.gfpgan.checkpoint import load


def test_parity_gfpgan_output_is_the_oracles(data: Path, checkpoint: Path) -> None:
    output = restored(data, load(checkpoint))
    assert [text for stage in compared(data, output) if (text := beyond(*stage))] == []
    with np.load(data / "oracle.npz") as oracle:
        whole = np.abs(output - oracle["output"].astype(np.float32))
    assert (whole <= 1e-3 * np.maximum(1, np.abs(output))).all()  # this copy is stored in half precision


def test_the_lower_precision_path_stays_close_to_fp32(data: Path, checkpoint: Path) -> None:
    network = load(checkpoint)
    with np.load(data / "oracle.npz") as oracle, torch.inference_mode():
        face = torch.from_numpy(oracle["face_input_uint8_rgb"]).permute(2, 0, 1)[None] / 255 * 2 - 1
        exact = torch.from_numpy(oracle["output"].astype(np.float32)).clamp(-1, 1)
        with fp16_units():
            picture = network(face).float().clamp(-1, 1)
    error = ((picture - exact) / 2).square().mean()
    assert -10 * float(torch.log10(error)) >= 40  # dB


def test_gfpgan_refuses_a_file_that_is_not_its_own(tmp_path: Path) -> None:
    broken, foreign, other = (tmp_path / f"{name}.pth" for name in ("broken", "foreign", "other"))
    broken.write_bytes(b"not weights")
    torch.save({"params_ema": {"conv_body_first.weight": torch.zeros(1)}}, foreign)
    with pytest.raises(WeightsError, match="not a whole PyTorch file"):
        load(broken)
    with pytest.raises(WeightsError, match=r"foreign\.pth» is not the published file: it lacks 254 tensors"):
        load(foreign)
    torch.save({"params": {}}, other)
    with pytest.raises(WeightsError, match="no key «params_ema»"):
        load(other)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda bias: bias.half(), "holds float16"),
        (lambda bias: torch.full_like(bias, torch.nan), "holds values that are not numbers"),
    ],
)
def test_gfpgan_refuses_a_tensor_that_is_not_its_own_by_name(
    checkpoint: Path, tmp_path: Path, wrong: Callable[[torch.Tensor], torch.Tensor], says: str
) -> None:
    path = tmp_path / "other.pth"
    content = torch.load(checkpoint, weights_only=True)
    content["params_ema"]["final_conv.bias"] = wrong(content["params_ema"]["final_conv.bias"])
    torch.save(content, path)
    with pytest.raises(WeightsError, match=rf"other\.pth» .*«final_conv\.bias» {says}"):
        load(path)
