"""Reads published files of weights, and only weights: nothing in them is run. What does not fit is refused by name."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

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


def require_finite(state: Mapping[str, object], path: Path, prefix: str, remedy: str) -> None:
    """Raises WeightsError for a tensor that holds anything but numbers."""
    for name, tensor in state.items():
        if not isinstance(tensor, Tensor) or not tensor.is_floating_point() or not tensor.numel():
            continue
        # Without a copy: what is not a number is an extreme, or makes both not a number.
        if not all(bool(extreme.isfinite()) for extreme in torch.aminmax(tensor)):
            raise WeightsError(f"«{path}» is broken: «{prefix}{name}» holds values that are not numbers.", remedy)


def fill(network: nn.Module, state: Mapping[str, object], path: Path, prefix: str, remedy: str) -> None:
    """Give a network built on the meta device its weights; every name, type and shape must fit, and every value be a
    number. The network is then in evaluation mode. Raises WeightsError.
    """
    expected = network.state_dict()
    missing, foreign = sorted(expected.keys() - state.keys()), sorted(state.keys() - expected.keys())
    if missing or foreign:
        what = [f"lacks {len(names)} tensors" for names in (missing,) if names]
        what += [f"has {len(names)} tensors too many" for names in (foreign,) if names]
        example = prefix + (missing or foreign)[0]
        raise WeightsError(f"«{path}» is not the published file: it {' and '.join(what)} («{example}»).", remedy)
    fitting: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if not isinstance(tensor, Tensor) or tensor.dtype != expected[name].dtype:
            kind = str(tensor.dtype).removeprefix("torch.") if isinstance(tensor, Tensor) else type(tensor).__name__
            raise WeightsError(f"«{path}» is not the published file: «{prefix}{name}» holds {kind}.", remedy)
        if tensor.shape != expected[name].shape:
            raise WeightsError(
                f"«{path}» is not the published file: «{prefix}{name}» has shape {tuple(tensor.shape)}, "
                f"not {tuple(expected[name].shape)}.",
                remedy,
            )
        fitting[name] = tensor.detach()
    require_finite(fitting, path, prefix, remedy)
    network.load_state_dict(fitting, strict=True, assign=True)
    network.eval().requires_grad_(False)
