"""The actors of one engine, and what waits for them as plain data. In the executor's loop, which owns all state."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from videolecture.errors import Cancelled, VideolectureError, WorkerError
from videolecture.execute.cluster import sizing
from videolecture.execute.cluster.seat import LOST, NotBegun, Seat
from videolecture.execute.cluster.sizing import Size
from videolecture.execute.fairness import FairQueue
from videolecture.execute.worker_process import Work, settle

STRIKES = 5  # actors in a row that die before they are there, after which the tasks that wait for one fail


@dataclass(frozen=True)
class Surroundings:
    """What a pool is told of the rest of the cluster."""

    others: Callable[[Pool], list[Pool]]
    full: Callable[[Pool], bool]  # whether one more of its actors would find no room
    gone: Callable[[], Awaitable[bool]]  # whether the whole cluster does not answer: asked when an actor is lost


class Pool:
    """`put` tasks; `look` once a second."""

    def __init__(self, make: Callable[[], Seat], ours: dict[str, str], most: int, around: Surroundings) -> None:
        """`make` asks Ray for an actor; `ours` are the versions that it must have."""
        self._make, self._ours, self._most, self._around = make, ours, most, around
        self._waiting: FairQueue[Work] = FairQueue()
        self._starting: dict[Seat, asyncio.Task[None]] = {}
        self._idle: list[Seat] = []
        self._busy: dict[Seat, set[asyncio.Task[None]]] = {}
        self._at_work: dict[asyncio.Task[None], Work] = {}
        self._stopping: set[asyncio.Task[None]] = set()  # of those: the ones of cancelled jobs
        self._missing = 0  # actors, at the last look
        self._strikes = 0
        self._away = False  # whether the cluster is
        self._closed = False

    @property
    def size(self) -> Size:
        """How large it is at this moment."""
        held = sum(map(len, self._busy.values()))
        stuck = bool(self._starting) and (self._soon() < len(self._starting) or self._around.full(self))
        return Size(len(self._waiting), held, len(self._busy), len(self._idle), len(self._starting), stuck, self._most)

    @property
    def seats(self) -> list[Seat]:
        """Every actor that is there."""
        return [*self._idle, *self._busy]

    def put(self, work: Work) -> None:
        """Let a task wait for its turn."""
        if self._closed:
            settle(work.future, Cancelled())
            return
        self._waiting.put(work.task.owner, work.task.job, work)
        self.balance()

    def balance(self) -> None:
        """Give free actors their next task, and those at work the one after; ask for a first actor."""
        if self._closed or self._away:
            return
        while self._idle and (work := self._waiting.take()) is not None:
            self._give(self._idle.pop(), work)  # the one that was at work last: the others may go
        if not self.seats and not self._starting:
            self._ask(sizing.missing(self.size))
        self._bring_next()

    def look(self) -> None:
        """Have as many actors as there is work for. Called again and again, at intervals that do not matter much."""
        if self._closed or self._away:
            return
        self.balance()
        missing = sizing.missing(self.size)
        change = sizing.lasting(missing, self._missing)
        self._missing = missing - change
        self._ask(change)
        for seat in list(self._starting)[change:] if change < 0 else []:
            self._give_up(seat)
        self._let_go()

    async def cancel(self, job: str) -> None:
        """Stop a job's tasks, waiting and at work. Returns when nothing of them runs any more."""
        for work in self._waiting.remove(job):
            settle(work.future, Cancelled())
        mine = {ends for ends, work in self._at_work.items() if work.task.job == job}
        if mine:
            self._stopping |= mine
            await asyncio.gather(*(seat.cancel(job) for seat in list(self._busy)))
            await asyncio.wait(mine)
            self._idle = [seat for seat in self._idle if not seat.killed]  # one may have come to rest and died of it
        self.balance()

    def part(self) -> None:
        """The cluster is gone, and every actor with it: what they had waits again."""
        self._away, self._missing, self._strikes = True, 0, 0
        for start in self._starting.values():
            start.cancel()
        self._starting.clear()
        self._idle.clear()
        for seat, tasks in self._busy.items():
            seat.killed = True
            for task in tasks:
                task.cancel()

    def rejoin(self) -> None:
        """The cluster is back."""
        self._away = False
        self.balance()

    def fail_waiting(self, error: VideolectureError) -> None:
        """Nobody will do what waits."""
        self._strikes = 0
        for work in self._waiting.clear():
            settle(work.future, error)

    def close(self) -> None:
        """Begin nothing more; what waits is cancelled."""
        self._closed = True
        for work in self._waiting.clear():
            settle(work.future, Cancelled())
        for seat in list(self._starting):
            self._give_up(seat)

    def end(self) -> None:
        """Kill every actor; what runs is cancelled."""
        self.close()
        for seat in self.seats:
            seat.end()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _ask(self, count: int) -> None:
        for _ in range(count):
            seat = self._make()
            self._starting[seat] = asyncio.create_task(self._start(seat))

    async def _start(self, seat: Seat) -> None:
        try:
            await seat.hello(self._ours)
        except WorkerError as error:
            self._starting.pop(seat, None)
            self._strikes += 1
            if self._strikes >= STRIKES and not await self._around.gone():
                self.fail_waiting(error)
        except VideolectureError as error:  # another try would end like this one
            self._starting.pop(seat, None)
            seat.end()
            self.fail_waiting(error)
        else:
            self._strikes = 0
            if self._starting.pop(seat, None) is None or self._closed:
                seat.end()
                return
            seat.idle_since = asyncio.get_running_loop().time()
            self._idle.append(seat)
        self.balance()

    def _give_up(self, seat: Seat) -> None:
        """Let an actor go that is not there yet."""
        self._starting.pop(seat).cancel()
        seat.end()

    def _soon(self) -> int:
        """Actors that were asked for not long ago."""
        now = asyncio.get_running_loop().time()
        return sum(now - seat.asked < sizing.SOON for seat in self._starting)

    def _bring_next(self) -> None:
        """Bring actors their next task while they work, so that they need not wait for it: what is left by those that
        will be there soon. Where others starve, an actor shall come to its end.
        """
        soon = self._soon()
        if self._others_starve():
            return
        for seat in [one for one, tasks in self._busy.items() if len(tasks) == 1 and not one.killed]:
            if len(self._waiting) <= soon or (work := self._waiting.take()) is None:
                return
            self._give(seat, work)

    def _give(self, seat: Seat, work: Work) -> None:
        task = asyncio.create_task(self._do(seat, work))
        self._busy.setdefault(seat, set()).add(task)
        self._at_work[task] = work
        task.add_done_callback(lambda _: self._at_work.pop(task, None))

    async def _do(self, seat: Seat, work: Work) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        outcome, again = await self._outcome(seat, work)
        self._waiting.done(work.task.owner, work.task.job)
        self._busy[seat].discard(task)
        if not self._busy[seat]:
            del self._busy[seat]
            self._becomes_idle(seat)
        stopped = self._closed or task in self._stopping
        self._stopping.discard(task)
        if again and not stopped:
            self.put(work)
            return
        if stopped and isinstance(outcome, BaseException):
            outcome = Cancelled()
        settle(work.future, outcome)  # type: ignore[arg-type] # a result or an exception
        self.balance()

    async def _outcome(self, seat: Seat, work: Work) -> tuple[object, bool]:
        """A result or an exception; and whether the work is to be done again, as nobody has failed at it."""
        try:
            try:
                return await seat.perform(work), False
            except WorkerError as error:
                # When that is so, this very task is cancelled, as those of all actors are.
                return error, error.code == LOST and await self._around.gone()
        except (asyncio.CancelledError, NotBegun) as error:
            return error, True
        except BaseException as error:
            return error, False

    def _becomes_idle(self, seat: Seat) -> None:
        if seat.killed:
            return
        if sizing.makes_room(self.size, seat.done, self._others_starve()):
            seat.end()
            return
        seat.idle_since = asyncio.get_running_loop().time()
        self._idle.append(seat)

    def _let_go(self) -> None:
        """End actors that have nothing to do, sooner where another pool waits for room."""
        now = asyncio.get_running_loop().time()
        stuck = any(other.size.stuck for other in self._around.others(self))
        starve = self._others_starve()
        for seat in list(self._idle):
            if sizing.lets_go(self.size, now - seat.idle_since, stuck, starve):
                self._idle.remove(seat)
                seat.end()

    def _others_starve(self) -> bool:
        return any(other.size.starves for other in self._around.others(self))
