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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import OutputError
from videolecture.home import lectures_folder
from videolecture.jobs.ledger import EVERYTHING, Ledger
from videolecture.jobs.rows import Job
from videolecture.jobs.states import FINAL, LIVING, State
from videolecture.storage.cache import CONTENTS, Cache

EVERY = 300.0  # seconds between two rounds
OUT = "out"  # in a folder of ours: what is rendered, beside the inputs
REVISIONS = 100  # of a lecture that are kept
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
        """What ended longest ago goes first: revisions of lectures, our copies of what original clients named.

        The newest whole revision of a lecture stays whatever the limit, and so does the newest of all; only a client's
        DELETE ends them. What was written into clients' folders is theirs.
        """
        known = self._ledger.jobs(origins=("v1", "original"), limit=EVERYTHING)
        folders = {job.number: own_folder(self._home, job) for job in known if job.state in FINAL}
        sizes = {number: folder_size(folder) if folder else 0 for number, folder in folders.items()}
        excess = sum(sizes.values()) - self._limits.lectures
        spared = needed(known)
        for job in sorted(known, key=lambda job: job.finished or 0.0) if self._limits.lectures else []:
            if excess <= 0:
                return
            folder = folders.get(job.number)
            if job.number not in spared and folder and self._ledger.forget_job(job.number):
                shutil.rmtree(folder, ignore_errors=True)
                excess -= sizes[job.number]
                _log.info("revision %d of lecture %s removed (%d bytes)", job.number, job.lecture, sizes[job.number])


def needed(known: Sequence[Job]) -> set[int]:
    """The jobs that no retention may drop: each lecture's newest whole one, its newest, and whatever lives.

    Of a lecture that an original client asked for nothing is needed once it has ended: its film is in the client's
    folder. Of one that failed and was never whole there is nothing to keep either.
    """
    spared = {job.number for job in known if job.state not in FINAL}
    of_lectures: dict[str, list[Job]] = {}
    for job in known:
        of_lectures.setdefault(job.lecture, []).append(job)
    for jobs in of_lectures.values():
        newest = max(jobs, key=lambda job: job.number)
        whole = [job.number for job in jobs if job.state == State.SUCCEEDED and job.origin == "v1"]
        if whole:
            spared |= {max(whole), newest.number}
    return spared


def own_folder(home: Path, job: Job) -> Path | None:
    """The folder of ours that holds a job's inputs (and its lecture, unless the client named another place)."""
    named = [job.request[name] for name in ("text", "deck", "voice") if job.request.get(name)]
    folder = Path(named[0]).parent if named else None
    return folder if folder and folder.parent == lectures_folder(home) else None


def own_files(folder: Path) -> Iterator[Path]:
    """The files of such a folder, in order: inputs, changes, and what these name beside them; nothing rendered."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] != OUT:
            yield path


def sweep(ledger: Ledger, home: Path) -> None:
    """Remove folders that no job knows: begun by a service that died. Only for who holds the service's lease."""
    known = {own_folder(home, job) for job in ledger.jobs(limit=EVERYTHING)}
    for folder in lectures_folder(home).glob("*"):
        if folder not in known:
            shutil.rmtree(folder, ignore_errors=True)


def supersede(ledger: Ledger, home: Path, job: Job) -> None:
    """A job begins: what happened to earlier revisions is forgotten; what they were, and the last whole film, stay.

    Original clients have no revisions: of what they asked for before nothing stays but the film in their folder; what
    was asked for over /api/v1 does. Beyond `REVISIONS` the oldest go.
    """
    if job.origin == "original":
        for older in ledger.forget_older(job.lecture, job.number, "original"):
            _remove(own_folder(home, older))
    ledger.forget_older_events(job.lecture, job.number)
    known = ledger.jobs(lecture=job.lecture, limit=EVERYTHING)
    spared = needed(known)
    for older in known[REVISIONS:]:
        if older.number not in spared and ledger.forget_job(older.number):
            _remove(own_folder(home, older))


def drop_films(ledger: Ledger, home: Path, job: Job) -> None:
    """A job's lecture is whole: what earlier revisions rendered goes, as far as it is ours. Their inputs stay."""
    for older in ledger.jobs(lecture=job.lecture, states=tuple(FINAL), limit=EVERYTHING):
        folder = own_folder(home, older)
        if older.number < job.number and folder and Path(older.request["out"]) == folder / OUT:
            _remove(folder / OUT)


def _remove(folder: Path | None) -> None:
    if folder is not None:
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
            found = path.stat()
            size += found.st_size // found.st_nlink if path.is_file() else 0  # revisions share what did not change
    return size
