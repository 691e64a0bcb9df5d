"""No process outlives the one that started it."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from tests.waiting import until_ended

DEAF = """
import re
from videolecture.execute.orphans import end_with_parent
end_with_parent()
print("deaf", flush=True)
re.fullmatch("(a+)+", "a" * 60 + "b")  # for years, and no thread of Python gets its turn
"""
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help; elsewhere the end of the input must do")
def test_a_process_that_hears_nothing_ends_with_its_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, DEAF], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until_ended([child])
