"""The durable ledger: jobs in, states and events out. Every change is one transaction that leaves an event.

Whoever runs jobs writes under a lease: `begin`, `finish`, `park` and everything in `journal` refuse a holder
whose lease was taken over.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from videolecture.errors import VideolectureError, WorkerError
from videolecture.jobs.lease import Lease
from videolecture.jobs.rows import Fragment, Job, Order, Origin, QueueFull, StoredEvent, WrongState
from videolecture.jobs.schema import deliveries, events, fragments, jobs
from videolecture.jobs.states import ACTIVE, FINAL, State, before
from videolecture.jobs.store import Store
from videolecture.jobs.webhooks import body
from videolecture.messages import as_data, found, kept

LIVING = (State.QUEUED, *ACTIVE)
EVERYTHING = 10_000_000  # jobs: a limit for those who want them all


class Ledger:
    """The verbs of the state machine, and questions."""

    def __init__(self, store: Store) -> None:
        self.store = store

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
            current = _job(row) if row else None
            if not judge(current) and current is not None:
                return current
            waiting = select(func.count()).where(jobs.c.state == State.QUEUED, jobs.c.lecture != order.lecture)
            if limit is not None and connection.execute(waiting).scalar_one() >= limit:
                raise QueueFull
            for older in connection.execute(select(jobs).where(jobs.c.lecture == order.lecture)).all():
                if older.state in LIVING:
                    self._ask_to_stop(connection, older)
            values = {"state": State.QUEUED, "created": time.time(), "slides": [list(s) for s in order.slides]}
            for name in ("lecture", "origin", "digest"):
                values[name] = getattr(order, name)
            values |= {"request": dict(order.request), "consent": dict(order.consent)}
            values["webhook"] = dict(order.webhook) if order.webhook else None
            number = connection.execute(insert(jobs).values(**values).returning(jobs.c.number)).scalar_one()
            if number_in_names:
                values["request"] = {**dict(order.request), "id": number}
                connection.execute(update(jobs).where(jobs.c.number == number).values(request=values["request"]))
            rows = [
                {"job": number, "state": State.QUEUED}
                | {name: getattr(fragment, name) for name in ("number", "slide", "text", "characters")}
                for fragment in order.fragments
            ]
            if rows:
                connection.execute(insert(fragments), rows)
            record(connection, number, order.lecture, "queued", {"number": number})
            return _job(connection.execute(select(jobs).where(jobs.c.number == number)).one())

    def cancel(self, number: int) -> State:
        """Ask a job to stop: a queued one is cancelled at once, a running one is cancelling until nothing of it runs.

        Returns the state it is in now; a job that has ended stays as it is.
        """
        with self.store.writing() as connection:
            row = _row(connection, number)
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

    def forget_older(self, lecture: str, number: int) -> list[Job]:
        """Delete a lecture's jobs before this one that have ended; what they were."""
        of_older = (jobs.c.lecture == lecture) & (jobs.c.number < number) & jobs.c.state.in_(tuple(FINAL))
        with self.store.writing() as connection:
            older = [_job(row) for row in connection.execute(select(jobs).where(of_older))]
            connection.execute(delete(jobs).where(of_older))
            return older

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
            return [_job(row) for row in rows]

    def begin(self, lease: Lease) -> Job | None:
        """The next queued job, running now; None when there is none. Jobs of one lecture never run side by side."""
        with self.store.writing() as connection:
            lease.check(connection)
            busy = select(jobs.c.lecture).where(jobs.c.state.in_(ACTIVE))
            following = (
                select(jobs)
                .where(jobs.c.state == State.QUEUED, jobs.c.origin != "cli", jobs.c.lecture.not_in(busy))
                .order_by(jobs.c.number)
                .limit(1)
            )
            row = connection.execute(following).first()
            if row is None:
                return None
            return self._begin(connection, lease, row)

    def begin_job(self, lease: Lease, number: int) -> Job:
        """This queued job, running now."""
        with self.store.writing() as connection:
            lease.check(connection)
            return self._begin(connection, lease, _row(connection, number))

    def _begin(self, connection: Connection, lease: Lease, row: Row[Any]) -> Job:
        started = row.started or time.time()
        move(connection, row.number, State.RUNNING, started=started, holder=lease.name, paused="")
        return _job(_row(connection, row.number))

    def finish(
        self, lease: Lease, number: int, state: State, failure: VideolectureError | None = None, **facts: Any
    ) -> State:
        """A job has ended: as `state`, or as cancelled when that was asked for meanwhile."""
        with self.store.writing() as connection:
            lease.check(connection)
            row = _row(connection, number)
            if row.state == State.CANCELLING or state == State.CANCELLED:
                if row.state == State.RUNNING:  # stopped by its owner, not through the ledger
                    move(connection, number, State.CANCELLING)
                state, failure, facts = State.CANCELLED, None, {}
            facts |= {"finished": time.time(), "seconds_left": None, "paused": ""}
            move(connection, number, state, failure=failure, **facts)
            return state

    def park(self, lease: Lease, number: int) -> State:
        """A job stops because its service does; it will go on from where it is."""
        with self.store.writing() as connection:
            lease.check(connection)
            if _row(connection, number).state == State.CANCELLING:
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

    # ---------------------------------------------------------------------------------------------------- questions

    def job(self, number: int) -> Job | None:
        """A job by its number."""
        with self.store.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.number == number)).first()
            return _job(row) if row else None

    def lecture(self, lecture: str) -> Job | None:
        """The newest job of a lecture."""
        newest = select(jobs).where(jobs.c.lecture == lecture).order_by(jobs.c.number.desc()).limit(1)
        with self.store.reading() as connection:
            row = connection.execute(newest).first()
            return _job(row) if row else None

    def jobs(
        self,
        states: Sequence[State] = (),
        origins: Sequence[Origin] = (),
        below: int | None = None,
        limit: int = 1000,
        newest_only: bool = False,
        lecture: str | None = None,
    ) -> list[Job]:
        """Jobs, newest first; `below` a number to go on a page; `newest_only` of each lecture."""
        query = select(jobs).order_by(jobs.c.number.desc()).limit(limit)
        if states:
            query = query.where(jobs.c.state.in_(states))
        if origins:
            query = query.where(jobs.c.origin.in_(origins))
        if lecture is not None:
            query = query.where(jobs.c.lecture == lecture)
        if below is not None:
            query = query.where(jobs.c.number < below)
        if newest_only:
            query = query.where(jobs.c.number.in_(select(func.max(jobs.c.number)).group_by(jobs.c.lecture)))
        with self.store.reading() as connection:
            return [_job(row) for row in connection.execute(query)]

    def state(self, number: int) -> State | None:
        """Only the state of a job: cheap enough to be asked all the time."""
        with self.store.reading() as connection:
            state = connection.execute(select(jobs.c.state).where(jobs.c.number == number)).scalar()
            return State(state) if state else None

    def fragments(self, number: int) -> list[Fragment]:
        """A job's fragments in order."""
        query = select(fragments).where(fragments.c.job == number).order_by(fragments.c.number)
        with self.store.reading() as connection:
            return [_fragment(row) for row in connection.execute(query)]

    def events(
        self, after: int = 0, lecture: str | None = None, job: int | None = None, limit: int = 500
    ) -> list[StoredEvent]:
        """What happened after an event's number, in order."""
        query = select(events).where(events.c.seq > after).order_by(events.c.seq).limit(limit)
        if lecture is not None:
            query = query.where(events.c.lecture == lecture)
        if job is not None:
            query = query.where(events.c.job == job)
        with self.store.reading() as connection:
            return [StoredEvent(**row._mapping) for row in connection.execute(query)]


@contextlib.contextmanager
def opened(home: Path) -> Iterator[Ledger]:
    """The ledger of a home, closed at the end of the block."""
    with contextlib.closing(Store(home)) as store:
        yield Ledger(store)


def move(
    connection: Connection,
    number: int,
    to: State,
    why: str = "",
    failure: VideolectureError | None = None,
    **facts: Any,
) -> None:
    """Move a job and its fragments, and leave an event; raises WrongState where the state machine has no such way."""
    if failure:
        facts |= {"error": kept(failure), "remedy": failure.remedy}
    statement = update(jobs).where(jobs.c.number == number, jobs.c.state.in_(before(to)))
    if connection.execute(statement.values(state=to, **facts)).rowcount == 0:
        state = connection.execute(select(jobs.c.state).where(jobs.c.number == number)).scalar()
        raise WrongState(number, State(state) if state else None, to)
    _move_fragments(connection, number, to)
    row = _row(connection, number)
    data: dict[str, Any] = {}
    if failure:
        data = {"error": failure.what, "remedy": failure.remedy, "message": as_data(failure)}
    if result := facts.get("result"):
        data["duration"] = result["duration"]  # not where it lies: events are for clients
    record(connection, number, row.lecture, why or str(to), data)
    if to in FINAL and row.webhook:
        connection.execute(insert(deliveries).values(job=number, body=body(_job(row)), state="waiting"))


def _move_fragments(connection: Connection, number: int, to: State) -> None:
    """What a job's move means for those of its fragments that are not finished."""
    following: dict[State, dict[State, State]] = {
        State.CANCELLING: {State.QUEUED: State.CANCELLED, State.RUNNING: State.CANCELLING},
        State.CANCELLED: dict.fromkeys(LIVING, State.CANCELLED),
        State.FAILED: dict.fromkeys(LIVING, State.CANCELLED),
        State.QUEUED: {State.RUNNING: State.QUEUED},
    }
    for left, entered in following.get(to, {}).items():
        of_job = update(fragments).where(fragments.c.job == number, fragments.c.state == left)
        connection.execute(of_job.values(state=entered, stage="", **({} if entered in FINAL else {"done": 0.0})))


def record(connection: Connection, number: int, lecture: str, name: str, data: dict[str, Any]) -> None:
    """Leave an event."""
    connection.execute(insert(events).values(job=number, lecture=lecture, at=time.time(), name=name, data=data))


def _row(connection: Connection, number: int) -> Row[Any]:
    row = connection.execute(select(jobs).where(jobs.c.number == number)).first()
    if row is None:
        raise WrongState(number, None, State.QUEUED)
    return row


def _job(row: Row[Any]) -> Job:
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    values["slides"] = tuple(tuple(slide) for slide in values["slides"])
    failure = found(row.error, row.remedy) if row.error else None
    pause = found(row.paused) if row.paused else None
    values |= {"error": failure.what if failure else "", "paused": pause.what if pause else ""}
    return Job(**values, failure=failure, pause=pause)


def _fragment(row: Row[Any]) -> Fragment:
    failure = found(row.error) if row.error else None
    told = {"state": State(row.state), "error": str(failure or "")}
    return Fragment(**{**row._mapping, **told}, failure=failure)
