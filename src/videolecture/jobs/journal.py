"""Writes what a rendering job reports into the ledger: lasting events at once, mere progress twice a second."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from videolecture.errors import Cancelled, OutputError
from videolecture.jobs.lease import Lease
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.schema import fragments, jobs
from videolecture.jobs.states import FRAGMENT, State, before
from videolecture.jobs.transitions import record
from videolecture.messages import error_from_data, kept
from videolecture.rendering import events
from videolecture.rendering.plan import Plan

INTERVAL = 0.5  # seconds between two progress notes
SPEECH_SHARE = 0.2  # of a fragment's work; the rest is its face, at last its scene
SCENE_SHARE = 0.1
_AGAIN = 0.5  # seconds until a ledger that cannot be written (full disk, locked) is tried again


class Journal:
    """An `events.Emit` for one job. A lasting event that cannot be written waits until it can, or until `stop`."""

    def __init__(
        self, ledger: Ledger, lease: Lease, number: int, lecture: str, stop: threading.Event | None = None
    ) -> None:
        self._ledger, self._lease, self._number, self._lecture = ledger, lease, number, lecture
        self._stop = stop or threading.Event()
        self._noted: dict[tuple[int, str], float] = {}  # when progress of a fragment's stage was written, monotonic

    def __call__(self, event: events.Event) -> None:
        """Write one event."""
        if isinstance(event, events.Progressed):
            self._progress(event)
            return

        def write(connection: Connection) -> None:
            self._apply(connection, event)
            data = {key: value for key, value in dataclasses.asdict(event).items() if key != "path"}
            record(connection, self._number, self._lecture, event.name, data)

        self.lasting(write)

    def planned(self, plan: Plan) -> None:
        """Write what each fragment says and under which keys it is kept: revisions are compared and counted by them."""
        told = [
            {
                "of": one.fragment.number,
                "spoken": one.fragment.spoken,
                "source": one.fragment.source,
                "speech_key": one.speech_key,
                "clip_key": one.clip_key,
            }
            for one in plan.fragments
        ]
        one = (fragments.c.job == self._number) & (fragments.c.number == bindparam("of"))
        names = ("spoken", "source", "speech_key", "clip_key")
        statement = update(fragments).where(one).values({name: bindparam(name) for name in names})
        if told:
            self.lasting(lambda connection: connection.execute(statement, told))

    def lasting(self, write: Callable[[Connection], object]) -> None:
        """Do a fenced transaction; wait while the ledger cannot be written."""
        while True:
            try:
                self._transaction(write)
                return
            except OutputError:
                if self._stop.wait(_AGAIN):
                    raise Cancelled from None

    def _transaction(self, write: Callable[[Connection], object]) -> None:
        with self._ledger.store.writing() as connection:
            self._lease.check(connection)
            write(connection)

    # ------------------------------------------------------------------------------------------------------ events

    def _apply(self, connection: Connection, event: events.Event) -> None:
        match event:
            case events.Planned():
                self._plan(connection, event)
            case events.Spoken():
                self._note(
                    connection,
                    event.fragment,
                    State.RUNNING,
                    duration=event.duration,
                    speech_seconds=event.seconds,
                    done=SPEECH_SHARE,
                )
                self._progressed(connection)
            case events.Rendered():
                facts = {"face_seconds": event.seconds, "reused": event.cached, "done": 1.0, "stage": ""}
                facts["scene_key"] = event.scene
                self._note(connection, event.fragment, State.SUCCEEDED, duration=event.duration, **facts)
                self._progressed(connection)
            case events.FragmentFailed():
                self._note(connection, event.fragment, State.FAILED, error=_kept(event), stage="")
                self._progressed(connection)
            case events.Retrying() if event.fragment:
                of_job = (fragments.c.job == self._number) & (fragments.c.number == event.fragment)
                tried = update(fragments).where(of_job).values(attempts=event.attempt, error=_kept(event))
                connection.execute(tried)
            case events.Paused():
                self._update(connection, paused=_kept(event))
            case events.Continued():
                self._update(connection, paused="")
            case _:
                pass

    def _plan(self, connection: Connection, event: events.Planned) -> None:
        self._update(connection, slides=[list(slide) for slide in event.slides])
        known = set(connection.scalars(select(fragments.c.number).where(fragments.c.job == self._number)))
        missing = [
            {"job": self._number, "number": n, "slide": slide, "text": "", "characters": 1, "state": State.QUEUED}
            for slide, numbers in enumerate(event.slides, 1)
            for n in numbers
            if not known
        ]
        if missing:
            connection.execute(insert(fragments), missing)

    def _progressed(self, connection: Connection) -> None:
        """Something was finished: crashes before it no longer count."""
        self._update(connection, strikes=0)

    def _update(self, connection: Connection, **facts: Any) -> None:
        connection.execute(update(jobs).where(jobs.c.number == self._number).values(**facts))

    def _note(self, connection: Connection, fragment: int, to: State, **facts: Any) -> None:
        """Move a fragment, or only add facts where it is beyond that (a finished one that was made again)."""
        of_job = (fragments.c.job == self._number) & (fragments.c.number == fragment)
        movable = update(fragments).where(of_job, fragments.c.state.in_(before(to, FRAGMENT)))
        if connection.execute(movable.values(state=to, **facts)).rowcount == 0:
            same = update(fragments).where(of_job, fragments.c.state == to)
            connection.execute(same.values(**facts))

    # ----------------------------------------------------------------------------------------------------- progress

    def _progress(self, event: events.Progressed) -> None:
        now = time.monotonic()
        work = event.fragment, event.stage  # the first progress of a stage is written at once
        if now - self._noted.get(work, -INTERVAL) < INTERVAL:
            return
        self._noted[work] = now

        def write(connection: Connection) -> None:
            left = {"seconds_left": event.seconds_left, "stage_seconds_left": event.stage_seconds_left}
            self._update(connection, stage=event.stage, done=event.done, **left)
            if event.fragment:
                self._note(connection, event.fragment, State.RUNNING, stage=event.stage, done=_done(event))

        try:
            self._transaction(write)
        except OutputError:
            return  # the next progress will be written, or the one after it


def _done(event: events.Progressed) -> float:
    """How much of a fragment is done with so much of a stage: never less than after the stage before."""
    begins, ends = {
        "speak": (0.0, SPEECH_SHARE),
        "compose": (1 - SCENE_SHARE, 1.0),
    }.get(event.stage, (SPEECH_SHARE, 1 - SCENE_SHARE))
    return begins + event.done * (ends - begins)


def _kept(event: events.FragmentFailed | events.Retrying | events.Paused) -> str:
    """What an event says, as the text of a column."""
    return kept(error_from_data(event.message)) if event.message else event.what
