"""Half precision as a GPU computes it, on a CPU, with the same types at every step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

MULTIPLIED = (torch.conv2d, torch.conv3d, functional.linear)


class _Fp16Units(TorchFunctionMode):
    """Convolutions take and give fp16 values and add up in fp32: a CPU's own ones in fp16 take minutes."""

    def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
        if func not in MULTIPLIED:
            return func(*args, **(kwargs or {}))
        kwargs = {name: _rounded(value) for name, value in (kwargs or {}).items()}
        with torch.autocast("cpu", enabled=False):
            return func(*map(_rounded, args), **kwargs).half()


def _rounded(value: object) -> object:
    return value.half().float() if isinstance(value, torch.Tensor) else value


@contextmanager
def fp16_units() -> Iterator[None]:
    """Everything within as `torch.autocast` runs it on a GPU."""
    with torch.autocast("cpu", torch.float16), _Fp16Units():
        yield
