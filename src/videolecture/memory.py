"""Memory that was freed goes back to the system, so that a long lecture takes no more of it than a short one."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back() -> None:
    """Return freed memory to the system, in about a millisecond.

    The C library keeps it, in pieces that the next sentence, of another length, does not fit: a speech worker grew from
    .33 to .65 GB within a lecture. Only glibc has the call, and only it needs it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
