"""What a rendering job does when things go wrong: try again, go on without a fragment, wait for room."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, TypeVar

from videolecture.errors import Cancelled, DiskFullError, EngineError, VideolectureError, WorkerError
from videolecture.jobs import events
from videolecture.types import Fragment

TRIES = 3  # of the same work, when its worker dies or hangs
HOPELESS = 5  # failed fragments, with none made, after which the trouble is taken to be everywhere
RETRY = 30.0  # seconds after which a full disk is tried again even if nobody seems to have made room
ENOUGH = 1_000_000  # bytes: that much more room is worth a try
_LOOK = 0.2  # seconds between two looks at the room

WhenFull = Literal["fail", "wait"]
Made = TypeVar("Made")


class Troubles:
    """Counts what failed."""

    def __init__(self, emit: events.Emit) -> None:
        self._emit = emit
        self._tries: Counter[tuple[events.Stage, int]] = Counter()
        self.failed: dict[int, VideolectureError] = {}  # fragments that are given up, by their place in the plan

    def may_try_again(
        self, stage: events.Stage, index: int, fragment: Fragment | None, error: VideolectureError
    ) -> bool:
        """Whether the same work is worth another try: only after a worker's death, and not for ever."""
        if not isinstance(error, WorkerError):
            return False
        self._tries[stage, index] += 1
        tries = self._tries[stage, index]
        if tries >= TRIES:
            return False
        slide, number = (fragment.slide, fragment.number) if fragment else (0, 0)
        self._emit(events.Retrying(stage, tries + 1, error.what, slide, number))
        return True

    def give_up(self, index: int, fragment: Fragment, error: VideolectureError, any_made: bool) -> bool:
        """Go on without the fragment; False when going on makes no sense."""
        if not isinstance(error, (WorkerError, EngineError)):
            return False
        if len(self.failed) + 1 >= HOPELESS and not any_made:
            return False
        self.failed[index] = named(fragment, error)
        self._emit(events.FragmentFailed(fragment.slide, fragment.number, error.what, error.remedy))
        return True

    def raise_failed(self, fragments: int) -> None:
        """Raise what went wrong, if anything did."""
        if not self.failed:
            return
        first = next(iter(self.failed.values()))
        if len(self.failed) == 1:
            raise first
        count = f"{len(self.failed)} of {fragments} fragments could not be rendered; the others are finished."
        raise type(first)(f"{count} {first.what}", first.remedy)


def named(fragment: Fragment, error: VideolectureError) -> VideolectureError:
    """The same error, saying which fragment it happened to."""
    return type(error)(f"Fragment {fragment.number} (slide {fragment.slide}): {error.what}", error.remedy)


class Room:
    """Waits for room on a full disk, if that is wanted."""

    def __init__(
        self, folders: Iterable[Path], emit: events.Emit, cancelled: threading.Event, when_full: WhenFull
    ) -> None:
        self._folders, self._emit, self._cancelled, self._when_full = tuple(folders), emit, cancelled, when_full

    def made(self, make: Callable[[], Made]) -> Made:
        """What `make` makes, once there is room for it."""
        while True:
            try:
                return make()
            except DiskFullError as error:
                self.wait(error)

    def wait(self, error: DiskFullError) -> None:
        """Return when another try is worth it; raise the error when nobody wants to wait, Cancelled when cancelled."""
        if self._when_full == "fail":
            raise error
        remedy = "Free some space: the job goes on by itself."
        self._emit(events.Paused(error.what, remedy))
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
