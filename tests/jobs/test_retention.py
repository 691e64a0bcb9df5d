"""What is kept, what goes, and what never goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.jobs.test_ledger import order
from videolecture.jobs.lease import RUNNER, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.retention import Limits, Retention, own_folder, sweep
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
    return Order(name, origin, {"id": 1, "text": str(folder / "text")}, "digest", made.slides, made.fragments)


@pytest.mark.parametrize("origin", ["v1", "original"])
def test_the_oldest_finished_lectures_go_and_a_running_one_stays(
    ledger: Ledger, tmp_path: Path, origin: Origin
) -> None:
    lease = acquire(ledger.store, RUNNER)
    for name in ("1", "2", "3"):
        number = ledger.submit(folder_of(tmp_path, name, origin)).number
        ledger.begin(lease)
        if name != "3":
            ledger.finish(lease, number, State.SUCCEEDED)
    Retention(ledger, Cache(tmp_path / "cache"), tmp_path, Limits(cache=0, lectures=1500)).round()
    assert [job.lecture for job in ledger.jobs()] == ["3", "2"]
    assert sorted(path.name for path in (tmp_path / "lectures").iterdir()) == ["2", "3"]


def test_sweeping_removes_only_folders_that_no_job_knows(ledger: Ledger, tmp_path: Path) -> None:
    ledger.submit(folder_of(tmp_path, "known"))
    folder_of(tmp_path, "begun by one that died")
    sweep(ledger, tmp_path)
    assert [path.name for path in (tmp_path / "lectures").iterdir()] == ["known"]


def test_a_clients_own_folder_is_never_ours(ledger: Ledger, tmp_path: Path) -> None:
    made = order()
    job = ledger.submit(Order("9", "cli", {"id": 1, "text": "/srv/course/text.txt"}, "", made.slides, made.fragments))
    assert own_folder(tmp_path, job) is None
