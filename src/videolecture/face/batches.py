"""Runs a network over a stream in batches, without keeping the stream: fewer at once where memory does not suffice,
and in full precision what half precision does not hold.

On a GPU a batch is computed while the pictures of the one before are handed out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import Generic, TypeVar

import numpy as np
import torch
from torch import Tensor

from videolecture.errors import EngineError, Term
from videolecture.types import Image

# What memory that did not suffice is called: by cuDNN and cuBLAS; by cuDNN where no way to compute a convolution fits;
# by PyTorch on a CPU; by the driver, for memory that PyTorch does not manage.
OUT_OF_MEMORY = (
    "STATUS_ALLOC_FAILED",
    "ALLOCATION_FAILED",
    "unable to find an engine to execute this computation",
    "can't allocate memory",
    "CUDA error: out of memory",
)
LONGEST = 200  # characters of a library's own words that are shown

Item = TypeVar("Item")
Network = Callable[[Tensor], Tensor]


def precision(device: torch.device, half: bool) -> AbstractContextManager[object]:
    """Where `half`: fp16 for convolutions and matrix products, fp32 for coordinates, norms and softmax. fp32 for all
    otherwise.

    Not bf16, which holds any magnitude but rounds to 8 bits instead of 11: what overflows is rare, and is computed
    again; see `pictures`.
    """
    return torch.autocast(device.type, torch.float16) if half else nullcontext()


def pictures(
    items: Iterator[Item],
    batch: int,
    tensor: Callable[[list[Item]], Tensor],
    network: Network,
    exact: Network | None,
    name: str,
) -> Iterator[tuple[Item, Image]]:
    """Every item with the network's picture of it, (s, s, 3).

    `tensor` makes the network's input of some items, (b, ...); `network` gives RGB, (b, 3, s, s), black at 0 and white
    at 1. Pictures that are not all numbers are computed again by `exact`, one at a time; where these are not either, or
    there is no `exact`, it is an EngineError with the network's `name`. Where memory does not suffice the batch halves,
    and stays so for the rest of this stream: the next one tries again, as another program may have held the memory. At
    1 that error passes.
    """
    due: deque[Item] = deque()
    waiting: _Batch[Item] | None = None
    while True:
        due.extend(islice(items, max(0, batch - len(due))))
        if not due:
            break
        some = list(islice(due, batch))
        done: _Batch[Item] | None = None
        try:
            inputs = tensor(some)
            # A GPU then runs the same kernels for every batch: a picture does not depend on its place in the stream.
            full = filled(inputs, batch) if inputs.is_cuda else inputs
            done = _Batch(some, inputs, network(full)[: len(some)])
        except RuntimeError as error:
            if batch == 1 or not out_of_memory(error):
                raise
        if done is None:  # the error is gone, and with it what it held on to
            batch //= 2
            forget()
            continue
        for _ in some:
            due.popleft()
        if waiting is not None:
            yield from waiting.pictures(exact, name)
        waiting = done
        if not done.under_way:
            yield from done.pictures(exact, name)
            waiting = None
    if waiting is not None:
        yield from waiting.pictures(exact, name)


def filled(inputs: Tensor, batch: int) -> Tensor:
    """Repeat the last one until the batch is full: (b, ...) -> (batch, ...)."""
    return torch.cat((inputs, inputs[-1:].expand(batch - len(inputs), *inputs.shape[1:])))


class _Batch(Generic[Item]):
    """Pictures on their way from the GPU: the copy is queued behind their computing, before that of the next ones."""

    def __init__(self, items: list[Item], inputs: Tensor, computed: Tensor) -> None:
        self._items, self._inputs = items, inputs
        self.under_way = computed.is_cuda
        self._finite = _to_host(torch.isfinite(computed).flatten(1).all(dim=1))
        self._pictures = _to_host(as_bytes(computed))
        if self.under_way:
            self._done = torch.cuda.Event()  # type: ignore[no-untyped-call]
            self._done.record()

    def pictures(self, exact: Network | None, name: str) -> Iterator[tuple[Item, Image]]:
        """Wait for the copy alone."""
        if self.under_way:
            self._done.synchronize()
        for n, item in enumerate(self._items):
            if self._finite[n]:
                yield item, np.asarray(self._pictures[n].numpy())
                continue
            again = exact(self._inputs[n : n + 1]) if exact is not None else None
            if again is None or not again.isfinite().all():
                raise broken(name)
            yield item, np.asarray(as_bytes(again)[0].cpu().numpy())


def _to_host(tensor: Tensor) -> Tensor:
    """The tensor, or where it will be in memory that a GPU copies into by itself."""
    if not tensor.is_cuda:
        return tensor
    host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
    return host.copy_(tensor, non_blocking=True)


def as_bytes(pictures: Tensor) -> Tensor:
    """RGB, black at 0 and white at 1, (b, 3, s, s) -> bytes (b, s, s, 3)."""
    return pictures.float().mul(255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def broken(name: str) -> EngineError:
    """A network's pictures are no numbers, in full precision: its weights are broken."""
    return EngineError(
        "{name} gave values that are not numbers.",
        "Check the weights; another photo may do.",
        code="face-not-numbers",
        name=name,
    )


def out_of_memory(error: RuntimeError) -> bool:
    """Whether it says that memory did not suffice: PyTorch's own, or one of the libraries that it calls."""
    return isinstance(error, torch.OutOfMemoryError) or any(words in str(error) for words in OUT_OF_MEMORY)


@contextmanager
def enough_memory(advice: Term) -> Iterator[None]:
    """For work of which no smaller parts can be made. Raises EngineError where memory does not suffice."""
    try:
        yield
    except RuntimeError as error:
        if not out_of_memory(error):
            raise
        said = next(iter(str(error).splitlines()), "")[:LONGEST]
        raise EngineError(
            "There is not enough memory to render a single frame with sadtalker ({reason}).",
            "{advice}.",
            code="sadtalker-memory",
            reason=said,
            advice=advice,
        ) from error


def forget() -> None:
    """Give back what PyTorch keeps of a GPU's memory for later."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
