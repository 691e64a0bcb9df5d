"""The executor `ray`: one thread with an event loop owns every pool and actor; `submit` and `cancel` call into it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import uuid
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, ClassVar, TypeVar

from videolecture.errors import Cancelled, InputError, VideolectureError, WorkerError
from videolecture.execute import Report
from videolecture.execute.cluster import actor, connection, link, resources, versions
from videolecture.execute.cluster.link import Link
from videolecture.execute.cluster.pool import Pool, Surroundings
from videolecture.execute.cluster.seat import Roads, Seat
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Places, R, Side, Task
from videolecture.execute.worker_process import Work, settle

LOOK = 1.0  # seconds between two looks at the cluster's size and at who has nothing to do
ANSWER = 5.0  # seconds that the cluster may take to say how large it is
LEAVING = 3.0  # seconds that nodes may take to forget what they were given
HERE: tuple[Side, ...] = ("deck", "listen", "inspect")  # what clients give is opened where the service is, in bounds
T = TypeVar("T")


class RayExecutor:
    """Runs tasks on a Ray cluster; without an address, on a Ray of this machine that it starts and stops."""

    name: ClassVar[str] = "ray"

    def __init__(self, setup: Setup | None = None) -> None:
        """Raises MissingError without the extra, InputError for wrong settings, WorkerError without a cluster."""
        self._setup = setup or Setup()
        self._settings = resources.read(self._setup.ray)
        self._ray = connection.library()
        self._link = Link(self._ray, self._settings.address)
        self._away: VideolectureError | None = None
        self._session = uuid.uuid4().hex
        self._local = ProcessExecutor(self._setup)
        self._pools: dict[tuple[Side, str], Pool] = {}
        self._roads = Roads()
        self._shares: dict[Pool, resources.Share] = {}
        self._cluster = self._link.resources()
        self._closed = False
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="ray", daemon=True)
        self._thread.start()
        self._looking = asyncio.run_coroutine_threadsafe(self._look(), self._loop)

    @staticmethod
    def check(setup: Setup) -> None:
        """Whether the extra is installed and the settings are right; the cluster may come later."""
        resources.read(setup.ray)
        connection.library()

    @property
    def width(self) -> int:
        """How many fragments the cluster can have at one stage, all its processors together."""
        return max(1, int(self._cluster.get("CPU", 1)))

    @property
    def waits_for(self) -> VideolectureError | None:
        """The cluster, while it does not answer."""
        return self._away

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        """Queue the task at its engine's actors."""
        if task.side in HERE:
            return self._local.submit(task, places, report)
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                settle(future, Cancelled())
                return future
            self._loop.call_soon_threadsafe(self._put, Work(task, places, report, future))
        return future

    def cancel(self, job: str) -> None:
        """Stop a job's tasks wherever they are."""
        self._local.cancel(job)
        with self._lock:
            if self._closed:
                return
            stopping = self._ask(self._cancel(job))
        stopping.result()

    def close(self) -> None:
        """End every actor at once; nothing that the nodes were given stays there."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._local.close()
        self._looking.cancel()
        with contextlib.suppress(TimeoutError):
            self._ask(self._leave()).result(LEAVING * 2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._link.close()

    # -------------------------------------------------------------------------------------------- in the loop's thread

    def _ask(self, wish: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(wish, self._loop)

    def _put(self, work: Work) -> None:
        try:
            self._pool(work.task.side, work.task.engine).put(work)
        except Exception as error:
            settle(work.future, error)

    def _pool(self, side: Side, engine: str) -> Pool:
        if (side, engine) not in self._pools:
            share, most = resources.share(self._settings, side, engine, self._cluster.get("GPU", 0.0))
            made = self._ray.remote(actor.Actor).options(
                max_restarts=0, max_concurrency=actor.THREADS, scheduling_strategy="SPREAD", **share.options()
            )
            told = actor.told(side, engine, self._setup, self._session)

            def make() -> Seat:
                return Seat(made.remote(told), self._ray.kill, engine or side, self._loop.time(), self._roads)

            around = Surroundings(self._others, self._full, self._gone)
            pool = self._pools[side, engine] = Pool(make, versions.versions(side, engine), most, around)
            self._shares[pool] = share
        return self._pools[side, engine]

    def _others(self, one: Pool) -> list[Pool]:
        return [pool for pool in self._shares if pool is not one]

    def _full(self, one: Pool) -> bool:
        """Whether one more actor of that pool finds no room beside those that are there."""
        room = self._cluster
        for pool, share in self._shares.items():
            room = share.taken(room, len(pool.seats))
        return not self._shares[one].fits(room)

    async def _cancel(self, job: str) -> None:
        await asyncio.gather(*(pool.cancel(job) for pool in self._pools.values()))

    async def _look(self) -> None:
        while not self._closed:  # wait_for of Python 3.11 loses a cancellation that comes with its answer
            await asyncio.sleep(LOOK)
            if self._away or await self._gone():
                await self._return()
            with contextlib.suppress(Exception):  # it does not know for a moment: the last size holds
                self._cluster = await asyncio.wait_for(asyncio.to_thread(self._link.resources), ANSWER)
            for pool in list(self._shares):
                pool.look()

    async def _gone(self) -> bool:
        """Whether the cluster does not answer any more. Then every pool is told so, and has its work wait.

        Where that cannot be seen it counts as there, and what waits fails with the reason.
        """
        try:
            gone = self._away is None and await asyncio.to_thread(self._link.gone)
        except WorkerError as error:
            self._fail_waiting(error)
            return False
        if gone and self._away is None:
            self._away = link.away(self._link.head)
            for pool in self._shares:
                pool.part()
        return self._away is not None

    async def _return(self) -> None:
        """Wait until the cluster is back. After the patience that the settings say, what waits for it fails."""
        since = self._loop.time()
        await asyncio.to_thread(self._link.leave)
        while True:
            try:
                await asyncio.to_thread(self._link.rejoin)
                break
            except InputError as error:  # there is one, and it is another
                self._fail_waiting(error)
            except VideolectureError:
                pass
            await asyncio.sleep(LOOK)
            if self._loop.time() - since >= self._settings.patience:
                self._fail_waiting(link.lost(self._link.head, self._settings.patience))
        self._away = None
        for pool in self._shares:
            pool.rejoin()

    def _fail_waiting(self, error: VideolectureError) -> None:
        for pool in self._shares:
            pool.fail_waiting(error)

    async def _leave(self) -> None:
        for pool in self._pools.values():
            pool.close()
        nodes = {seat.node: seat for pool in self._pools.values() for seat in pool.seats}
        with contextlib.suppress(Exception):
            async with asyncio.timeout(LEAVING):
                await asyncio.gather(*(seat.actor.leave.remote() for seat in nodes.values()), return_exceptions=True)
        for pool in self._pools.values():
            pool.end()
        await asyncio.sleep(0)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if left:
            await asyncio.wait(left, timeout=LEAVING)
