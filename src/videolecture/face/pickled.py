"""Reads PyTorch files of weights, and only weights: nothing in them is run."""

from __future__ import annotations

import pickle
from pathlib import Path

import torch

from videolecture.errors import WeightsError


def load_pickled(path: Path, remedy: str) -> object:
    """What `torch.save` wrote into a file, on the CPU. Raises WeightsError for one that is no whole file of weights."""
    try:
        if not path.stat().st_size:
            raise WeightsError(f"«{path}» is empty (0 bytes).", remedy)
        return torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, OSError, EOFError, KeyError, ValueError, IndexError) as error:
        # PyTorch's own words advise to run what is in the file.
        raise WeightsError(f"«{path}» is not a whole PyTorch file of weights.", remedy) from error
