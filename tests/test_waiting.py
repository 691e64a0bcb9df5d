"""What waits fails as soon as what it waits for cannot come any more."""

from __future__ import annotations

from concurrent.futures import Future

import psutil
import pytest

from tests.waiting import outcome, runs, until


def test_what_cannot_come_any_more_is_not_waited_for() -> None:
    future: Future[int] = Future()
    assert outcome(future) == ""
    future.set_exception(ZeroDivisionError("by chance"))
    with pytest.raises(AssertionError, match=r"not any more: the film: it ended: ZeroDivisionError\('by chance'\)"):
        until(lambda: False, "the film", lost=lambda: outcome(future))


def test_what_came_just_before_the_end_has_come() -> None:
    looks = iter([0, 7])
    assert until(lambda: next(looks), "it", lost=lambda: "it has ended") == 7


def test_a_process_that_ends_while_it_is_looked_at_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    own = psutil.Process()
    assert runs(own)

    def gone() -> str:
        raise psutil.NoSuchProcess(own.pid)

    monkeypatch.setattr(own, "status", gone)
    assert not runs(own)
