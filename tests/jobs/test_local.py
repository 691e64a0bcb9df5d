"""Jobs of the command line: in the list like any other, and stopped from elsewhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE, until
from videolecture.errors import InputError
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.local import LocalRecord, enter, fail_orphans
from videolecture.jobs.states import State
from videolecture.jobs.store import Store
from videolecture.rendering import events
from videolecture.rendering.request import RenderRequest


@pytest.fixture
def job(tmp_path: Path) -> RenderRequest:
    return RenderRequest(tmp_path / "lecture.txt", tmp_path / "me.png", tmp_path / "me.wav", tmp_path / "out")


def test_a_render_is_in_the_ledger_with_what_happened(tmp_path: Path, job: RenderRequest) -> None:
    with LocalRecord(tmp_path, job) as record:
        record(events.Planned(((1,), (2,)), 2, 20))
        record(events.Rendered(1, 1, False, 2.0, 1.0, 50.0, "clip.mp4"))
    ledger = Ledger(Store(tmp_path))
    (row,) = ledger.jobs()
    assert (row.origin, row.state) == ("cli", State.SUCCEEDED)
    assert [f.state for f in ledger.fragments(row.number)] == [State.SUCCEEDED, State.QUEUED]
    ledger.store.close()


def test_a_failure_is_there_with_its_reason(tmp_path: Path, job: RenderRequest) -> None:
    with pytest.raises(InputError), LocalRecord(tmp_path, job) as record:
        record(events.Planned(((1,),), 1, 10))
        raise InputError("It is wrong.", "Mend it.")
    ledger = Ledger(Store(tmp_path))
    assert [(row.state, row.error) for row in ledger.jobs()] == [(State.FAILED, "It is wrong.")]
    ledger.store.close()


def test_a_cancel_from_elsewhere_reaches_the_render(tmp_path: Path, job: RenderRequest) -> None:
    ledger = Ledger(Store(tmp_path))
    with LocalRecord(tmp_path, job) as record:
        record(events.Planned(((1,),), 1, 10))
        rows = until(lambda: ledger.jobs(states=[State.RUNNING]), "it is in the ledger", pause=0.01)
        assert ledger.cancel(rows[0].number) == State.CANCELLING
        assert record.cancelled.wait(PATIENCE)
    assert ledger.state(rows[0].number) == State.CANCELLED
    ledger.store.close()


def test_a_job_whose_process_is_gone_is_buried(tmp_path: Path, job: RenderRequest) -> None:
    ledger = Ledger(Store(tmp_path))
    number, lease = enter(ledger, job)
    fail_orphans(ledger)
    assert ledger.state(number) == State.RUNNING  # its process lives: it is this one
    lease.release()
    fail_orphans(ledger)
    assert ledger.state(number) == State.FAILED
    ledger.store.close()


def test_the_ledger_remembers_only_the_newest_ended_renders(
    tmp_path: Path, job: RenderRequest, monkeypatch: Any
) -> None:
    monkeypatch.setattr("videolecture.jobs.local.KEPT", 2)
    for number in range(1, 6):
        with LocalRecord(tmp_path, dataclasses.replace(job, id=number)) as record:
            record(events.Planned(((1,),), 1, 10))
    ledger = Ledger(Store(tmp_path))
    assert [row.request["id"] for row in ledger.jobs()] == [5, 4, 3]  # the last one, and two before it
    assert not list((tmp_path / "locks").glob("job-*"))
    ledger.store.close()


def test_what_was_never_planned_leaves_no_job(tmp_path: Path, job: RenderRequest) -> None:
    with pytest.raises(InputError), LocalRecord(tmp_path, job):
        raise InputError("There is no photo.", "Give one.")
    assert not (tmp_path / "ledger.sqlite").exists()
