"""One worker process on this machine, and the thread that gives it one task after another.

The process is started when its first task comes, and again for the next task if it died.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from videolecture import registry
from videolecture.bounded.child import Child, import_path
from videolecture.errors import Cancelled, Term, WorkerError
from videolecture.execute import Report, gpus, messages
from videolecture.execute.tasks import Places, Side, Task, TaskResult
from videolecture.execute.worker import PYTHONS

GRACE = 0.3  # seconds a cancelled task has to stop by itself before its worker is ended
STARTING = 120.0  # seconds that a process may take until it can be given its first task
BUSY = 4  # times the patience, while it is burning processor time
_IDLE_SHARE = 0.05  # of one processor: below that a silent worker is waiting, not working
_LOG_LINES = 8  # of a worker's stderr, kept for the error message


@dataclass(frozen=True)
class _Hung:
    """A process that was ended because it made no progress."""

    seconds: float
    doing: Term


@dataclass(frozen=True)
class Work:
    """A task with everything that belongs to it, as it waits."""

    task: Task[Any]
    places: Places
    report: Report
    future: Future[Any]


class Worker:
    """A worker process and the thread that talks to it. `take` waits for the next task; None ends the thread."""

    def __init__(self, side: Side, engine: str, python: str, gpu: str, take: Callable[[Worker], Work | None]) -> None:
        self._side, self._engine, self._python, self._gpu = side, engine, python, gpu
        self._take = take
        self._lock = threading.Lock()
        self._process: Child | None = None
        self._current: Work | None = None
        self._cancelled = False  # whether the current task's job was cancelled
        self._heard = 0.0  # when the current task last moved on, monotonic
        self._cpu = (0.0, 0.0)  # processor seconds of the process when the task last moved on, and now
        self._hung: _Hung | None = None  # why the current task's process was ended
        self._started = False  # whether the process has said that it is ready
        self._closed = False
        self._idle = threading.Condition(self._lock)
        self._thread = threading.Thread(target=self._serve, name=f"{side}-{engine}", daemon=True)
        self._thread.start()

    def begin(self, work: Work) -> None:
        """This is the current task from now on: called by `take`, so that no cancel can fall between the two."""
        with self._lock:
            self._current, self._cancelled = work, False
            self._heard, self._cpu, self._hung = time.monotonic(), (0.0, 0.0), None

    def ask_to_cancel(self, job: str) -> None:
        """Tell the current task to stop if it belongs to this job."""
        with self._lock:
            if self._current is not None and self._current.task.job == job:
                self._cancelled = True
                self._tell({"cancel": True})

    def ensure_cancelled(self, job: str) -> None:
        """Return when no task of this job runs here any more, ending the process if it takes too long."""

        def running() -> bool:
            return self._current is not None and self._current.task.job == job

        with self._lock:
            if not running() or self._idle.wait_for(lambda: not running(), GRACE):
                return
            for _ in range(100):  # again, because a process may have been about to start
                if self._process is not None:
                    self._process.kill()
                if self._idle.wait_for(lambda: not running(), 0.1):
                    return

    def end_if_hung(self, patience: float) -> None:
        """End the process when its task gives no sign of progress for too long."""
        with self._lock:
            if self._current is None or self._process is None or self._hung:
                return
            silent, (before, now) = time.monotonic() - self._heard, self._cpu
            patience = patience if self._started else max(patience, STARTING)
            waiting = now - before < silent * _IDLE_SHARE
            if silent > patience * (1 if waiting else BUSY):
                waited, computed = Term("waited", code="worker-waited"), Term("computed", code="worker-computed")
                self._hung = _Hung(silent, waited if waiting else computed)
                self._process.kill()

    def end(self) -> None:
        """End the process at once. `take` gives nothing more by then."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        self._thread.join(10)

    # ------------------------------------------------------------------------------------------ the worker's thread

    def _serve(self) -> None:
        while (work := self._take(self)) is not None:
            outcome: TaskResult | BaseException
            try:
                outcome = self._perform(work)
            except BaseException as error:
                outcome = error
            with self._lock:
                self._current = None
                self._idle.notify_all()
            settle(work.future, outcome)
        self._reap()

    def _perform(self, work: Work) -> TaskResult:
        process = self._ready()
        with self._lock:
            if self._cancelled:
                raise Cancelled
            self._tell({"task": messages.task_to_json(work.task, work.places)})
        for received in process.output:
            message = json.loads(received)
            if "alive" in message:
                self._cpu = (self._cpu[0] or message["alive"], message["alive"])
            elif "progress" in message:
                self._heard, self._cpu = time.monotonic(), (self._cpu[1], self._cpu[1])
                work.report(*message["progress"])
            elif "done" in message:
                result: TaskResult = messages.result_from_json(work.task, message["done"])
                return result
            elif "error" in message:
                raise messages.error_from_json(message["error"])
        raise self._died(process, work)

    def _ready(self) -> Child:
        """The process, started if there is none that lives, once it says that it is ready."""
        if self._process is not None and self._process.alive:
            return self._process
        self._reap()
        environment = _environment(self._side, self._engine, self._python, self._gpu)
        process = Child([sys.executable, "-m", "videolecture.execute.worker"], environment, kept_lines=_LOG_LINES)
        with self._lock:
            self._process, self._started = process, False
            if self._closed or self._cancelled:
                process.kill()
        process.output.readline()  # {"ready": true}, or nothing if it died: seen when the first task is sent
        with self._lock:
            self._started, self._heard = True, time.monotonic()
        return process

    def _tell(self, message: Mapping[str, object]) -> None:
        if self._process is not None:
            self._process.send(messages.line(message))

    def _died(self, process: Child, work: Work) -> Exception:
        code = process.wait()
        if self._closed or self._cancelled:
            return Cancelled()
        if self._hung:
            return WorkerError(
                "The worker of {engine} {doing} for {seconds:.0f} s without progress («{task}») and was ended.",
                "Run the same command again: it goes on where it stopped.",
                code="worker-hung",
                engine=self._engine,
                doing=self._hung.doing,
                seconds=self._hung.seconds,
                task=work.task.kind,
            )
        signal = -code if code is not None and code < 0 else 0
        return WorkerError(
            "The worker of {engine} ended {how} while it did «{task}».",
            "Run the same command again: it goes on where it stopped.{last}",
            code="worker-died",
            engine=self._engine,
            how=Term("by signal {number}", code="by-signal", number=signal)
            if signal
            else Term("with exit code {number}", code="with-exit-code", number=code),
            task=work.task.kind,
            last=messages.last_words(process.last_lines),
        )

    def _reap(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def settle(future: Future[Any], outcome: TaskResult | BaseException) -> None:
    """Give a future what came of its task."""
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _environment(side: Side, engine: str, python: str, gpu: str) -> dict[str, str]:
    """The worker's: ours, the engine's own wishes, this package in reach, the engine's interpreter, its one GPU."""
    wishes = registry.engine(side, engine).environment if side == "speech" or side == "face" else {}
    pythons = {PYTHONS: json.dumps({engine: python} if python else {})}
    seen = {gpus.VARIABLE: gpu} if gpu else {}
    return {**os.environ, **wishes, **pythons, **seen, "PYTHONPATH": import_path(os.environ), "PYTHONUNBUFFERED": "1"}
