"""Jobs of the command line in the ledger: `videolecture jobs` shows them, `videolecture cancel` stops them.

The ledger is opened in a thread of its own, so that rendering begins at once; a ledger that cannot be used is
said once and does not keep anybody from rendering.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from videolecture.errors import Cancelled, InputError, VideolectureError, WorkerError
from videolecture.jobs.states import State
from videolecture.rendering import events

if TYPE_CHECKING:
    from videolecture.jobs.lease import Lease
    from videolecture.jobs.ledger import Ledger
    from videolecture.rendering.request import RenderRequest

KEPT = 200  # ended jobs of the command line that the ledger remembers
LOOK = 0.1  # seconds between two looks whether somebody cancelled the job
_CLOSING = 60.0  # seconds that the last lines may take; an unwritable ledger gives up long before


@dataclass(frozen=True)
class _End:
    state: State
    failure: VideolectureError | None = None


class LocalRecord:
    """An `events.Emit` for a job that this process renders itself; `cancelled` is set when somebody cancels it."""

    def __init__(self, home: Path, job: RenderRequest) -> None:
        self._home, self._job = home, job
        self.cancelled = threading.Event()
        self._inbox: queue.SimpleQueue[events.Event | _End] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._keep, name="record", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        """Record how the job ended, and wait until that is written."""
        if error is None:
            end = _End(State.SUCCEEDED)
        elif isinstance(error, VideolectureError) and not isinstance(error, Cancelled):
            end = _End(State.FAILED, error)
        else:
            end = _End(State.CANCELLED)
        if self._thread.ident is not None:  # before its plan was made there was no job
            self._inbox.put(end)
            self._thread.join(_CLOSING)

    def __call__(self, event: events.Event) -> None:
        """Record an event, soon."""
        if self._thread.ident is None:
            self._thread.start()
        self._inbox.put(event)

    def _keep(self) -> None:
        try:
            self._record()
        except VideolectureError as error:
            print(f"Note: this job is not in the list of jobs: {error.what}", file=sys.stderr)

    def _record(self) -> None:
        from videolecture.jobs.ledger import Ledger  # SQLAlchemy: loaded beside the start of the engines
        from videolecture.jobs.store import Store

        ledger = Ledger(Store(self._home))
        try:
            self._record_in(ledger)
        finally:
            ledger.store.close()

    def _record_in(self, ledger: Ledger) -> None:
        from videolecture.jobs.journal import Journal

        fail_orphans(ledger)
        number, lease = enter(ledger, self._job)
        journal = Journal(ledger, lease, number, _key(self._job))
        try:
            while True:
                try:
                    entry = self._inbox.get(timeout=LOOK)
                except queue.Empty:
                    if ledger.state(number) != State.RUNNING:
                        self.cancelled.set()
                    continue
                if isinstance(entry, _End):
                    ledger.finish(lease, number, entry.state, entry.failure)
                    return
                if not isinstance(entry, (events.Finished, events.Failed)):
                    journal(entry)
        finally:
            _let_go(ledger, lease)


def enter(ledger: Ledger, job: RenderRequest) -> tuple[int, Lease]:
    """Put a job into the ledger, running under a lease of its own."""
    from videolecture.jobs.lease import acquire
    from videolecture.jobs.rows import Order

    files = {"text": job.text, "face": job.face, "voice": job.voice, "out": job.out, "deck": job.deck}
    request: dict[str, Any] = {name: str(path.resolve()) for name, path in files.items() if path is not None}
    request |= {"id": job.id, "language": job.language, "speech": job.speech, "face_engine": job.face_engine}
    submitted = ledger.submit(Order(_key(job), "cli", request, ""))
    lease = acquire(ledger.store, lease_name(submitted.number))
    ledger.begin_job(lease, submitted.number)
    ledger.forget_older(submitted.lecture, submitted.number, "cli")
    ledger.forget_ended("cli", KEPT)
    return submitted.number, lease


def fail_orphans(ledger: Ledger) -> None:
    """End the jobs that the ledger takes for running although their process has died."""
    from videolecture.jobs.lease import acquire, is_held
    from videolecture.jobs.states import LIVING

    for job in ledger.jobs(states=LIVING, origins=("cli",)):
        name = lease_name(job.number)
        if job.state == State.QUEUED or is_held(ledger.store.home, name):
            continue
        lease = acquire(ledger.store, name)
        failure = WorkerError(
            "Its process ended without a word.", "The same command again goes on.", code="process-vanished"
        )
        ledger.finish(lease, job.number, State.FAILED, failure)
        _let_go(ledger, lease)


def no_job(number: int) -> InputError:
    """The error for a number that no job has."""
    return InputError("There is no job {number}.", "See: videolecture jobs.", code="job-unknown", number=number)


def _let_go(ledger: Ledger, lease: Lease) -> None:
    """Release a job's lease for good: nobody will ask for its number again."""
    from videolecture.jobs.lease import lock_path

    lease.release()
    with contextlib.suppress(OSError):  # Windows: somebody looks at it right now
        lock_path(ledger.store.home, lease.name).unlink()


def lease_name(number: int) -> str:
    """The lease of a job of the command line."""
    return f"job-{number}"


def _key(job: RenderRequest) -> str:
    """Rendering the same lecture into the same folder again is the same lecture."""
    from videolecture.storage.cache import digest

    return "cli-" + digest(str(job.out.resolve()), job.id)[:12]
