"""What is kept, what goes, and what never goes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.jobs.test_ledger import order
from videolecture.jobs import retention
from videolecture.jobs.lease import RUNNER, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.retention import Limits, Retention, drop_films, own_folder, supersede, sweep
from videolecture.jobs.rows import Order, Origin
from videolecture.jobs.states import State
from videolecture.jobs.store import Store
from videolecture.storage.cache import CONTENTS, Cache


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Store(tmp_path))


def entry(cache: Cache, key: str, used: float) -> Path:
    staged = cache.stage("clip")
    (staged / "clip.mp4").write_bytes(bytes(1000))
    place = cache.keep("clip", key, staged)
    os.utime(place / CONTENTS, (used, used))
    return place


def test_the_longest_unused_entries_go_first_until_the_limit_holds(ledger: Ledger, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    places = [entry(cache, f"k{n}", used=1000.0 * n) for n in range(1, 5)]
    Retention(ledger, cache, tmp_path, Limits(cache=2600, lectures=0)).round(now=1e9)
    assert [place.exists() for place in places] == [False, False, True, True]


def test_nothing_that_a_living_job_may_need_goes(ledger: Ledger, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    lease = acquire(ledger.store, RUNNER)
    ledger.submit(order())
    job = ledger.begin(lease)
    assert job is not None and job.started is not None
    old, needed = entry(cache, "old", job.started - 10_000), entry(cache, "needed", job.started + 1)
    Retention(ledger, cache, tmp_path, Limits(cache=1, lectures=0)).round(now=job.started + 1e6)
    assert (old.exists(), needed.exists()) == (False, True)


def folder_of(tmp_path: Path, name: str, origin: Origin = "v1") -> Order:
    folder = tmp_path / "lectures" / name
    folder.mkdir(parents=True)
    (folder / "text").write_bytes(bytes(1000))
    made = order(name)
    return Order(
        name,
        origin,
        {"id": 1, "text": str(folder / "text"), "out": str(folder / "out")},
        "digest",
        made.slides,
        made.fragments,
    )


@pytest.mark.parametrize(("origin", "end"), [("original", State.SUCCEEDED), ("v1", State.FAILED)])
def test_the_oldest_finished_lectures_go_and_a_running_one_stays(
    ledger: Ledger, tmp_path: Path, origin: Origin, end: State
) -> None:
    """Those of original clients, whose films are in the clients' folders, and those that were never whole."""
    lease = acquire(ledger.store, RUNNER)
    for name in ("1", "2", "3"):
        number = ledger.submit(folder_of(tmp_path, name, origin)).number
        ledger.begin(lease)
        if name != "3":
            ledger.finish(lease, number, end)
    Retention(ledger, Cache(tmp_path / "cache"), tmp_path, Limits(cache=0, lectures=1500)).round()
    assert [job.lecture for job in ledger.jobs()] == ["3", "2"]
    assert sorted(path.name for path in (tmp_path / "lectures").iterdir()) == ["2", "3"]


def revisions(ledger: Ledger, tmp_path: Path, *ends: State) -> list[int]:
    """Jobs of one lecture, one after the other, that ended so; each with a folder of its own."""
    lease = acquire(ledger.store, RUNNER)
    numbers = []
    for place, end in enumerate(ends):
        made = folder_of(tmp_path, f"revision {place}")
        numbers.append(ledger.submit(replace(made, lecture="1")).number)
        job = ledger.begin(lease)
        assert job is not None
        ledger.finish(lease, job.number, end)
    lease.release()
    return numbers


def test_whole_revisions_go_oldest_first_and_never_the_newest_whole_one(ledger: Ledger, tmp_path: Path) -> None:
    whole, failed = State.SUCCEEDED, State.FAILED
    numbers = revisions(ledger, tmp_path, whole, failed, whole, failed)
    Retention(ledger, Cache(tmp_path / "cache"), tmp_path, Limits(cache=0, lectures=3500)).round()
    assert [job.number for job in ledger.jobs()] == [numbers[3], numbers[2], numbers[1]]
    Retention(ledger, Cache(tmp_path / "cache"), tmp_path, Limits(cache=0, lectures=1)).round()
    assert [job.number for job in ledger.jobs()] == [numbers[3], numbers[2]], "the newest whole one, and the newest"
    assert sorted(path.name for path in (tmp_path / "lectures").iterdir()) == ["revision 2", "revision 3"]


def test_what_revisions_share_counts_once(ledger: Ledger, tmp_path: Path) -> None:
    revisions(ledger, tmp_path, State.SUCCEEDED, State.SUCCEEDED)
    first, second = (tmp_path / "lectures" / f"revision {n}" / "text" for n in (0, 1))
    second.unlink()
    second.hardlink_to(first)
    Retention(ledger, Cache(tmp_path / "cache"), tmp_path, Limits(cache=0, lectures=1500)).round()
    assert len(ledger.jobs()) == 2


def test_a_job_that_begins_forgets_what_happened_before_and_keeps_what_was_asked(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = revisions(ledger, tmp_path, State.SUCCEEDED, State.CANCELLED, State.FAILED)
    job = ledger.job(third)
    assert job is not None
    supersede(ledger, tmp_path, job)
    assert {event.job for event in ledger.events(lecture="1")} == {third}
    assert len(ledger.jobs()) == 3
    monkeypatch.setattr(retention, "REVISIONS", 1)
    supersede(ledger, tmp_path, job)
    assert [one.number for one in ledger.jobs()] == [third, first], "beyond the limit all but the newest whole one go"
    assert second not in {one.number for one in ledger.jobs()}


def test_a_whole_film_ends_those_before_it_and_leaves_their_inputs(ledger: Ledger, tmp_path: Path) -> None:
    first, second = revisions(ledger, tmp_path, State.SUCCEEDED, State.SUCCEEDED)
    folder = tmp_path / "lectures" / "revision 0"
    (folder / "out").mkdir()
    job = ledger.job(second)
    assert job is not None and first < second
    drop_films(ledger, tmp_path, job)
    assert [path.name for path in folder.iterdir()] == ["text"]


def test_sweeping_removes_only_folders_that_no_job_knows(ledger: Ledger, tmp_path: Path) -> None:
    ledger.submit(folder_of(tmp_path, "known"))
    folder_of(tmp_path, "begun by one that died")
    sweep(ledger, tmp_path)
    assert [path.name for path in (tmp_path / "lectures").iterdir()] == ["known"]


def test_a_clients_own_folder_is_never_ours(ledger: Ledger, tmp_path: Path) -> None:
    made = order()
    job = ledger.submit(Order("9", "cli", {"id": 1, "text": "/srv/course/text.txt"}, "", made.slides, made.fragments))
    assert own_folder(tmp_path, job) is None
