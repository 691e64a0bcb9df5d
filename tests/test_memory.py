"""Freed memory is the system's again."""

from __future__ import annotations

import sys

import psutil
import pytest

from videolecture import memory


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps freed memory for itself")
def test_freed_memory_goes_back_to_the_system() -> None:
    process = psutil.Process()
    small = [bytearray(100_000) for _ in range(2000)]  # below the size that gets a mapping of its own
    kept = small[-1]  # at the top: the pieces under it stay with the C library
    full = process.memory_info().rss
    del small
    memory.give_back()
    assert full - process.memory_info().rss > 150_000_000
    assert kept
