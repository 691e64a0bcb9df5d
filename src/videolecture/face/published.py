"""Reads published files of weights, and only weights: nothing in them is run. What does not fit is refused by name."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from videolecture.errors import WeightsError

_FETCH = "«videolecture models pull {weights}» fetches the published files."


def load_pickled(path: Path, weights: str) -> object:
    """What `torch.save` wrote into a file, on the CPU. Raises WeightsError for one that is no whole file of weights."""
    try:
        if not path.stat().st_size:
            raise WeightsError("«{path}» is empty (0 bytes).", _FETCH, code="weights-empty", path=path, weights=weights)
        return torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, OSError, EOFError, KeyError, ValueError, IndexError) as error:
        # PyTorch's own words advise to run what is in the file.
        raise WeightsError(
            "«{path}» is not a whole PyTorch file of weights.",
            _FETCH,
            code="weights-not-torch",
            path=path,
            weights=weights,
        ) from error


def require_finite(state: Mapping[str, object], path: Path, prefix: str, weights: str) -> None:
    """Raises WeightsError for a tensor that holds anything but numbers."""
    for name, tensor in state.items():
        if not isinstance(tensor, Tensor) or not tensor.is_floating_point() or not tensor.numel():
            continue
        # Without a copy: what is not a number is an extreme, or makes both not a number.
        if not all(bool(extreme.isfinite()) for extreme in torch.aminmax(tensor)):
            raise WeightsError(
                "«{path}» is broken: «{tensor}» holds values that are not numbers.",
                _FETCH,
                code="weights-not-numbers",
                path=path,
                tensor=prefix + name,
                weights=weights,
            )


def fill(network: nn.Module, state: Mapping[str, object], path: Path, prefix: str, weights: str) -> None:
    """Give a network built on the meta device its weights; every name, type and shape must fit, and every value be a
    number. The network is then in evaluation mode. Raises WeightsError.
    """
    expected = network.state_dict()
    missing, foreign = sorted(expected.keys() - state.keys()), sorted(state.keys() - expected.keys())
    if missing or foreign:
        raise WeightsError(
            "«{path}» is not the published file: it lacks {missing} tensors and has {foreign} too many («{example}»).",
            _FETCH,
            code="weights-other-tensors",
            path=path,
            missing=len(missing),
            foreign=len(foreign),
            example=prefix + (missing or foreign)[0],
            weights=weights,
        )
    fitting: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if not isinstance(tensor, Tensor) or tensor.dtype != expected[name].dtype:
            kind = str(tensor.dtype).removeprefix("torch.") if isinstance(tensor, Tensor) else type(tensor).__name__
            raise WeightsError(
                "«{path}» is not the published file: «{tensor}» holds {kind}.",
                _FETCH,
                code="weights-other-type",
                path=path,
                tensor=prefix + name,
                kind=kind,
                weights=weights,
            )
        if tensor.shape != expected[name].shape:
            raise WeightsError(
                "«{path}» is not the published file: «{tensor}» has shape {shape}, not {expected}.",
                _FETCH,
                code="weights-other-shape",
                path=path,
                tensor=prefix + name,
                shape=tuple(tensor.shape),
                expected=tuple(expected[name].shape),
                weights=weights,
            )
        fitting[name] = tensor.detach()
    require_finite(fitting, path, prefix, weights)
    network.load_state_dict(fitting, strict=True, assign=True)
    network.eval().requires_grad_(False)
