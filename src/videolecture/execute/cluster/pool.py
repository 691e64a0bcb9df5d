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
        self._busy: dict[Seat, set[asyncio.Task[None]]] = {}
        self._at_work: dict[asyncio.Task[None], Work] = {}
        self._strikes = 0
        self._closed = False

    @property
    def size(self) -> Size:
        """How large it is at this moment."""
        held = sum(map(len, self._busy.values()))
        return Size(len(self._waiting), held, len(self._busy), len(self._idle), len(self._starting), self._most)

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
            self._give(self._idle.pop(), work)  # the one that was at work last: the others may go
        change = sizing.to_start(self.size)
        for _ in range(change):
            seat = self._make()
            self._starting[seat] = asyncio.create_task(self._start(seat))
        for seat in list(self._starting)[change:] if change < 0 else []:
            self._give_up(seat)
        self._bring_next()
        self._let_go()

    async def cancel(self, job: str) -> None:
        """Stop a job's tasks, waiting and at work. Returns when nothing of them runs any more."""
        for work in self._waiting.remove(job):
            settle(work.future, Cancelled())
        mine = [ends for ends, work in self._at_work.items() if work.task.job == job]
        if mine:
            await asyncio.gather(*(seat.cancel(job) for seat in list(self._busy)))
            await asyncio.wait(mine)
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

    def _bring_next(self) -> None:
        """Bring actors their next task while they work, so that they need not wait for it: what is left by those that
        will be there soon.
        """
        now = asyncio.get_running_loop().time()
        soon = sum(now - seat.asked < sizing.SOON for seat in self._starting)
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
        try:
            outcome: object = await seat.perform(work)
        except BaseException as error:
            outcome = error
        self._waiting.done(work.task.owner, work.task.job)
        if self._closed and isinstance(outcome, BaseException):
            outcome = Cancelled()
        task = asyncio.current_task()
        if task is not None:
            self._busy[seat].discard(task)
        if not self._busy[seat]:
            del self._busy[seat]
            self._becomes_idle(seat)
        settle(work.future, outcome)  # type: ignore[arg-type] # a result or an exception
        self.balance()

    def _becomes_idle(self, seat: Seat) -> None:
        if seat.killed:
            return
        if sizing.makes_room(self.size, seat.done, any(other.size.starves for other in self._others(self))):
            seat.end()
            return
        seat.idle_since = asyncio.get_running_loop().time()
        self._idle.append(seat)

    def _let_go(self) -> None:
        """End actors that have nothing to do, at once where another pool waits for room."""
        now = asyncio.get_running_loop().time()
        wanted = any(other.size.starting for other in self._others(self))
        for seat in list(self._idle):
            if sizing.lets_go(self.size, now - seat.idle_since, wanted):
                self._idle.remove(seat)
                seat.end()
