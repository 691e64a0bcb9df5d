"""Our side of an actor, without a cluster: in which order it is told its tasks, and what a cancel does to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.execute.test_pools import in_loop, settled
from videolecture.errors import Cancelled
from videolecture.execute.cluster import seat
from videolecture.execute.cluster.seat import Seat
from videolecture.execute.tasks import Input, LoadSpeech, Places, TaskResult
from videolecture.execute.worker_process import Work

pytest.importorskip("ray", reason="the extra ray is not installed")
VOICE = Input("voice", "v")


class Method:
    """Of an actor, as Ray has it."""

    def __init__(self, does: Callable[..., Any]) -> None:
        self.remote = does

    def options(self, **_: object) -> Method:
        return self


class Actor:
    """It is told what to answer, and when."""

    def __init__(self) -> None:
        self.told: list[str] = []  # the jobs of its tasks
        self.said: list[asyncio.Queue[dict[str, Any]]] = []  # of each of them
        self.lacking: list[asyncio.Future[list[int]]] = []
        self.cancelling: list[asyncio.Future[None]] = []
        self.perform = Method(self._perform)
        self.lacks = Method(lambda _: self._answer(self.lacking))
        self.cancel = Method(lambda _ticket, _job: self._answer(self.cancelling))
        self.drop = Method(lambda _: None)

    @staticmethod
    def _answer(answers: list[asyncio.Future[Any]]) -> asyncio.Future[Any]:
        answers.append(asyncio.get_running_loop().create_future())
        return answers[-1]

    async def _perform(self, _: int, task: dict[str, Any]) -> AsyncIterator[asyncio.Future[dict[str, Any]]]:
        self.told.append(task["fields"]["job"])
        self.said.append(asyncio.Queue())
        said = self.said[-1]
        while True:
            message = asyncio.get_running_loop().create_future()
            message.set_result(await said.get())
            yield message

    def end(self, index: int) -> None:
        self.said[index].put_nowait({"done": {"seconds": 0.0}, "files": {}})


def asked(one: Seat, *jobs: str, inputs: dict[Input, Path] | None = None) -> list[asyncio.Task[TaskResult]]:
    works = [
        Work(LoadSpeech("tone", job, "ru"), Places(Path(), inputs or {}), lambda *_: None, Future()) for job in jobs
    ]
    return [asyncio.create_task(one.perform(work)) for work in works]


@in_loop
async def test_a_task_never_comes_to_the_engine_before_the_one_that_was_brought_earlier() -> None:
    """Its inputs may be there sooner; and of two that are sent, the actor may have the second one first."""
    actor = Actor()
    first, second = asked(Seat(actor, lambda _: None, "tone"), "first", "second", inputs={VOICE: Path("voice")})
    await settled()
    actor.lacking[1].set_result([])
    await settled()
    assert not actor.told, "the second one is ready, and waits"
    actor.lacking[0].set_result([])
    await settled()
    assert actor.told == ["first"], "sent, and no more is known of it"
    actor.said[0].put_nowait({"queued": True})
    await settled()
    assert actor.told == ["first", "second"], "it waits at the actor, which need not ask for it"
    for index in range(2):
        actor.end(index)
    assert (await first) and (await second)


@in_loop
async def test_a_task_that_comes_when_the_actor_has_the_one_before_or_that_has_failed_is_sent_at_once() -> None:
    actor = Actor()
    one = Seat(actor, lambda _: None, "tone")
    (first,) = asked(one, "first")
    await settled()
    actor.said[0].put_nowait({"queued": True})
    await settled()
    (second,) = asked(one, "second")
    await settled()
    assert actor.told == ["first", "second"]
    for index in range(2):
        actor.end(index)
    assert (await first) and (await second)
    failing, after = asked(one, "failing", "after", inputs={VOICE: Path("voice")})
    await settled()
    actor.lacking[1].set_result([])
    actor.lacking[0].set_exception(OSError("the disk"))
    await settled()
    assert failing.exception() and actor.told[-1] == "after"
    actor.end(2)
    assert await after


@in_loop
async def test_a_cancelled_task_does_not_wait_for_the_one_before_it() -> None:
    actor = Actor()
    one = Seat(actor, lambda _: None, "tone")
    first, second = asked(one, "first", "second")
    await settled()
    stopping = asyncio.create_task(one.cancel("second"))
    await settled()
    actor.cancelling[0].set_result(None)
    await stopping
    with pytest.raises(Cancelled):
        await second
    actor.end(0)
    assert await first


@in_loop
async def test_an_actor_that_does_not_answer_a_cancel_is_killed() -> None:
    actor, killed = Actor(), list[object]()
    one = Seat(actor, killed.append, "tone")
    (task,) = asked(one, "job")
    await settled()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seat, "STOPPING", 0.0)
        await one.cancel("another job")
        assert not killed
        await one.cancel("job")
    assert killed == [actor] and one.killed
    actor.end(0)
    await task


@in_loop
async def test_an_actor_whose_task_ends_while_it_answers_no_cancel_goes_on() -> None:
    """It may have another task by now, of somebody else."""
    actor, killed = Actor(), list[object]()
    one = Seat(actor, killed.append, "tone")
    (task,) = asked(one, "job")
    await settled()
    stopping = asyncio.create_task(one.cancel("job"))
    await settled()
    actor.end(0)
    assert await task
    actor.cancelling[0].set_exception(TimeoutError())
    await stopping
    assert not killed and not one.killed
