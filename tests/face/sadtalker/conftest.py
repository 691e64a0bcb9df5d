"""The parity data and one full-size random checkpoint, written once into a cache folder and shared by all runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.face import random_weights
from videolecture.face.sadtalker.checkpoint import Networks, load_mapping, load_networks
from videolecture.face.sadtalker.mapping_net import MappingNet


def data_folder() -> Path:
    """Where the parity data lie: VIDEOLECTURE_PARITY_DATA, or shared/sadtalker beside the checkout."""
    return random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA")


def oracle_files() -> list[Path]:
    return sorted(data_folder().glob("oracle_*.npz"))


@dataclass(frozen=True)
class Oracle:
    """What the published implementation computed, stage by stage."""

    path: Path

    @cached_property
    def _arrays(self) -> dict[str, NDArray[np.generic]]:
        with np.load(self.path) as arrays:
            return dict(arrays)

    @cached_property
    def options(self) -> dict[str, object]:
        options: dict[str, object] = json.loads(str(self._arrays["options"]))
        return options

    @property
    def size(self) -> int:
        return int(str(self.options["size"]))

    @property
    def preprocess(self) -> str:
        return str(self.options["preprocess"])

    @property
    def whole_photo(self) -> bool:
        return "full" in self.preprocess

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def array(self, name: str) -> NDArray[np.float32]:
        return self._arrays[name].astype(np.float32)

    def exact(self, name: str) -> NDArray[np.float64]:
        return self._arrays[name].astype(np.float64)

    def image(self, name: str) -> NDArray[np.uint8]:
        return self._arrays[name].astype(np.uint8)

    def tensor(self, name: str) -> torch.Tensor:
        return torch.from_numpy(self.array(name))

    def frame_indices(self) -> list[int] | None:
        """Which frames of the clip were rendered, where the oracle says so."""
        return self._arrays["rendered_frame_indices"].tolist() if "rendered_frame_indices" in self else None


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
