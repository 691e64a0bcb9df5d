"""The parity data and one full-size random checkpoint, written once into a cache folder and shared by all runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.face import random_weights
from tests.face.sadtalker.oracle import Oracle, data_folder, oracle_files
from videolecture.face.sadtalker.checkpoint import Networks, load_mapping, load_networks
from videolecture.face.sadtalker.mapping_net import MappingNet


@pytest.fixture(scope="session")
def data() -> Path:
    return random_weights.require(data_folder())


@pytest.fixture(scope="session")
def checkpoints(data: Path) -> Path:
    """A folder with random weights under the published names."""
    return random_weights.sadtalker(data)


@pytest.fixture(scope="session", params=[path.name for path in oracle_files()] or ["oracle_crop_256.npz"])
def oracle(request: pytest.FixtureRequest, data: Path) -> Oracle:
    return Oracle(data / str(request.param))


_LOADED: dict[int, Networks] = {}


@pytest.fixture
def networks(oracle: Oracle, checkpoints: Path) -> Networks:
    """The networks for the oracle's size; only one set is kept in memory."""
    if oracle.size not in _LOADED:
        _LOADED.clear()
        _LOADED[oracle.size] = load_networks(checkpoints / f"SadTalker_V0.0.2_{oracle.size}.safetensors")
        if oracle.size == 256:  # as the engine renders on a CPU without AVX-512; 512 as with it, so that both are held
            _LOADED[oracle.size].renderer.decoder.winograd()
    return _LOADED[oracle.size]


@pytest.fixture(scope="session")
def mapping(oracle: Oracle, checkpoints: Path) -> MappingNet:
    if oracle.whole_photo:
        return load_mapping(checkpoints / "mapping_00109-model.pth.tar", 73)
    return load_mapping(checkpoints / "mapping_00229-model.pth.tar", 70)
