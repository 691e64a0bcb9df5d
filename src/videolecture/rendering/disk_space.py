"""Waits for room on a full disk, where that is wanted, and does the same again."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, TypeVar

from videolecture.errors import Cancelled, DiskFullError
from videolecture.messages import as_data
from videolecture.rendering import events

RETRY = 30.0  # seconds after which a full disk is tried again even if nobody seems to have made room
ENOUGH = 1_000_000  # bytes: that much more room is worth a try
_LOOK = 0.2  # seconds between two looks at the room

WhenFull = Literal["fail", "wait"]
Made = TypeVar("Made")


class DiskSpace:
    """The disks of some folders, and what to do when one is full."""

    def __init__(
        self, folders: Iterable[Path], emit: events.Emit, cancelled: threading.Event, when_full: WhenFull
    ) -> None:
        self._folders, self._emit, self._cancelled, self._when_full = tuple(folders), emit, cancelled, when_full

    def retry(self, make: Callable[[], Made]) -> Made:
        """What `make` returns; while the disk is full, it is called again whenever there is more room."""
        while True:
            try:
                return make()
            except DiskFullError as error:
                self.wait_for(error)

    def wait_for(self, error: DiskFullError) -> None:
        """Return when another try is worth it; raise the error when nobody wants to wait, Cancelled when cancelled."""
        if self._when_full == "fail":
            raise error
        wait = DiskFullError(
            "{cause.what}", "Free some space: the job goes on by itself.", code="waits-for-space", cause=error
        )
        self._emit(events.Paused(wait.what, wait.remedy, as_data(wait)))
        free, until = self._free(), time.monotonic() + RETRY
        while time.monotonic() < until and self._free() < free + ENOUGH:
            if self._cancelled.wait(_LOOK):
                raise Cancelled from None
        self._emit(events.Continued())

    def _free(self) -> int:
        """Bytes free on the fuller one of the disks."""
        found = []
        for folder in self._folders:
            with contextlib.suppress(OSError):
                found.append(shutil.disk_usage(folder).free)
        return min(found, default=0)
