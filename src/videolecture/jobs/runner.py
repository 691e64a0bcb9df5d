"""Takes queued jobs and renders them, several at once: threads that share an executor and a cache under one lease.

It polls the ledger for what clients ask (new jobs, cancelling), so that everything asked survives it. Parked or killed,
it leaves its jobs in the ledger; the next runner goes on with them, and the cache knows what is finished.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any

from videolecture.errors import Cancelled, DiskFullError, EngineError, OutputError, VideolectureError
from videolecture.execute import Executor
from videolecture.jobs import rows
from videolecture.jobs.fragment_log import FragmentLog
from videolecture.jobs.journal import Journal
from videolecture.jobs.lease import FencedError, Lease
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.requests import check_place, request_from, shown
from videolecture.jobs.retention import drop_films, supersede
from videolecture.jobs.rows import WrongState
from videolecture.jobs.states import State
from videolecture.messages import as_data
from videolecture.output.lock import TakenError, claimed
from videolecture.output.stale import remove_outdated
from videolecture.rendering import events, pipeline
from videolecture.rendering.decks import OpenDeck, open_deck
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.recordings import Recordings, open_recordings
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache

LOOK = 0.1  # seconds between two looks into the ledger
_AGAIN = 0.5  # seconds until a ledger that cannot be read or written is tried again

_log = logging.getLogger("videolecture.jobs")


@dataclass
class _Current:
    """A job that one of the threads renders."""

    job: rows.Job
    stop: threading.Event = field(default_factory=threading.Event)


class Runner:
    """`serve` until `park`."""

    def __init__(self, ledger: Ledger, lease: Lease, executor: Executor, cache: Cache, jobs_at_once: int = 1) -> None:
        self._ledger, self._lease, self._executor, self._cache = ledger, lease, executor, cache
        self._places = jobs_at_once
        self._current: dict[int, _Current] = {}
        self._lock = threading.Lock()
        self._parking = threading.Event()
        self._fenced = threading.Event()
        self._wake = threading.Condition()
        self._turn = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, name=f"jobs-{n}", daemon=True) for n in range(jobs_at_once)
        ]
        self._threads.append(threading.Thread(target=self._watch, name="watch", daemon=True))

    def start(self) -> None:
        """Take over what an earlier runner left, then take jobs."""
        for job in self._ledger.recover(self._lease):
            _log.info("job=%d lecture=%s recovered from %s", job.number, job.lecture, job.state)
        for thread in self._threads:
            thread.start()

    @property
    def superseded(self) -> bool:
        """Whether another runner took over, so that this one has stopped."""
        return self._fenced.is_set()

    def look(self) -> None:
        """Something new is in the ledger."""
        with self._wake:
            self._wake.notify_all()

    def park(self) -> None:
        """Stop everything so that it can go on later. Returns when nothing runs any more."""
        self._parking.set()
        self.look()
        with self._lock:
            for current in self._current.values():
                current.stop.set()
        for thread in self._threads:
            thread.join()

    # ------------------------------------------------------------------------------------------------------ threads

    def _work(self) -> None:
        while True:
            with self._turn:  # one idle thread looks for all: every look writes to the ledger
                job = self._next_job()
            if job is None:
                return
            with self._following(job) as current:
                self._render(current)

    def _next_job(self) -> rows.Job | None:
        """The next job, however long there is none; None when this runner ends."""
        while not self._parking.is_set():
            try:
                job = self._ledger.begin(self._lease, self._places)
            except FencedError:
                self._give_up()
                return None
            except OutputError as error:
                _log.warning("the ledger cannot be used, waiting: %s", error)
                self._parking.wait(_AGAIN)
                continue
            if job is not None:
                return job
            with self._wake:
                self._wake.wait(LOOK * 2)
        return None

    @contextlib.contextmanager
    def _following(self, job: rows.Job) -> Iterator[_Current]:
        current = _Current(job)
        with self._lock:
            self._current[job.number] = current
            if self._parking.is_set():
                current.stop.set()
        try:
            yield current
        finally:
            with self._lock:
                del self._current[job.number]

    def _watch(self) -> None:
        """Pass on what clients asked of the running jobs."""
        while not self._parking.is_set():
            with self._lock:
                running = list(self._current.values())
            for current in running:
                with contextlib.suppress(OutputError):  # it cannot be read now: asked again at the next look
                    if self._ledger.state(current.job.number) != State.RUNNING:
                        current.stop.set()
            with self._wake:
                self._wake.wait(LOOK)

    # ------------------------------------------------------------------------------------------------------ one job

    def _render(self, current: _Current) -> None:
        job = current.job
        _log.info("job=%d lecture=%s running", job.number, job.lecture)
        began = time.monotonic()
        try:
            result = self._pipeline(current)
        except Cancelled:
            self._settle(current, lambda: self._end_stopped(current))
        except FencedError:
            self._give_up()
        except VideolectureError as error:
            self._fail(current, shown(job.request, error))
        except Exception as error:
            _log.exception("job=%d lecture=%s failed", job.number, job.lecture)
            fault = EngineError(
                "The program failed: {kind}: {reason}.",
                "This is a fault of the program: please report it (videolecture doctor --bundle).",
                code="program-failed",
                kind=type(error).__name__,
                reason=error,
            )
            self._fail(current, fault)
        else:
            result_facts: dict[str, Any] = {
                "result": {"path": str(result.path), "duration": result.duration},
                "done": 1.0,
            }
            self._settle(current, lambda: self._succeed(job, result_facts))
        _log.info("job=%d lecture=%s ended after %.1f s", job.number, job.lecture, time.monotonic() - began)

    def _succeed(self, job: rows.Job, facts: dict[str, Any]) -> None:
        if self._ledger.finish(self._lease, job.number, State.SUCCEEDED, **facts) == State.SUCCEEDED:
            drop_films(self._ledger, self._ledger.store.home, job)

    def _fail(self, current: _Current, failure: VideolectureError) -> None:
        job = current.job
        _log.error("job=%d lecture=%s failed: %s", job.number, job.lecture, failure.what)
        self._settle(current, lambda: self._ledger.finish(self._lease, job.number, State.FAILED, failure))

    def _pipeline(self, current: _Current) -> pipeline.Result:
        journal = Journal(self._ledger, self._lease, current.job.number, current.job.lecture, current.stop)
        times = FragmentLog(current.job)

        def emit(event: events.Event) -> None:
            journal(event)
            times(event)

        supersede(self._ledger, self._ledger.store.home, current.job)
        request = request_from(current.job.request, f"job-{current.job.number}")
        check_place(request, self._ledger.store.home)
        with _claimed(request, emit, current.stop):
            pipeline.load(request, self._executor)
            opened = open_deck(request, self._executor, self._cache, emit, current.stop)
            recordings = open_recordings(request, self._executor, self._cache, emit, current.stop)
            planned = _planned(request, opened, recordings, current.stop)
            journal.planned(planned)
            remove_outdated(request.out, request.id, [slide.number for slide in planned.chosen])
            return pipeline.run(planned, self._executor, self._cache, emit, current.stop, when_full="wait")

    def _give_up(self) -> None:
        _log.error("another runner took over: this one stops")
        self._fenced.set()
        self._parking.set()

    def _settle(self, current: _Current, end: Callable[[], object]) -> None:
        """Write a job's end, however long the ledger cannot be written."""
        while True:
            try:
                end()
                return
            except (FencedError, WrongState) as error:
                _log.error("job=%d: %s", current.job.number, error)
                return
            except OutputError as error:
                _log.warning("the ledger cannot be written, waiting: %s", error)
                time.sleep(_AGAIN)

    def _end_stopped(self, current: _Current) -> None:
        number = current.job.number
        if self._parking.is_set():
            state = self._ledger.park(self._lease, number)
        else:
            state = self._ledger.finish(self._lease, number, State.CANCELLED)
        _log.info("job=%d lecture=%s stopped: %s", number, current.job.lecture, state)


@contextlib.contextmanager
def _claimed(job: RenderRequest, emit: events.Emit, stop: threading.Event) -> Iterator[None]:
    """Hold the lecture's place, as soon as nobody else renders into it and there is room to say so."""
    waited = False
    with contextlib.ExitStack() as held:
        while True:
            try:
                held.enter_context(claimed(job.out, job.id))
                break
            except (TakenError, DiskFullError) as error:
                if not waited:
                    wait = type(error)(
                        "{cause.what}", "It goes on by itself when that is over.", code="job-waits", cause=error
                    )
                    emit(events.Paused(wait.what, wait.remedy, as_data(wait)))
                waited = True
                if stop.wait(_AGAIN):
                    raise Cancelled from None
        if waited:
            emit(events.Continued())
        yield


def _planned(job: RenderRequest, opened: OpenDeck | None, recordings: Recordings | None, stop: threading.Event) -> Plan:
    """The job's plan. Reading a long text takes seconds and cannot be interrupted; a stopped job does not wait."""
    outcome: Future[Plan] = Future()

    def make() -> None:
        try:
            outcome.set_result(plan(job, opened=opened, recordings=recordings))
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=make, name=f"plan-{job.name}", daemon=True).start()
    while not wait([outcome], timeout=LOOK / 2).done:
        if stop.is_set():
            raise Cancelled
    return outcome.result()
