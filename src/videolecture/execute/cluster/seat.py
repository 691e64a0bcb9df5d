"""Our side of one actor: it sends what a task needs, follows it, and fetches what it made. In the executor's loop."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from videolecture.errors import Cancelled, MissingError, OutputError, VideolectureError, WorkerError
from videolecture.execute import messages
from videolecture.execute.cluster import versions
from videolecture.execute.cluster.actor import arrived
from videolecture.execute.cluster.pieces import PIECE, pieces, put
from videolecture.execute.tasks import Input, TaskResult
from videolecture.execute.worker_process import Work
from videolecture.messages import error_from_data
from videolecture.storage.atomic import output_error

STOPPING = 1.0  # seconds that an actor may take to stop a task before Ray ends the actor
LOST = "ray-worker-lost"  # the code of the error for an actor that died
_tickets = itertools.count(1)


@dataclass(eq=False)
class _Errand:
    """A task on its way to the actor, at work there, or on its way back."""

    ticket: int
    work: Work
    behind: bool  # whether it only waits at the actor until the task before it has ended
    cancelled: bool = False
    there: bool = False  # whether the actor has it
    turn: asyncio.Event = field(default_factory=asyncio.Event)  # whether the actor has the task before it

    def check(self) -> None:
        if self.cancelled:
            raise Cancelled


class NotBegun(Exception):  # noqa: N818 (a state of a task, for the pool)
    """The actor was lost while it did the task before: this one has nothing to do with that."""


class Roads:
    """To nodes, one for each input: actors of a node that need the same voice at the same time are brought it once."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[str, Input], asyncio.Lock] = WeakValueDictionary()

    def to(self, node: str, one: Input) -> asyncio.Lock:
        """Held while the input is brought there."""
        return self._locks.setdefault((node, one), asyncio.Lock())


class Seat:
    """An actor, from the moment it is asked for. While it works at one task, the next may be brought to it."""

    def __init__(
        self, actor: Any, kill: Callable[[Any], None], engine: str, asked: float = 0.0, roads: Roads | None = None
    ) -> None:
        """`actor`: Ray's handle; `kill` ends it at once; `asked`: when it was asked for, by the loop's clock."""
        self.actor, self._kill, self._engine, self.asked = actor, kill, engine, asked
        self._roads = roads or Roads()
        self.host = self.node = "?"  # the machine's name; Ray's number of the node
        self.done = 0  # tasks
        self.idle_since = 0.0  # by the loop's clock
        self.killed = False
        self._errands: list[_Errand] = []

    async def hello(self, ours: dict[str, str]) -> None:
        """Wait until the actor is there. Raises what keeps it from working, a WorkerError if it died."""
        with self._deaths("start"):
            answer = await self.actor.hello.remote()
        self.host, self.node = answer["host"], answer["node"]
        if "error" in answer:
            raise self._from_node(error_from_data(answer["error"]))
        versions.check(self.host, answer["versions"], ours)

    async def perform(self, work: Work) -> TaskResult:
        """Do the task; its files are whole in its output folder when this returns. Also raises NotBegun."""
        errand = _Errand(next(_tickets), work, behind=bool(self._errands))
        if not self._errands or self._errands[-1].there:
            errand.turn.set()
        self._errands.append(errand)
        try:
            with self._deaths(work.task.kind, errand):
                await self._send(errand)
                message = await self._follow(errand)
                await self._fetch(errand, message["files"])
            result: TaskResult = messages.result_from_json(work.task, message["done"])
            return result
        finally:
            self._let_follow(errand)
            self._errands.remove(errand)
            self.done += 1
            if not self.killed:
                for other in self._errands:
                    other.behind = False
                self.actor.drop.remote(errand.ticket)

    async def cancel(self, job: str) -> None:
        """Stop the tasks of this job: by their own will, and if that takes too long by the actor's death."""
        mine = [errand for errand in self._errands if errand.work.task.job == job]
        for errand in mine:
            errand.cancelled = True
            errand.turn.set()
        try:
            async with asyncio.timeout(STOPPING):
                await asyncio.gather(*(self.actor.cancel.remote(errand.ticket, job) for errand in mine))
        except TimeoutError:
            if any(errand in self._errands for errand in mine):
                self.end()
        except Exception:  # it is dead already
            self.end()

    def end(self) -> None:
        """Kill the actor, and with it its engine's process."""
        self.killed = True
        with contextlib.suppress(Exception):  # the cluster is gone, and the actor with it
            self._kill(self.actor)

    # -------------------------------------------------------------------------------------------------- its journey

    async def _send(self, errand: _Errand) -> None:
        """Bring what the task needs to the node, unless it is there."""
        inputs = list(errand.work.places.inputs.items())
        if not inputs:
            return
        for index in await self.actor.lacks.remote([(one.kind, one.key) for one, _ in inputs]):
            one, place = inputs[index]
            async with self._roads.to(self.node, one):
                if await self.actor.lacks.remote([(one.kind, one.key)]):  # nobody else has brought it meanwhile
                    await self._bring(errand, one, place)

    async def _bring(self, errand: _Errand, one: Input, place: Path) -> None:
        for piece in pieces(place):
            errand.check()
            parts = piece.name, piece.offset, piece.content, piece.last
            await self.actor.receive.remote(errand.ticket, one.kind, one.key, *parts)

    def _let_follow(self, errand: _Errand) -> None:
        """The actor has this task: the one behind it may go there, and cannot come before it any more."""
        errand.there = True
        for following in self._errands[self._errands.index(errand) + 1 :][:1]:
            following.turn.set()

    async def _follow(self, errand: _Errand) -> dict[str, Any]:
        await errand.turn.wait()
        errand.check()
        work = errand.work
        # Through JSON: what travels is plain data, whatever Ray would do with an object of ours.
        task = json.loads(json.dumps(messages.task_to_json(work.task, work.places)))
        async for message in self._said(errand.ticket, task):
            if "queued" in message:
                self._let_follow(errand)
            elif "progress" in message:
                work.report(*message["progress"])
            elif "error" in message:
                error = error_from_data(message["error"])
                raise self._from_node(error.renamed(lambda text: arrived(text, work.places.inputs)))
            else:
                return message
        raise self._lost(work.task.kind)

    async def _said(self, ticket: int, task: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        stream = self.actor.perform.options(num_returns="streaming").remote(ticket, task)
        async for reference in stream:
            yield await reference

    async def _fetch(self, errand: _Errand, files: dict[str, int]) -> None:
        """Bring what the task made into its output folder here."""
        for name, size in files.items():
            for offset in range(0, max(size, 1), PIECE):
                errand.check()
                content = await self.actor.read.remote(errand.ticket, name, offset)
                put(errand.work.places.output, name, offset, content)

    # ------------------------------------------------------------------------------------------------------- errors

    @contextlib.contextmanager
    def _deaths(self, doing: str, errand: _Errand | None = None) -> Iterator[None]:
        """What Ray raises, as errors of ours."""
        from ray.exceptions import RayError

        try:
            yield
        except RayError as error:  # before OSError: Ray gives its errors the class of their cause, too
            if errand is not None and errand.cancelled:
                raise Cancelled from error
            lost = self._lost(doing, error)
            if errand is not None and errand.behind and self.killed:
                raise NotBegun from error
            raise lost from error
        except OSError as error:
            raise output_error(errand.work.places.output if errand else Path(), error) from error

    def _lost(self, doing: str, error: Exception | None = None) -> VideolectureError:
        from ray.exceptions import RayTaskError

        text = str(error or "")
        if "No module named" in text:
            return MissingError(
                "A node of the Ray cluster cannot load videolecture: {reason}.",
                "Install the same videolecture with its extra ray on every node.",
                code="ray-node-without-us",
                reason="No module named" + text.partition("No module named")[2].partition("\n")[0],
            )
        if not isinstance(error, RayTaskError):  # that is an answer, if none of ours
            self.end()  # it may live and only not answer: a new one is started for the next task
        return WorkerError(
            "The worker of {engine} on the node {node} of the Ray cluster was lost while it did «{task}»: {reason}.",
            "Run the same command again: it goes on where it stopped.",
            code="ray-worker-lost",
            engine=self._engine,
            node=self.host,
            task=doing,
            reason=repr(getattr(error, "cause", None) or type(error).__name__),
        )

    def _from_node(self, error: VideolectureError) -> VideolectureError:
        """An error that is about the node, saying which."""
        if isinstance(error, MissingError):
            return MissingError(
                "The node {node} of the Ray cluster lacks something: {cause.what}",
                "On that node: {cause.remedy}",
                code="ray-node-lacks",
                node=self.host,
                cause=error,
            )
        if isinstance(error, OutputError):  # another node may have room: it is tried again
            return WorkerError(
                "The node {node} of the Ray cluster cannot write: {cause.what}",
                "Make room on that node.",
                code="ray-node-disk",
                node=self.host,
                cause=error,
            )
        return error
