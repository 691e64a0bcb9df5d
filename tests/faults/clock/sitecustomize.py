"""Makes every Python process that has this folder on its PYTHONPATH see a clock that a test moves.

`VIDEOLECTURE_TEST_CLOCK` names a file with the seconds by which the wall clock is wrong. Monotonic clocks stay right,
as they do on a real machine whose clock is set.
"""

import os
import time
from pathlib import Path

_right, _right_ns = time.time, time.time_ns


def _wrong_by() -> float:
    try:
        return float(Path(os.environ["VIDEOLECTURE_TEST_CLOCK"]).read_text("ascii") or 0)
    except (KeyError, OSError, ValueError):
        return 0.0


time.time = lambda: _right() + _wrong_by()
time.time_ns = lambda: _right_ns() + int(_wrong_by() * 1e9)
