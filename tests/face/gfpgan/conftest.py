"""GFPGAN's parity data and a full-size file of random weights, written once into a cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.face import random_weights


@pytest.fixture(scope="session")
def data() -> Path:
    """Where the data lie: VIDEOLECTURE_PARITY_GFPGAN, or shared/gfpgan beside the checkout."""
    return random_weights.require(random_weights.data_folder("gfpgan", "VIDEOLECTURE_PARITY_GFPGAN"))


@pytest.fixture(scope="session")
def checkpoint(data: Path) -> Path:
    return random_weights.gfpgan(data) / "GFPGANv1.4.pth"
