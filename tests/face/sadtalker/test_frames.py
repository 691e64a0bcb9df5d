from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.sadtalker.frames import batch_size, fitting, largest


def test_a_cpu_renders_one_frame_at_a_time_unless_told_otherwise() -> None:
    assert batch_size(torch.device("cpu"), 256, 0) == 1
    assert batch_size(torch.device("cpu"), 512, 5) == 5


def test_no_batch_is_larger_than_kernels_count() -> None:
    assert [batch_size(torch.device("cpu"), size, 256) for size in (256, 512)] == [127, 31]
    assert all(largest(size) * 256 * size**2 < 1 << 31 <= (largest(size) + 1) * 256 * size**2 for size in (256, 512))


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
