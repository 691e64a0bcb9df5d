"""One step of the state machine, inside a transaction: a job moves, its fragments with it, and an event is left."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from videolecture.errors import VideolectureError
from videolecture.jobs.rows import Fragment, Job, WrongState
from videolecture.jobs.schema import deliveries, events, fragments, jobs
from videolecture.jobs.states import FINAL, LIVING, State, before
from videolecture.jobs.webhooks import body
from videolecture.messages import as_data, found, kept


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
    row = row_of(connection, number)
    data: dict[str, Any] = {}
    if failure:
        data = {"error": failure.what, "remedy": failure.remedy, "message": as_data(failure)}
    if result := facts.get("result"):
        data["duration"] = result["duration"]  # not where it lies: events are for clients
    record(connection, number, row.lecture, why or str(to), data)
    if to in FINAL and row.webhook:
        connection.execute(insert(deliveries).values(job=number, body=body(job_of(row)), state="waiting"))


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


def row_of(connection: Connection, number: int) -> Row[Any]:
    """The row of a job; raises WrongState where there is none."""
    row = connection.execute(select(jobs).where(jobs.c.number == number)).first()
    if row is None:
        raise WrongState(number, None, State.QUEUED)
    return row


def job_of(row: Row[Any]) -> Job:
    """A job as plain data."""
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    values["slides"] = tuple(tuple(slide) for slide in values["slides"])
    failure = found(row.error, row.remedy) if row.error else None
    pause = found(row.paused) if row.paused else None
    values |= {"error": failure.what if failure else "", "paused": pause.what if pause else ""}
    return Job(**values, failure=failure, pause=pause)


def fragment_of(row: Row[Any]) -> Fragment:
    """A fragment as plain data."""
    failure = found(row.error) if row.error else None
    told = {"state": State(row.state), "error": str(failure or "")}
    return Fragment(**{**row._mapping, **told}, failure=failure)
