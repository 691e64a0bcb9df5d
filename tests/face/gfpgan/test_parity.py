"""The enhancer gives what the published network gives with its stored noise, on the same weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.face.half import fp16_units
from videolecture.errors import WeightsError
from videolecture.face.gfpgan.checkpoint import load


def test_parity_gfpgan_output_is_the_oracles(data: Path, checkpoint: Path) -> None:
    with np.load(data / "oracle.npz") as oracle, torch.inference_mode():
        face = torch.from_numpy(oracle["face_input_uint8_rgb"]).permute(2, 0, 1)[None] / 255 * 2 - 1
        output = load(checkpoint)(face).numpy()
        assert np.abs(output[..., ::4, ::4] - oracle["output_f32_sub"]).max() < 2e-5
        assert np.abs(output[..., 224:288, 224:288] - oracle["output_f32_center"]).max() < 2e-5
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
    broken, foreign = tmp_path / "broken.pth", tmp_path / "foreign.pth"
    broken.write_bytes(b"not weights")
    torch.save({"params_ema": {"conv_body_first.weight": torch.zeros(1)}}, foreign)
    with pytest.raises(WeightsError, match="not a whole PyTorch file"):
        load(broken)
    with pytest.raises(WeightsError, match=r"not GFPGAN v1\.4"):
        load(foreign)
