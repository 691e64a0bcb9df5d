"""The durable ledger: jobs in, states and events out. Every change is one transaction that leaves an event.

Whoever runs jobs writes under a lease: `begin`, `finish`, `park` and everything in `journal` refuse a holder
whose lease was taken over.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from videolecture.errors import VideolectureError, WorkerError
from videolecture.jobs.lease import Lease
from videolecture.jobs.questions import Questions
from videolecture.jobs.rows import Job, Order, Origin, QueueFull
from videolecture.jobs.schema import events, fragments, jobs
from videolecture.jobs.states import ACTIVE, FINAL, LIVING, State
from videolecture.jobs.store import Store
from videolecture.jobs.transitions import job_of, move, record, row_of

EVERYTHING = 10_000_000  # jobs: a limit for those who want them all


class Ledger(Questions):
    """The verbs of the state machine, beside the questions."""

    # ------------------------------------------------------------------------------------------------------ clients

    def submit(
        self,
        order: Order,
        number_in_names: bool = False,
        judge: Callable[[Job | None], bool] = lambda _: True,
        limit: int | None = None,
    ) -> Job:
        """Queue a job. An older job of the same lecture gives way: queued it is cancelled, running it is stopped.

        `number_in_names`: files are named after the job's lecture, which is no number; use the ledger's instead.
        `judge` sees the lecture's newest job in the same transaction: False leaves that as it is, and returns it.
        Raises QueueFull when `limit` jobs wait already.
        """
        with self.store.writing() as connection:
            newest = select(jobs).where(jobs.c.lecture == order.lecture).order_by(jobs.c.number.desc()).limit(1)
            row = connection.execute(newest).first()
            current = job_of(row) if row else None
            if not judge(current) and current is not None:
                return current
            waiting = select(func.count()).where(jobs.c.state == State.QUEUED, jobs.c.lecture != order.lecture)
            if limit is not None and connection.execute(waiting).scalar_one() >= limit:
                raise QueueFull
            for older in connection.execute(select(jobs).where(jobs.c.lecture == order.lecture)).all():
                if older.state in LIVING:
                    self._ask_to_stop(connection, older)
            values = {"state": State.QUEUED, "created": time.time(), "slides": [list(s) for s in order.slides]}
            for name in ("lecture", "origin", "digest", "made_from"):
                values[name] = getattr(order, name)
            values |= {name: dict(getattr(order, name)) for name in ("request", "consent", "inputs")}
            values["webhook"] = dict(order.webhook) if order.webhook else None
            number = connection.execute(insert(jobs).values(**values).returning(jobs.c.number)).scalar_one()
            if number_in_names:
                values["request"] = {**dict(order.request), "id": number}
                connection.execute(update(jobs).where(jobs.c.number == number).values(request=values["request"]))
            rows = [
                {"job": number, "state": State.QUEUED}
                | {name: getattr(fragment, name) for name in ("number", "slide", "text", "characters", "source")}
                for fragment in order.fragments
            ]
            if rows:
                connection.execute(insert(fragments), rows)
            record(connection, number, order.lecture, "queued", {"number": number})
            return job_of(connection.execute(select(jobs).where(jobs.c.number == number)).one())

    def cancel(self, number: int) -> State:
        """Ask a job to stop: a queued one is cancelled at once, a running one is cancelling until nothing of it runs.

        Returns the state it is in now; a job that has ended stays as it is.
        """
        with self.store.writing() as connection:
            row = row_of(connection, number)
            return self._ask_to_stop(connection, row)

    def _ask_to_stop(self, connection: Connection, row: Row[Any]) -> State:
        if row.state == State.QUEUED:
            move(connection, row.number, State.CANCELLED, finished=time.time())
            return State.CANCELLED
        if row.state == State.RUNNING:
            move(connection, row.number, State.CANCELLING)
            return State.CANCELLING
        return State(row.state)

    def forget(self, lecture: str) -> bool:
        """Delete every job of a lecture with its events. False when one of them still runs."""
        with self.store.writing() as connection:
            found = select(func.count()).where(jobs.c.lecture == lecture, jobs.c.state.in_(LIVING))
            if connection.execute(found).scalar():
                return False
            connection.execute(delete(jobs).where(jobs.c.lecture == lecture))
            return True

    def forget_older(self, lecture: str, number: int, origin: Origin) -> list[Job]:
        """Delete a lecture's jobs of an origin before this one that have ended; what they were."""
        of_older = (jobs.c.lecture == lecture) & (jobs.c.number < number) & jobs.c.state.in_(tuple(FINAL))
        of_older &= jobs.c.origin == origin
        with self.store.writing() as connection:
            older = [job_of(row) for row in connection.execute(select(jobs).where(of_older))]
            connection.execute(delete(jobs).where(of_older))
            return older

    def forget_job(self, number: int) -> bool:
        """Delete a job that has ended, with its events. False for one that has not."""
        with self.store.writing() as connection:
            ended = (jobs.c.number == number) & jobs.c.state.in_(tuple(FINAL))
            return bool(connection.execute(delete(jobs).where(ended)).rowcount)

    def forget_older_events(self, lecture: str, number: int) -> None:
        """Delete what happened to a lecture's jobs before this one that have ended: what follows is about this one."""
        ended = select(jobs.c.number).where(
            jobs.c.lecture == lecture, jobs.c.number < number, jobs.c.state.in_(tuple(FINAL))
        )
        with self.store.writing() as connection:
            connection.execute(delete(events).where(events.c.job.in_(ended)))

    def forget_ended(self, origin: Origin, kept: int) -> None:
        """Delete the jobs of an origin that have ended, but for the newest `kept` ones."""
        ended = select(jobs.c.number).where(jobs.c.origin == origin, jobs.c.state.in_(tuple(FINAL)))
        older = ended.order_by(jobs.c.number.desc()).offset(kept)
        with self.store.writing() as connection:
            connection.execute(delete(jobs).where(jobs.c.number.in_(older)))

    # ------------------------------------------------------------------------------------------------------ runners

    def recover(self, lease: Lease) -> list[Job]:
        """Take over what an earlier holder of the lease left: running jobs are queued again, cancelling ones ended."""
        with self.store.writing() as connection:
            lease.check(connection)
            left = select(jobs).where(jobs.c.state.in_(ACTIVE), jobs.c.holder == lease.name).order_by(jobs.c.number)
            rows = connection.execute(left).all()
            for row in rows:
                if row.state == State.RUNNING:
                    move(connection, row.number, State.QUEUED, why="resumed")
                else:
                    move(connection, row.number, State.CANCELLED, finished=time.time())
            return [job_of(row) for row in rows]

    def begin(self, lease: Lease, places: int = EVERYTHING) -> Job | None:
        """The next queued job, running now; None when there is none. Jobs of one lecture never run side by side.

        `places`: how many jobs run at once. The owner with the fewest of them is next, and nobody has more than are
        still free (of eight five at most): whoever comes later finds a place.
        """
        owner = jobs.c.request["owner"].as_string()
        with self.store.writing() as connection:
            lease.check(connection)
            active = select(jobs.c.lecture, owner).where(jobs.c.state.in_(ACTIVE), jobs.c.origin != "cli")
            at_work = connection.execute(active).all()
            busy = Counter(name or "" for _, name in at_work)
            lectures = {lecture for lecture, _ in at_work}
            queued = select(jobs.c.number, jobs.c.lecture, owner)
            queued = queued.where(jobs.c.state == State.QUEUED, jobs.c.origin != "cli").order_by(jobs.c.number)
            waiting = [
                (busy[name or ""], number)
                for number, lecture, name in connection.execute(queued)
                if lecture not in lectures and busy[name or ""] <= max(places - len(at_work), 0)
            ]
            return self._begin(connection, lease, row_of(connection, min(waiting)[1])) if waiting else None

    def begin_job(self, lease: Lease, number: int) -> Job:
        """This queued job, running now."""
        with self.store.writing() as connection:
            lease.check(connection)
            return self._begin(connection, lease, row_of(connection, number))

    def _begin(self, connection: Connection, lease: Lease, row: Row[Any]) -> Job:
        started = row.started or time.time()
        move(connection, row.number, State.RUNNING, started=started, holder=lease.name, paused="")
        return job_of(row_of(connection, row.number))

    def finish(
        self, lease: Lease, number: int, state: State, failure: VideolectureError | None = None, **facts: Any
    ) -> State:
        """A job has ended: as `state`, or as cancelled when that was asked for meanwhile."""
        with self.store.writing() as connection:
            lease.check(connection)
            row = row_of(connection, number)
            if row.state == State.CANCELLING or state == State.CANCELLED:
                if row.state == State.RUNNING:  # stopped by its owner, not through the ledger
                    move(connection, number, State.CANCELLING)
                state, failure, facts = State.CANCELLED, None, {}
            facts |= {"finished": time.time(), "seconds_left": None, "stage_seconds_left": None, "paused": ""}
            move(connection, number, state, failure=failure, **facts)
            return state

    def park(self, lease: Lease, number: int) -> State:
        """A job stops because its service does; it will go on from where it is."""
        with self.store.writing() as connection:
            lease.check(connection)
            if row_of(connection, number).state == State.CANCELLING:
                move(connection, number, State.CANCELLED, finished=time.time())
                return State.CANCELLED
            move(connection, number, State.QUEUED, why="parked")
            return State.QUEUED

    def strike(self, lease: Lease, limit: int) -> list[int]:
        """Its runner died: every job it held gets a strike; those that reached the limit without progress fail."""
        failed = []
        with self.store.writing() as connection:
            held = select(jobs).where(jobs.c.state.in_(ACTIVE), jobs.c.holder == lease.name)
            for row in connection.execute(held).all():
                connection.execute(update(jobs).where(jobs.c.number == row.number).values(strikes=row.strikes + 1))
                if row.state == State.RUNNING and row.strikes + 1 >= limit:
                    failure = WorkerError(
                        "The process that renders died {limit} times at this lecture without any progress.",
                        "See the log; ask for the lecture again when the cause is corrected.",
                        code="renderer-died",
                        limit=limit,
                    )
                    move(connection, row.number, State.FAILED, failure=failure, finished=time.time())
                    failed.append(row.number)
        return failed


@contextlib.contextmanager
def opened(home: Path) -> Iterator[Ledger]:
    """The ledger of a home, closed at the end of the block."""
    with contextlib.closing(Store(home)) as store:
        yield Ledger(store)
