"""The enhancer gives what the published network gives with its stored noise, on the same weights."""

from __future__ import annotations

import hashlib
import os
import runpy
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
import torch

from videolecture.errors import WeightsError
from videolecture.face.gfpgan.checkpoint import load

SHARED = Path(__file__).parents[4] / "shared" / "gfpgan"


@pytest.fixture(scope="module")
def data() -> Path:
    folder = Path(os.environ.get("VIDEOLECTURE_PARITY_GFPGAN") or SHARED)
    if (folder / "oracle.npz").is_file():
        return folder
    reason = f"GFPGAN's parity data are not in {folder}."
    if os.environ.get("CI") == "true":
        pytest.fail(reason + " CI must have them beside the checkout.")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def checkpoint(data: Path) -> Path:
    """A full-size file of random weights, written once."""
    digest = hashlib.sha256((data / "shapes.json").read_bytes() + (data / "tensors.npz").read_bytes()).hexdigest()
    folder = Path(tempfile.gettempdir()) / f"videolecture-parity-gfpgan-{digest[:16]}"
    if not folder.is_dir():
        aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix="videolecture-parity-"))
        runpy.run_path(str(data / "gfpgan_checkpoint.py"))["main"](data, aside)
        try:
            aside.rename(folder)
        except OSError:  # another run was first
            shutil.rmtree(aside)
    return folder / "GFPGANv1.4.pth"


def test_parity_gfpgan_output_is_the_oracles(data: Path, checkpoint: Path) -> None:
    with np.load(data / "oracle.npz") as oracle, torch.inference_mode():
        face = torch.from_numpy(oracle["face_input_uint8_rgb"]).permute(2, 0, 1)[None] / 255 * 2 - 1
        output = load(checkpoint)(face).numpy()
        assert np.abs(output[..., ::4, ::4] - oracle["output_f32_sub"]).max() < 2e-5
        assert np.abs(output[..., 224:288, 224:288] - oracle["output_f32_center"]).max() < 2e-5
        whole = np.abs(output - oracle["output"].astype(np.float32))
        assert (whole <= 1e-3 * np.maximum(1, np.abs(output))).all()  # this copy is stored in half precision


def test_gfpgan_refuses_a_file_that_is_not_its_own(tmp_path: Path) -> None:
    broken, foreign = tmp_path / "broken.pth", tmp_path / "foreign.pth"
    broken.write_bytes(b"not weights")
    torch.save({"params_ema": {"conv_body_first.weight": torch.zeros(1)}}, foreign)
    with pytest.raises(WeightsError, match="not a whole PyTorch file"):
        load(broken)
    with pytest.raises(WeightsError, match=r"not GFPGAN v1\.4"):
        load(foreign)
