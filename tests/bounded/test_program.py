from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from videolecture.bounded.program import Tree

HUNGRY = "held = bytearray(3 * 2**30)\nprint('had it')"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bound of this kind")
def test_a_program_gets_no_more_memory_than_it_may(tmp_path: Path) -> None:
    with Tree([sys.executable, "-c", HUNGRY], tmp_path, os.environ, tmp_path / "log.txt", memory=2**30) as tree:
        finished = tree.wait(60)
    assert finished is not None
    assert finished.code != 0 and "MemoryError" in finished.output
