"""The runner: what is asked of a job reaches it, whatever it is doing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.test_ledger import order
from tests.waiting import PATIENCE, until
from videolecture.errors import InputError
from videolecture.execute.inline import InlineExecutor
from videolecture.jobs import requests, runner
from videolecture.jobs.lease import RUNNER, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.rows import Job, Order
from videolecture.jobs.states import FINAL, State
from videolecture.jobs.store import Store
from videolecture.output.lock import claimed
from videolecture.storage.cache import Cache

OneJob = tuple[Ledger, int, runner.Runner]


@pytest.fixture
def one_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OneJob]:
    """A ledger with one job, its number, and a runner that loads no engines."""
    monkeypatch.setattr("videolecture.rendering.pipeline.load", lambda *_: None)
    ledger = Ledger(Store(tmp_path))
    request = {name: str(tmp_path / name) for name in ("text", "face", "voice", "out")}
    number = ledger.submit(Order("1", "v1", request, "digest", order().slides, order().fragments)).number
    lease = acquire(ledger.store, RUNNER)
    running = runner.Runner(ledger, lease, InlineExecutor(), Cache(tmp_path / "cache"))
    yield ledger, number, running
    running.park()
    lease.release()
    ledger.store.close()


def test_a_job_is_cancelled_while_its_long_text_is_being_read(one_job: OneJob, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, read = threading.Event(), threading.Event()

    def read_for_long(job: Any, **_: Any) -> Any:
        reading.set()
        read.wait(PATIENCE)
        raise InputError("It was read to its end.", "")

    monkeypatch.setattr(runner, "plan", read_for_long)
    ledger, number, running = one_job
    running.start()
    assert reading.wait(PATIENCE)
    assert ledger.cancel(number) == State.CANCELLING
    until(lambda: ledger.state(number) in FINAL, "it has stopped", pause=0.01)
    assert (ledger.state(number), read.is_set()) == (State.CANCELLED, False)
    read.set()


def test_a_folder_that_became_a_link_after_it_was_allowed_is_refused(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    request = {name: str(tmp_path / name) for name in ("text", "face", "voice")} | {"out": str(folder)}
    elsewhere.mkdir()
    folder.mkdir()
    requests.check_place(requests.request_from(request), tmp_path / "home")
    folder.rmdir()
    folder.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(InputError, match="has become a link"):
        requests.check_place(requests.request_from(request), tmp_path / "home")


def test_a_job_waits_while_somebody_else_renders_into_its_place(
    tmp_path: Path, one_job: OneJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: Any, **__: Any) -> Any:
        raise InputError("It was its turn.", "")

    monkeypatch.setattr(runner, "plan", unreadable)
    ledger, number, running = one_job

    def job() -> Job:
        found = ledger.job(number)
        assert found is not None
        return found

    with claimed(tmp_path / "out", 1):
        running.start()
        until(lambda: job().paused, "it waits", pause=0.01, lost=lambda: job().state in FINAL and job())
        assert (job().state, "is being rendered into" in job().paused) == (State.RUNNING, True)
    until(lambda: job().state in FINAL, "it has ended", pause=0.01)
    assert job().error == "It was its turn."


def test_an_idle_runner_looks_for_jobs_in_one_thread_however_many_it_renders_at_once(tmp_path: Path) -> None:
    ledger = Ledger(Store(tmp_path))
    lease = acquire(ledger.store, RUNNER)
    looking: list[str] = []
    looked = threading.Event()

    class Empty(Ledger):
        def begin(self, *_: Any) -> Job | None:
            looking.append(threading.current_thread().name)
            if len(looking) == 9:
                looked.set()
            return None

    running = runner.Runner(Empty(ledger.store), lease, InlineExecutor(), Cache(tmp_path / "cache"), jobs_at_once=8)
    running.start()
    while not looked.wait(0.01):
        running.look()
    running.park()
    assert len(set(looking)) == 1
    lease.release()
    ledger.store.close()
