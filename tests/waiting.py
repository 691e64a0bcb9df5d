"""Waiting for what must come: as long as a busy machine may need, and no longer than it can still come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

import psutil

PATIENCE = 600.0  # seconds that anything may take on a machine that does much else: beyond it, something is stuck


def until(true: Callable[[], Any], what: str, pause: float = 0.05, lost: Callable[[], object] = lambda: None) -> Any:
    """The first true value; a failure as soon as `lost` says why it cannot come, or when it has not for a long time."""
    limit = time.monotonic() + PATIENCE
    while not (value := true()):
        if why := lost():
            value = true()  # it came first
            assert value, f"not any more: {what}: {why}"
            return value
        assert time.monotonic() < limit, f"still not: {what}"
        time.sleep(pause)
    return value


def outcome(*futures: Future[Any]) -> str:
    """Of the first of these that has ended; nothing while all are at work."""
    for future in futures:
        if future.done():
            return f"it ended: {future.exception() or future.result()!r}"
    return ""


def runs(process: psutil.Process) -> bool:
    """Whether it does; one that has ended, and only waits for its parent to notice, does not."""
    try:
        return process.is_running() and bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:  # it ended between the two
        return False


def until_ended(processes: Iterable[psutil.Process], pause: float = 0.02) -> None:
    """Wait until none of them runs."""
    left = list(processes)
    until(lambda: not any(runs(process) for process in left), f"all of these end: {left}", pause)
