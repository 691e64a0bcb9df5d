"""What the published implementation computed, stage by stage."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tests.face import random_weights


def data_folder() -> Path:
    """Where the parity data lie: VIDEOLECTURE_PARITY_DATA, or shared/sadtalker beside the checkout."""
    return random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA")


def oracle_files() -> list[Path]:
    return sorted(data_folder().glob("oracle_*.npz"))


@dataclass(frozen=True)
class Oracle:
    """The results for one photo, sound and set of options."""

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
