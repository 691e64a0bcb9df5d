"""Pools of actors, without Ray: they grow and shrink with what waits, and keep everything when the cluster goes."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from typing import cast
from unittest.mock import MagicMock

import pytest

from tests import fakes
from tests.waiting import PATIENCE, until
from videolecture.errors import Cancelled, MissingError, WorkerError
from videolecture.execute.cluster import connection, executor, sizing
from videolecture.execute.cluster.link import Link, unseen
from videolecture.execute.cluster.pool import Pool, Surroundings
from videolecture.execute.cluster.seat import LOST
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import LoadSpeech, Places, TaskResult
from videolecture.execute.worker_process import Work


class Cluster:
    """A cluster of so many places; its actors do a task when they are told to."""

    def __init__(self, places: int) -> None:
        self.places, self.seats, self.gone, self.clock = places, list[Actor](), False, 0.0
        self.pools: list[Pool] = []

    def pool(self, most: int = 1000) -> Pool:
        around = Surroundings(lambda one: [pool for pool in self.pools if pool is not one], self._full, self._gone)
        self.pools.append(Pool(self._make, {}, most, around))  # type: ignore[arg-type]
        return self.pools[-1]

    def _make(self) -> Actor:
        self.seats.append(Actor(self, asyncio.get_running_loop().time()))
        self.give_room()
        return self.seats[-1]

    def give_room(self) -> None:
        """As Ray does: whoever has asked for a place first gets it first."""
        for seat in self.seats:
            if len(self.living) < self.places and not seat.killed:
                seat.there.set()

    @property
    def living(self) -> list[Actor]:
        return [seat for seat in self.seats if seat.there.is_set() and not seat.killed]

    def _full(self, _: Pool) -> bool:
        return len(self.living) >= self.places

    async def _gone(self) -> bool:
        if self.gone:
            for pool in self.pools:
                pool.part()
        return self.gone

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            for pool in self.pools:
                pool.look()
            await settled()


class Actor:
    """What a pool knows of a seat."""

    def __init__(self, cluster: Cluster, asked: float) -> None:
        self.cluster, self.asked, self.idle_since, self.done, self.killed = cluster, asked, 0.0, 0, False
        self.there = asyncio.Event()
        self.errands: list[tuple[Work, asyncio.Future[TaskResult]]] = []

    async def hello(self, _: object) -> None:
        await self.there.wait()

    async def perform(self, work: Work) -> TaskResult:
        outcome: asyncio.Future[TaskResult] = asyncio.get_running_loop().create_future()
        self.errands.append((work, outcome))
        try:
            return await outcome
        finally:
            self.done += 1

    def finish(self, error: Exception | None = None) -> None:
        _, outcome = self.errands.pop(0)
        if error:
            outcome.set_exception(error)
        else:
            outcome.set_result(TaskResult(0.0))

    async def cancel(self, job: str) -> None:
        for work, outcome in self.errands:
            if work.task.job == job:
                outcome.set_exception(Cancelled())

    def end(self) -> None:
        self.killed = True
        self.cluster.give_room()


async def settled() -> None:
    """Everything that can go on without anybody's help has."""
    for _ in range(20):
        await asyncio.sleep(0)


def put(pool: Pool, count: int, job: str = "job") -> list[Future[TaskResult]]:
    futures = []
    for _ in range(count):
        future: Future[TaskResult] = Future()
        pool.put(Work(LoadSpeech("tone", job, "ru"), Places(Path()), lambda *_: None, future))
        futures.append(future)
    return futures


def in_loop(scene: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    def test() -> None:
        asyncio.run(asyncio.wait_for(scene(), PATIENCE))

    test.__name__ = scene.__name__
    return test


@in_loop
async def test_a_pool_grows_with_its_queue_and_shrinks_when_that_is_empty() -> None:
    cluster = Cluster(places=10)
    pool = cluster.pool(most=5)
    futures = put(pool, 1)
    await settled()
    assert len(cluster.living) == 1, "the first is asked for at once"
    futures += put(pool, 11)
    await cluster.look()
    assert len(cluster.living) == 1, "a queue that is seen once may be gone soon"
    await cluster.look()
    assert len(cluster.living) == 5
    while busy := [seat for seat in cluster.living if seat.errands]:
        busy[0].finish()
        await settled()
    assert all(future.done() for future in futures)
    await cluster.look(3)
    assert len(cluster.living) == 5, "who has had nothing to do for a moment stays"
    for seat in cluster.living:
        seat.idle_since -= sizing.REST
    await cluster.look()
    assert not cluster.living


@in_loop
async def test_in_a_full_cluster_actors_with_work_stay_and_idle_ones_leave_only_after_a_while() -> None:
    cluster = Cluster(places=3)
    voice, face = cluster.pool(), cluster.pool()
    put(voice, 6)
    await cluster.look(3)
    put(face, 6)
    await cluster.look(3)
    first = list(cluster.living)
    assert len(first) == 3 and face.size.starves
    for _ in range(3):  # the voice has no more than its actors have in hand, so one makes room for who has nobody
        for seat in first:
            if seat.errands:
                seat.finish()
        await cluster.look(2)
    assert face.size.busy >= 1 and len(cluster.living) == 3
    made = len(cluster.seats)
    waiting = [seat for seat in cluster.living if not seat.errands]
    await cluster.look(5)
    assert all(not seat.killed for seat in waiting), "an actor that has just come to rest is kept"
    assert len(cluster.seats) == made, "nothing is asked for again and again"
    for seat in waiting:
        seat.idle_since -= sizing.YIELD
    await cluster.look(2)
    assert all(seat.killed for seat in waiting) and face.size.busy == 3


@in_loop
async def test_what_actors_had_waits_again_when_the_cluster_goes_and_is_done_when_it_is_back() -> None:
    cluster = Cluster(places=2)
    pool = cluster.pool()
    futures = put(pool, 6)
    await cluster.look(3)
    made = len(cluster.seats)
    cluster.gone = True
    cluster.living[0].finish(WorkerError("The actor was lost.", code=LOST))
    await settled()
    assert pool.size.waiting == 6 and not pool.seats and not any(future.done() for future in futures)
    await cluster.look(3)
    assert len(cluster.seats) == made, "nobody is asked for while nobody can come"
    cluster.gone, cluster.seats = False, []
    pool.rejoin()
    await cluster.look(3)
    while busy := [seat for seat in cluster.living if seat.errands]:
        busy[0].finish()
        await settled()
    assert all(future.result() for future in futures)


class Gone:
    """A link to a cluster that goes away and comes back."""

    head = "head:6379"
    away = True

    def __init__(self, *_: object) -> None:
        self.left = 0

    def gone(self) -> bool:
        return self.away

    def resources(self) -> dict[str, float]:
        return {"CPU": 4.0}

    def leave(self) -> None:
        self.left += 1

    def rejoin(self) -> None:
        if self.away:
            raise connection.unreachable(self.head, OSError("nobody"))

    def close(self) -> None: ...


def test_a_cluster_is_waited_for_as_long_as_the_settings_say_and_joined_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = MagicMock()
    monkeypatch.setattr(connection, "library", lambda: ray)
    monkeypatch.setattr(executor, "Link", Gone)
    monkeypatch.setattr(executor, "LOOK", 0.001)
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    made = executor.RayExecutor(Setup(ray={"patience": 0.001}))
    link = cast(Gone, made._link)
    try:
        future = made.submit(LoadSpeech("tone", "job", "ru"), Places(Path()), lambda *_: None)
        with pytest.raises(MissingError, match="head:6379 has not come back"):
            future.result()
        assert made.waits_for is not None and made.waits_for.code == "ray-away"
        assert link.left == 1, "it was left once"
        link.away = False
        until(lambda: made.waits_for is None, "it has joined again", pause=0.001)
    finally:
        link.away = False
        made.close()


def test_only_a_port_that_is_silent_again_and_again_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as head, socket.create_server(("127.0.0.1", 0)) as node:
        port = node.getsockname()[1]
        ray = MagicMock()
        ray.get_runtime_context.return_value.gcs_address = f"127.0.0.1:{head.getsockname()[1]}"
        ray.get_runtime_context.return_value.get_node_id.return_value = "n"
        ray.nodes.return_value = [{"NodeID": "n", "NodeManagerAddress": "127.0.0.1", "NodeManagerPort": port}]
        monkeypatch.setattr("videolecture.execute.cluster.link.BETWEEN", 0.0)
        link = Link(ray, "auto")
        assert not link.gone()
        full = OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        monkeypatch.setattr(socket, "create_connection", MagicMock(side_effect=full))
        with pytest.raises(WorkerError, match="cannot be seen from here: Too many open files"):
            link.gone()
        monkeypatch.undo()
        assert not link.gone()
    monkeypatch.setattr("videolecture.execute.cluster.link.BETWEEN", 0.0)
    assert link.gone()


def test_work_fails_with_the_reason_where_a_cluster_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unseen(Gone):
        def gone(self) -> bool:
            raise unseen(self.head, OSError(errno.EMFILE, os.strerror(errno.EMFILE)))

    monkeypatch.setattr(connection, "library", MagicMock)
    monkeypatch.setattr(executor, "Link", Unseen)
    monkeypatch.setattr(executor, "LOOK", 0.001)
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    made = executor.RayExecutor(Setup())
    try:
        future = made.submit(LoadSpeech("tone", "job", "ru"), Places(Path()), lambda *_: None)
        with pytest.raises(WorkerError, match="head:6379 is still there cannot be seen from here"):
            future.result()
        assert made.waits_for is None, "nothing says that it has gone"
    finally:
        made.close()


@in_loop
async def test_an_actor_that_is_lost_alone_costs_its_task_alone() -> None:
    cluster = Cluster(places=1)
    pool = cluster.pool()
    first, other = put(pool, 2)
    await cluster.look()
    cluster.living[0].finish(WorkerError("The actor was lost.", code=LOST))
    await settled()
    with pytest.raises(WorkerError, match="was lost"):
        first.result()
    cluster.living[0].finish()
    await settled()
    assert other.result()


@in_loop
async def test_what_is_cancelled_while_the_cluster_is_away_does_not_come_back() -> None:
    cluster = Cluster(places=1)
    pool = cluster.pool()
    mine, other = put(pool, 2), put(pool, 1, job="another")
    await cluster.look()
    cluster.gone = True
    assert await cluster._gone()
    await settled()
    await pool.cancel("job")
    for future in mine:
        with pytest.raises(Cancelled):
            future.result()
    pool.fail_waiting(MissingError("It has not come back."))
    with pytest.raises(MissingError):
        other[0].result()
    assert pool.size.waiting == 0


@in_loop
async def test_an_actor_that_dies_of_a_cancel_after_its_task_is_given_no_other() -> None:
    cluster = Cluster(places=2)
    pool = cluster.pool()
    (mine,) = put(pool, 1)
    await settled()
    (one,) = cluster.living

    async def cancel(_: str) -> None:
        one.finish(Cancelled())
        await settled()
        assert pool.size.idle == 1
        one.end()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(one, "cancel", cancel)
        await pool.cancel("job")
    with pytest.raises(Cancelled):
        mine.result()
    (after,) = put(pool, 1)
    await settled()
    (other,) = cluster.living
    assert other is not one
    other.finish()
    await settled()
    assert after.result()
