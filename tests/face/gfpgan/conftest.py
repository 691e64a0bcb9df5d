"""GFPGAN's parity data and a full-size file of random weights, written once into a cache folder."""

from __future__ import annotations

import hashlib
import os
import runpy
import shutil
import tempfile
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "gfpgan"


@pytest.fixture(scope="session")
def data() -> Path:
    """Where the data lie: VIDEOLECTURE_PARITY_GFPGAN, or shared/gfpgan beside the checkout."""
    folder = Path(os.environ.get("VIDEOLECTURE_PARITY_GFPGAN") or SHARED)
    if (folder / "oracle.npz").is_file():
        return folder
    reason = f"GFPGAN's parity data are not in {folder}."
    if os.environ.get("CI") == "true":
        pytest.fail(reason + " CI must have them beside the checkout.")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def checkpoint(data: Path) -> Path:
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
