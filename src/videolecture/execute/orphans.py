"""No process outlives the one that started it. Everywhere the end of its standard input tells it; on Linux the kernel
ends it at that very moment, also while an engine's code lets no thread of Python look at that input.
"""

from __future__ import annotations

import contextlib
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):  # a Python without ctypes, another C library
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
