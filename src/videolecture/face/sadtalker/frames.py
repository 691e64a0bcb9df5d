"""Renders a clip's frames in batches: as many at once as memory allows, fewer when it turns out not to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from videolecture.errors import EngineError
from videolecture.types import Image

# Bytes of working memory that one more frame of a batch takes, at 256 pixels in half precision, rounded up from the
# largest maps alive together in the last block of the SPADE generator and in the dense motion's hourglass.
BYTES_PER_FRAME_256 = 1 << 30
MOST = 16  # frames; more gains nothing, as one frame alone is 1.2 TFLOP


def batch_size(device: torch.device, size: int, wished: int) -> int:
    """Frames rendered at once on this device at 256 or 512 pixels; `wished` overrides it where it is not 0."""
    if wished:
        return wished
    if device.type != "cuda":
        return 1
    free, _ = torch.cuda.mem_get_info(device)
    # What an earlier clip has left with PyTorch is free for the next.
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return fitting(free + kept, size)


def fitting(free: int, size: int) -> int:
    """The largest power of two of frames for so many free bytes: with other memory to spare mostly the same."""
    frames = min(MOST, free // (BYTES_PER_FRAME_256 * (size // 256) ** 2))
    return 1 << (max(1, int(frames)).bit_length() - 1)


def filled(keypoints: Tensor, batch: int) -> Tensor:
    """Repeat the last frame until the batch is full, (b, 15, 3) -> (batch, 15, 3).

    A GPU then runs the same kernels for every batch, so that a frame does not depend on its place in the clip.
    """
    return torch.cat((keypoints, keypoints[-1:].expand(batch - len(keypoints), -1, -1)))


def rendered(
    render: Callable[[Tensor], Tensor], keypoints: Callable[[int, int], Tensor], frames: range, batch: int
) -> Iterator[Image]:
    """`render` the keypoints of frames first..last-1, some at a time, and yield RGB frames one at a time.

    `render` gives RGB in [0, 1], (b, 3, s, s). Where it runs out of memory the batch halves and goes on; at 1 it is an
    EngineError. On a GPU the next batch is under way while the last one's frames are handed out.
    """
    first = frames.start
    waiting: _Copied | None = None
    while first < frames.stop:
        last = min(frames.stop, first + batch)
        copied = None
        try:
            points = keypoints(first, last)
            points = filled(points, batch) if points.is_cuda else points
            pictures = render(points)[: last - first]
            copied = _Copied(as_bytes(pictures), torch.isfinite(pictures).all())
        except RuntimeError as error:
            if not out_of_memory(error):
                raise
            if batch == 1:
                raise too_little_memory() from error
        if copied is None:  # the error is gone, and with it what it held on to
            batch //= 2
            forget()
            continue
        first = last
        if waiting is not None:
            yield from waiting.frames()
        waiting = copied
        if not copied.under_way:
            yield from copied.frames()
            waiting = None
    if waiting is not None:
        yield from waiting.frames()


def out_of_memory(error: RuntimeError) -> bool:
    """Whether it says that memory did not suffice: PyTorch's own, or one of the libraries that it calls."""
    # cuDNN and cuBLAS; PyTorch on a CPU; the driver, for memory that PyTorch does not manage
    said = ("STATUS_ALLOC_FAILED", "can't allocate memory", "CUDA error: out of memory")
    return isinstance(error, torch.OutOfMemoryError) or any(words in str(error) for words in said)


@contextmanager
def enough_memory() -> Iterator[None]:
    """For work that cannot be done in smaller parts. Raises EngineError where memory does not suffice."""
    try:
        yield
    except RuntimeError as error:
        if not out_of_memory(error):
            raise
        raise too_little_memory() from error


def too_little_memory() -> EngineError:
    """Not even one frame can be rendered."""
    return EngineError(
        "There is not enough memory to render a single frame with sadtalker.",
        "Free some memory, choose size 256, or render without a GPU.",
    )


class _Copied:
    """Frames on their way from the GPU: the copy is queued behind their rendering, before that of the next ones."""

    def __init__(self, pictures: Tensor, finite: Tensor) -> None:
        """Frames as bytes (b, s, s, 3), and whether what they were made of were numbers."""
        self.under_way = pictures.is_cuda
        self._pictures, self._finite = _to_host(pictures), _to_host(finite)
        if self.under_way:
            self._done = torch.cuda.Event()  # type: ignore[no-untyped-call]
            self._done.record()

    def frames(self) -> Iterator[Image]:
        """Wait for the copy alone. Raises EngineError for pictures that are no numbers."""
        if self.under_way:
            self._done.synchronize()
        if not self._finite:
            raise broken()
        yield from np.asarray(self._pictures.numpy())


def _to_host(tensor: Tensor) -> Tensor:
    """The tensor, or where it will be in memory that a GPU copies into by itself."""
    if not tensor.is_cuda:
        return tensor
    host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
    return host.copy_(tensor, non_blocking=True)


def broken() -> EngineError:
    """Half precision did not suffice, or the weights are broken."""
    return EngineError(
        "SadTalker's renderer gave values that are not numbers.", "Check the weights; another photo may do."
    )


def as_bytes(pictures: Tensor) -> Tensor:
    """RGB in [0, 1], (b, 3, s, s) -> bytes (b, s, s, 3)."""
    return pictures.mul(255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def forget() -> None:
    """Give back what PyTorch keeps of a GPU's memory for later."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
