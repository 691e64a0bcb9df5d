"""What the ledger tells: jobs, their fragments, what happened."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from videolecture.jobs.rows import Fragment, Job, Origin, StoredEvent
from videolecture.jobs.schema import events, fragments, jobs
from videolecture.jobs.states import State
from videolecture.jobs.store import Store
from videolecture.jobs.transitions import fragment_of, job_of


class Questions:
    """Reads the ledger of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def job(self, number: int) -> Job | None:
        """A job by its number."""
        with self.store.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.number == number)).first()
            return job_of(row) if row else None

    def lecture(self, lecture: str) -> Job | None:
        """The newest job of a lecture."""
        newest = select(jobs).where(jobs.c.lecture == lecture).order_by(jobs.c.number.desc()).limit(1)
        with self.store.reading() as connection:
            row = connection.execute(newest).first()
            return job_of(row) if row else None

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
            return [job_of(row) for row in connection.execute(query)]

    def state(self, number: int) -> State | None:
        """Only the state of a job: cheap enough to be asked all the time."""
        with self.store.reading() as connection:
            state = connection.execute(select(jobs.c.state).where(jobs.c.number == number)).scalar()
            return State(state) if state else None

    def fragments(self, number: int) -> list[Fragment]:
        """A job's fragments in order."""
        query = select(fragments).where(fragments.c.job == number).order_by(fragments.c.number)
        with self.store.reading() as connection:
            return [fragment_of(row) for row in connection.execute(query)]

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

    def last_event(self, lecture: str) -> int:
        """The number of the newest event of a lecture; 0 where there is none."""
        newest = select(func.max(events.c.seq)).where(events.c.lecture == lecture)
        with self.store.reading() as connection:
            return int(connection.execute(newest).scalar() or 0)
