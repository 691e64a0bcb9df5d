"""The actors of one engine, and what waits for them as plain data. In the executor's loop, which owns all state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from videolecture.errors import Cancelled, VideolectureError, WorkerError
from videolecture.execute.cluster import sizing
from videolecture.execute.cluster.seat import Seat
from videolecture.execute.cluster.sizing import Size
from videolecture.execute.fairness import FairQueue
from videolecture.execute.worker_process import Work, settle

STRIKES = 5  # actors in a row that die before they are there, after which the tasks that wait for one fail


class Pool:
    """`put` tasks; `balance` again and again."""

    def __init__(
        self,
        make: Callable[[], Seat],
        ours: dict[str, str],
        most: int,
        others: Callable[[Pool], list[Pool]],
    ) -> None:
        """`make` asks Ray for an actor; `ours` are the versions that it must have; `others` are the other pools."""
        self._make, self._ours, self._most, self._others = make, ours, most, others
        self._waiting: FairQueue[Work] = FairQueue()
        self._starting: dict[Seat, asyncio.Task[None]] = {}
        self._idle: list[Seat] = []
        self._busy: dict[Seat, asyncio.Task[None]] = {}
        self._strikes = 0
        self._closed = False

    @property
    def size(self) -> Size:
        """How large it is at this moment."""
        return Size(len(self._waiting), len(self._busy), len(self._idle), len(self._starting), self._most)

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
        """Give free actors their next task; have as many actors as there is work for."""
        if self._closed:
            return
        while self._idle and (work := self._waiting.take()) is not None:
            seat = self._idle.pop()  # the one that was at work last: the others may go
            self._busy[seat] = asyncio.create_task(self._do(seat, work))
        change = sizing.to_start(self.size)
        for _ in range(change):
            seat = self._make()
            self._starting[seat] = asyncio.create_task(self._start(seat))
        for seat in list(self._starting)[change:] if change < 0 else []:
            self._give_up(seat)
        self._let_go()

    async def cancel(self, job: str) -> None:
        """Stop a job's tasks, waiting and at work. Returns when nothing of them runs any more."""
        for work in self._waiting.remove(job):
            settle(work.future, Cancelled())
        mine = [(seat, ends) for seat, ends in self._busy.items() if seat.work and seat.work.task.job == job]
        await asyncio.gather(*(seat.cancel(job) for seat, _ in mine))
        if mine:
            await asyncio.wait([ends for _, ends in mine])
        self.balance()

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

    async def _start(self, seat: Seat) -> None:
        try:
            await seat.hello(self._ours)
        except WorkerError as error:
            self._starting.pop(seat, None)
            self._strikes += 1
            if self._strikes >= STRIKES:
                self._fail_waiting(error)
        except VideolectureError as error:  # another try would end like this one
            self._starting.pop(seat, None)
            seat.end()
            self._fail_waiting(error)
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

    def _fail_waiting(self, error: VideolectureError) -> None:
        self._strikes = 0
        for work in self._waiting.clear():
            settle(work.future, error)

    async def _do(self, seat: Seat, work: Work) -> None:
        try:
            outcome: object = await seat.perform(work)
        except BaseException as error:
            outcome = error
        del self._busy[seat]
        self._waiting.done(work.task.owner, work.task.job)
        if self._closed and isinstance(outcome, BaseException):
            outcome = Cancelled()
        settle(work.future, outcome)  # type: ignore[arg-type] # a result or an exception
        if seat.killed:
            pass
        elif sizing.makes_room(self.size, seat.done, any(other.size.starves for other in self._others(self))):
            seat.end()
        else:
            seat.idle_since = asyncio.get_running_loop().time()
            self._idle.append(seat)
        self.balance()

    def _let_go(self) -> None:
        """End actors that have nothing to do, at once where another pool waits for room."""
        now = asyncio.get_running_loop().time()
        wanted = any(other.size.starting for other in self._others(self))
        for seat in list(self._idle):
            if sizing.lets_go(self.size, now - seat.idle_since, wanted):
                self._idle.remove(seat)
                seat.end()
