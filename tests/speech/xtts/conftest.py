"""The tiny checkpoint, written and loaded once for all of these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.speech.xtts.tiny import SIZES, write_checkpoint
from videolecture.speech.xtts.engine import Xtts
from videolecture.speech.xtts.loading import Model, load
from videolecture.types import Sample


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xtts")
    write_checkpoint(folder)
    return folder


@pytest.fixture(autouse=True)
def accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests load random numbers, for which nobody's licence has to be accepted; the code asks nevertheless."""
    monkeypatch.setenv("COQUI_TOS_AGREED", "1")


@pytest.fixture(scope="session")
def model(checkpoint: Path) -> Model:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COQUI_TOS_AGREED", "1")
        return load(checkpoint, "cpu")


@pytest.fixture(scope="session")
def engine(checkpoint: Path) -> Xtts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COQUI_TOS_AGREED", "1")
        return Xtts({"folder": str(checkpoint), "device": "cpu"})


@pytest.fixture(scope="session")
def conditions(model: Model) -> Any:
    """A voice as the GPT knows it, (1, 32, model size)."""
    import torch

    size = SIZES["gpt_n_model_channels"]
    return torch.from_numpy(np.random.default_rng(0).normal(0, 1, (1, 32, size)).astype(np.float32))


@pytest.fixture
def sample() -> Sample:
    """Five seconds of a buzzing tone."""
    rate = 24_000
    time = np.arange(5 * rate) / rate
    sound = 0.3 * np.sin(2 * np.pi * 120 * time) * (1 + np.sin(2 * np.pi * 3 * time)) / 2
    noise = np.random.default_rng(1).normal(0, 0.01, len(time))
    return Sample("buzz.wav", "0" * 64, (sound + noise).astype(np.float32), rate)
