from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from videolecture.errors import EngineError, Term
from videolecture.face.batches import Network, enough_memory, filled, out_of_memory, pictures
from videolecture.types import Image


def numbered(some: list[int]) -> Tensor:
    return torch.tensor(some, dtype=torch.float32).view(-1, 1, 1, 1) / 255


def picture(numbers: Tensor) -> Tensor:
    return numbers.expand(-1, 3, 4, 4)


class Cramped:
    """Renders, but runs out of memory above a number of frames."""

    def __init__(self, most: int, error: RuntimeError | None = None) -> None:
        self.most, self.error = most, error or torch.OutOfMemoryError()
        self.batches: list[int] = []

    def __call__(self, numbers: Tensor) -> Tensor:
        if len(numbers) > self.most:
            raise self.error
        self.batches.append(len(numbers))
        return picture(numbers)


def rendered(network: Network, count: int, batch: int, exact: Network | None = None) -> Iterator[tuple[int, Image]]:
    return pictures(iter(range(count)), batch, numbered, network, exact, "The network")


def grey(frames: Iterator[tuple[int, Image]]) -> list[int]:
    """Of every frame, after a look that it is its item's."""
    seen = list(frames)
    assert [item for item, _ in seen] == list(range(len(seen)))
    return [int(frame[0, 0, 0]) for _, frame in seen]


def test_out_of_memory_halves_the_batch_and_loses_no_frame() -> None:
    cramped = Cramped(most=3)
    assert grey(rendered(cramped, 20, batch=16)) == list(range(20))
    assert cramped.batches == [2] * 10  # 16, 8 and 4 were too many


def test_the_next_stream_tries_the_whole_batch_again() -> None:
    """Another program may have held the memory."""
    cramped = Cramped(most=1)
    assert len(grey(rendered(cramped, 4, batch=4))) == 4
    cramped.most = 4
    assert len(grey(rendered(cramped, 4, batch=4))) == 4
    assert cramped.batches == [1, 1, 1, 1, 4]


def test_memory_for_less_than_one_frame_is_an_error_that_says_what_to_do() -> None:
    cramped = Cramped(0, torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nand so on"))
    with (
        pytest.raises(EngineError, match=r"frame with sadtalker \(CUDA out.*2 GiB\.\)\. Switch it off\.$"),
        enough_memory(Term("Switch it off", code="memory-free")),
    ):
        list(rendered(cramped, 3, batch=2))


@pytest.mark.parametrize(
    "said",
    [
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
        "GET was unable to find an engine to execute this computation",
        "FIND was unable to find an engine to execute this computation",
        "CUDA error: out of memory\nCompile with",
    ],
)
def test_what_libraries_call_a_lack_of_memory_halves_the_batch_too(said: str) -> None:
    assert len(grey(rendered(Cramped(1, RuntimeError(said)), 5, batch=4))) == 5


def test_other_errors_pass() -> None:
    failing = Cramped(0, RuntimeError("CUDA error: an illegal memory access was encountered"))
    with pytest.raises(RuntimeError, match="illegal"), enough_memory(Term("", code="memory-free")):
        list(rendered(failing, 5, batch=4))
    assert not out_of_memory(failing.error)


def test_frames_come_before_the_next_batch_is_rendered() -> None:
    cramped = Cramped(most=9)
    frames = rendered(cramped, 1000, batch=2)
    next(frames)
    assert cramped.batches == [2]


def test_a_batch_that_is_not_full_is_filled_with_its_last_frame() -> None:
    points = torch.arange(2 * 15 * 3, dtype=torch.float32).view(2, 15, 3)
    full = filled(points, 4)
    assert full.shape == (4, 15, 3)
    assert torch.equal(full[:2], points)
    assert torch.equal(full[3], points[1])


def bright(bad: float) -> Network:
    """A network whose frames 3 and 6 overflow."""

    def render(numbers: Tensor) -> Tensor:
        which = (numbers * 255).round()
        return picture(torch.where((which == 3) | (which == 6), bad, numbers))

    return render


@pytest.mark.parametrize("bad", [torch.nan, torch.inf, -torch.inf])
def test_frames_that_overflow_are_rendered_again_exactly_and_no_others(bad: float) -> None:
    exact = Cramped(most=1)
    assert grey(rendered(bright(bad), 8, 4, exact)) == list(range(8))
    assert len(exact.batches) == 2


def test_frames_that_are_not_numbers_in_full_precision_are_an_error() -> None:
    for exact in (None, bright(torch.nan)):
        frames = rendered(bright(torch.inf), 8, 2, exact)
        assert [int(next(frames)[1][0, 0, 0]) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(EngineError, match="The network gave values that are not numbers"):
            next(frames)
