"""Full-size files of reproducible random weights, in the published formats, from the shapes in the parity data.

Every tensor of two or more dimensions is uniform noise seeded by its own name, times one stored scale; the small ones
are stored as they are. Written once into the temporary folder and shared by all runs and workers.
"""

from __future__ import annotations

import hashlib
import json
import os
import runpy
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock
from numpy.typing import NDArray
from safetensors.torch import save_file

SHARED = Path(__file__).parents[3] / "shared"
SECTIONS = ("kp_extractor", "generator", "audio2exp", "audio2pose", "face_3drecon")
LAST_BIAS = "generator.decoder.conv_img.bias"


def data_folder(name: str, variable: str) -> Path:
    """Where parity data lie: the environment variable, or shared/NAME beside the checkout."""
    return Path(os.environ.get(variable) or SHARED / name)


def require(folder: Path) -> Path:
    """Skip where the data are absent; on CI that is a failure."""
    if (folder / "shapes.json").is_file():
        return folder
    reason = f"The parity data are not in {folder}."
    if os.environ.get("CI") == "true":
        pytest.fail(reason + " CI must have them beside the checkout.")
    pytest.skip(reason)


def sadtalker(data: Path) -> Path:
    """A folder with both files of networks and both mappings under their published names."""
    return _written(data, "sadtalker", "spec_checkpoint.py", _write_sadtalker)


def gfpgan(data: Path) -> Path:
    """A folder with GFPGANv1.4.pth."""
    return _written(data, "gfpgan", "gfpgan_checkpoint.py", _write_gfpgan)


def _written(data: Path, name: str, script: str, write: Callable[[Path, Path], None]) -> Path:
    """The folder for these data; where they bring a script of their own, it writes the files."""
    sources = [path for path in (data / "shapes.json", data / "tensors.npz", data / script) if path.is_file()]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    place = Path(tempfile.gettempdir())
    folder = place / f"videolecture-parity-{name}-{digest[:16]}"
    with FileLock(place / f"{folder.name}.lock"):
        if not folder.is_dir():
            aside = Path(tempfile.mkdtemp(dir=place, prefix="videolecture-parity-"))
            try:
                (runpy.run_path(str(data / script))["main"] if (data / script).is_file() else write)(data, aside)
                aside.rename(folder)
            except BaseException:
                shutil.rmtree(aside)
                raise
    return folder


def _noise(seed: int, name: str, shape: list[int]) -> NDArray[np.float32]:
    """Unit variance; depends on the seed and the tensor's name alone."""
    key = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "little")
    flat = np.random.Generator(np.random.PCG64(key)).random(int(np.prod(shape)), dtype=np.float64)
    return np.asarray((flat * 2 - 1) * np.sqrt(3.0), dtype=np.float32).reshape(shape)


def _tensors(data: Path) -> dict[str, torch.Tensor]:
    spec = json.loads((data / "shapes.json").read_text())
    tensors = {}
    with np.load(data / "tensors.npz") as stored:
        for name, shape in spec["shapes"].items():
            scale = f"scale/{name}"
            value = _noise(spec["seed"], name, shape) * stored[scale] if scale in stored else stored[f"tensor/{name}"]
            tensors[name] = torch.from_numpy(np.ascontiguousarray(value).reshape(shape))
    return tensors


def _write_sadtalker(data: Path, out: Path) -> None:
    tensors = _tensors(data)
    networks = {name: tensor for name, tensor in tensors.items() if name.split(".")[0] in SECTIONS}
    save_file(networks, out / "SadTalker_V0.0.2_256.safetensors")
    # The networks for 512 have the same shapes: a shifted bias tells the two files apart.
    save_file({**networks, LAST_BIAS: networks[LAST_BIAS] + 0.25}, out / "SadTalker_V0.0.2_512.safetensors")
    for number in ("00229", "00109"):
        prefix = f"mapping_{number}."
        state = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        torch.save({"epoch": int(number), "mapping": state}, out / f"mapping_{number}-model.pth.tar")


def _write_gfpgan(data: Path, out: Path) -> None:
    state = {"params_ema": _tensors(data)}
    torch.save(state, out / "GFPGANv1.4.pth", _use_new_zipfile_serialization=False)
