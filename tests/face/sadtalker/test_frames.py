from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from videolecture.errors import EngineError
from videolecture.face.sadtalker.frames import batch_size, filled, fitting, rendered


def numbered(first: int, last: int) -> Tensor:
    return torch.arange(first, last, dtype=torch.float32).view(-1, 1, 1, 1) / 255


def picture(numbers: Tensor) -> Tensor:
    return numbers.expand(-1, 3, 4, 4)


class Cramped:
    """Renders, but runs out of memory above a number of frames."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.batches: list[int] = []

    def __call__(self, numbers: Tensor) -> Tensor:
        if len(numbers) > self.most:
            raise torch.OutOfMemoryError
        self.batches.append(len(numbers))
        return picture(numbers)


def test_out_of_memory_halves_the_batch_and_loses_no_frame() -> None:
    cramped = Cramped(most=3)
    frames = list(rendered(cramped, numbered, range(20), batch=16))
    assert [int(frame[0, 0, 0]) for frame in frames] == list(range(20))
    assert cramped.batches[0] == 2  # 16, 8 and 4 were too many
    assert frames[0].shape == (4, 4, 3)


def test_memory_for_less_than_one_frame_is_an_error_that_says_so() -> None:
    with pytest.raises(EngineError, match="not enough memory"):
        list(rendered(Cramped(most=0), numbered, range(3), batch=2))


def test_frames_come_before_the_next_batch_is_rendered() -> None:
    cramped = Cramped(most=9)
    frames = rendered(cramped, numbered, range(1000), batch=2)
    next(frames)
    assert cramped.batches == [2]


def test_a_cpu_renders_one_frame_at_a_time_unless_told_otherwise() -> None:
    assert batch_size(torch.device("cpu"), 256, 0) == 1
    assert batch_size(torch.device("cpu"), 512, 5) == 5


def test_a_gpu_renders_as_many_as_fit_beside_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory that PyTorch keeps of an earlier clip is free for the next one."""
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (3 << 30, 80 << 30))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda _: 9 << 30)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda _: 3 << 30)
    gpu = torch.device("cuda", 0)
    assert [batch_size(gpu, 256, 0), batch_size(gpu, 512, 0), batch_size(gpu, 512, 5)] == [8, 2, 5]


@given(free=st.integers(0, 1 << 38), size=st.sampled_from([256, 512]))
def test_the_batch_is_a_power_of_two_that_fits_into_memory(free: int, size: int) -> None:
    batch = fitting(free, size)
    assert batch in (1, 2, 4, 8, 16)
    assert batch == 1 or batch * (1 << 30) * (size // 256) ** 2 <= free
    assert fitting(80 << 30, size) == 16


def test_a_batch_that_is_not_full_is_filled_with_its_last_frame() -> None:
    points = torch.arange(2 * 15 * 3, dtype=torch.float32).view(2, 15, 3)
    full = filled(points, 4)
    assert full.shape == (4, 15, 3)
    assert torch.equal(full[:2], points)
    assert torch.equal(full[3], points[1])


def test_pictures_that_are_not_numbers_are_an_error() -> None:
    def sometimes_broken(numbers: Tensor) -> Tensor:
        return picture(torch.where(numbers > 3 / 255, torch.nan, numbers))

    frames = rendered(sometimes_broken, numbered, range(8), batch=2)
    assert [int(next(frames)[0, 0, 0]) for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(EngineError, match="not numbers"):
        next(frames)


@pytest.mark.parametrize("said", ["cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "CUDA error: out of memory\nCompile with"])
def test_a_library_that_is_out_of_memory_halves_the_batch_too_and_other_errors_pass(said: str) -> None:
    def short(numbers: Tensor) -> Tensor:
        if len(numbers) > 1:
            raise RuntimeError(said)
        return picture(numbers)

    assert len(list(rendered(short, numbered, range(5), batch=4))) == 5

    def failing(numbers: Tensor) -> Tensor:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    with pytest.raises(RuntimeError, match="illegal"):
        list(rendered(failing, numbered, range(5), batch=4))
