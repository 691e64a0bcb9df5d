"""Keeps cache and finished lectures under a size: the longest unused go first, never anything of a job that lives.

Every look at a cache entry renews it (`Cache.find` touches its list of contents), and a job looks at all of its entries
when it begins; so whatever is older than the oldest living job belongs to none of them.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import OutputError
from videolecture.home import lectures_folder
from videolecture.jobs.ledger import EVERYTHING, Ledger
from videolecture.jobs.rows import Job
from videolecture.jobs.states import FINAL, LIVING
from videolecture.storage.cache import CONTENTS, Cache

EVERY = 300.0  # seconds between two rounds
_MARGIN = 600.0  # seconds: what was touched this recently is left alone in any case

_log = logging.getLogger("videolecture.retention")


@dataclass(frozen=True)
class Limits:
    """Bytes; 0 is no limit."""

    cache: int
    lectures: int


class Retention:
    """A round now and then."""

    def __init__(self, ledger: Ledger, cache: Cache, home: Path, limits: Limits) -> None:
        self._ledger, self._cache, self._home, self._limits = ledger, cache, home, limits

    def run(self, stop: threading.Event) -> None:
        """Until `stop`."""
        while not stop.wait(EVERY):
            with contextlib.suppress(OutputError):  # an unusable ledger: nothing may be judged superfluous
                self.round()

    def round(self, now: float | None = None) -> None:
        """Delete what is beyond the limits."""
        self._drop_lectures()
        self._trim_cache(time.time() if now is None else now)

    def _trim_cache(self, now: float) -> None:
        living = self._ledger.jobs(states=LIVING)
        spared = min([job.started or job.created for job in living] + [now]) - _MARGIN
        entries = sorted(_entries(self._cache.root))
        excess = sum(size for _, size, _ in entries) - self._limits.cache
        for used, size, folder in entries if self._limits.cache else []:
            if excess <= 0 or used >= spared:
                break
            shutil.rmtree(folder, ignore_errors=True)
            excess -= size
            _log.info("cache entry removed: %s (%d bytes)", folder.name, size)

    def _drop_lectures(self) -> None:
        """What ended longest ago goes first: lectures in our own folder, our copies of what original clients named.

        What was written into clients' folders is theirs.
        """
        finished = self._ledger.jobs(states=tuple(FINAL), origins=("v1", "original"), limit=EVERYTHING)
        ended = [job for job in finished if job.finished]
        living = {job.lecture for job in self._ledger.jobs(states=LIVING)}
        folders = {job.number: own_folder(self._home, job) for job in ended}
        sizes = {number: folder_size(folder) if folder else 0 for number, folder in folders.items()}
        excess = sum(sizes.values()) - self._limits.lectures
        for job in sorted(ended, key=lambda job: job.finished or 0.0) if self._limits.lectures else []:
            if excess <= 0:
                return
            folder = folders[job.number]
            if job.lecture not in living and folder and self._ledger.forget(job.lecture):
                shutil.rmtree(folder, ignore_errors=True)
                excess -= sizes[job.number]
                _log.info("lecture %s removed (%d bytes)", job.lecture, sizes[job.number])


def own_folder(home: Path, job: Job) -> Path | None:
    """The folder of ours that holds a job's inputs (and its lecture, unless the client named another place)."""
    inputs = [job.request[name] for name in ("text", "deck", "voice") if job.request.get(name)]
    folder = Path(inputs[0]).parent
    return folder if folder.parent == lectures_folder(home) else None


def sweep(ledger: Ledger, home: Path) -> None:
    """Remove folders that no job knows: begun by a service that died. Only for who holds the service's lease."""
    known = {own_folder(home, job) for job in ledger.jobs(limit=EVERYTHING)}
    for folder in lectures_folder(home).glob("*"):
        if folder not in known:
            shutil.rmtree(folder, ignore_errors=True)


def drop_superseded(ledger: Ledger, home: Path, job: Job) -> None:
    """Delete the inputs, outputs and events of the jobs that this one replaces."""
    for older in ledger.forget_older(job.lecture, job.number):
        if folder := own_folder(home, older):
            shutil.rmtree(folder, ignore_errors=True)


def _entries(root: Path) -> list[tuple[float, int, Path]]:
    """(last used, bytes, folder) of every cache entry."""
    found = []
    for contents in root.glob(f"*/*/*/{CONTENTS}"):
        with contextlib.suppress(OSError):  # removed by another process meanwhile
            found.append((contents.stat().st_mtime, folder_size(contents.parent), contents.parent))
    return found


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder; what goes meanwhile is not counted."""
    size = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            size += path.stat().st_size if path.is_file() else 0
    return size
