"""Worker processes on this machine: one for each engine, or one for each engine and GPU; resident until close().

They are started when first needed. What waits for the workers of an engine is shared among them fairly (`fairness`),
as plain data: a task names its inputs, and holds none.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import ClassVar

from videolecture.errors import Cancelled
from videolecture.execute import Report, gpus
from videolecture.execute.fairness import FairQueue
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import LoadFace, LoadSpeech, Places, R, Side, Task
from videolecture.execute.worker_process import Work, Worker, settle

ON_GPUS: tuple[Side, ...] = ("speech", "face", "scene")  # what has a worker for each GPU: the work of every fragment


class ProcessExecutor:
    """One worker process per engine, or per engine and GPU; each does one task at a time."""

    name: ClassVar[str] = "processes"
    waits_for = None

    def __init__(self, setup: Setup | None = None) -> None:
        """Raises InputError when GPUs are wanted and there are none."""
        self._setup = setup or Setup()
        self._gpus = gpus.chosen(self._setup.gpus)
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._watch_workers, name="patience", daemon=True)
        self._pools: dict[tuple[Side, str], _Pool] = {}
        self._lock = threading.Lock()

    @staticmethod
    def check(setup: Setup) -> None:
        """Whether there are the GPUs that are wanted."""
        gpus.chosen(setup.gpus)

    @property
    def width(self) -> int:
        """How many fragments can be at the same stage at once."""
        return max(1, len(self._gpus))

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        """Queue the task at its engine's workers."""
        future: Future[R] = Future()
        with self._lock:
            if not self._watch.ident:
                self._watch.start()
            pool = self._pools.get((task.side, task.engine))
            if pool is None:
                python = self._setup.pythons.get(task.engine, "")
                pool = _Pool(task.side, task.engine, python, self._gpus if task.side in ON_GPUS else [])
                self._pools[task.side, task.engine] = pool
        pool.put(Work(task, places, report, future))
        if isinstance(task, (LoadSpeech, LoadFace)):  # every worker has its own engine
            for _ in range(self.width - 1):
                pool.put(Work(task, places, lambda *_: None, Future()))
        return future

    def cancel(self, job: str) -> None:
        """Stop a job's tasks: queued ones at once, running ones at their next report or by ending the worker."""
        pools = self._all()
        for pool in pools:
            pool.ask_to_cancel(job)
        for pool in pools:
            for worker in pool.workers:
                worker.ensure_cancelled(job)

    def close(self) -> None:
        """End every worker at once."""
        self._closed.set()
        with self._lock:
            pools = list(self._pools.values())
            self._pools.clear()
        for pool in pools:
            pool.end()

    def _all(self) -> list[_Pool]:
        with self._lock:
            return list(self._pools.values())

    def _watch_workers(self) -> None:
        patience = self._setup.patience
        while not self._closed.wait(min(1.0, patience / 4)):
            for pool in self._all():
                for worker in pool.workers:
                    worker.end_if_hung(patience)


class _Pool:
    """The workers of one engine, and what waits for them."""

    def __init__(self, side: Side, engine: str, python: str, gpus: list[str]) -> None:
        self._waiting: FairQueue[Work] = FairQueue()
        self._at_work: dict[Worker, Work] = {}
        self._closed = False
        self._changed = threading.Condition()
        self.workers = [Worker(side, engine, python, gpu, self._take) for gpu in gpus or [""]]

    def put(self, work: Work) -> None:
        with self._changed:
            if not self._closed:
                self._waiting.put(work.task.owner, work.task.job, work)
                self._changed.notify()
                return
        settle(work.future, Cancelled())

    def ask_to_cancel(self, job: str) -> None:
        with self._changed:
            dropped = self._waiting.remove(job)
            for worker in self.workers:
                worker.ask_to_cancel(job)
        for work in dropped:
            settle(work.future, Cancelled())

    def end(self) -> None:
        with self._changed:
            self._closed = True
            dropped = self._waiting.clear()
            self._changed.notify_all()
        for worker in self.workers:
            worker.end()
        for work in dropped:
            settle(work.future, Cancelled())

    def _take(self, worker: Worker) -> Work | None:
        """What a worker does next, once there is something; None when nothing will be any more."""
        with self._changed:
            if before := self._at_work.pop(worker, None):
                self._waiting.done(before.task.owner, before.task.job)
            while not self._closed:
                if work := self._waiting.take():
                    self._at_work[worker] = work
                    worker.begin(work)
                    return work
                self._changed.wait()
        return None
