"""The ledger as a state machine: whatever clients, runners, deaths and restarts do, and in whatever order."""

from __future__ import annotations

import dataclasses
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from videolecture.jobs.journal import Journal
from videolecture.jobs.lease import RUNNER, FencedError, Lease, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.rows import FragmentText, Order, WrongState
from videolecture.jobs.states import ACTIVE, FINAL, FRAGMENT, JOB, State
from videolecture.jobs.store import Store
from videolecture.rendering import events

LECTURES = ("1", "2", "урок")


def order(lecture: str = "1", fragments: int = 2, **more: object) -> Order:
    rows = tuple(FragmentText(n, 1, f"text {n}", 10) for n in range(1, fragments + 1))
    numbers = tuple(row.number for row in rows)
    return Order(lecture, "v1", {"id": 1, "text": "inputs/text"}, "digest", (numbers,), rows, **more)  # type: ignore[arg-type]


class LedgerMachine(RuleBasedStateMachine):
    """A model beside the ledger: the state of every job, and who may write."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Store(Path(self.folder.name)))
        self.model: dict[int, State] = {}
        self.lecture_of: dict[int, str] = {}
        self.history: dict[int, list[State]] = {}
        self.lease: Lease = acquire(self.ledger.store, RUNNER)
        self.old: list[Lease] = []

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.lease.release()
            self.ledger.store.close()
            self.folder.cleanup()

    def _of(self, *states: State) -> list[int]:
        return [number for number, state in self.model.items() if state in states]

    @rule(lecture=st.sampled_from(LECTURES), fragments=st.integers(0, 3))
    def submit(self, lecture: str, fragments: int) -> None:
        job = self.ledger.submit(order(lecture, fragments))
        assert job.number not in self.model and job.number > max(self.model, default=0)
        for number, of in self.lecture_of.items():
            if of == lecture and self.model[number] == State.QUEUED:
                self.model[number] = State.CANCELLED
            elif of == lecture and self.model[number] == State.RUNNING:
                self.model[number] = State.CANCELLING
        self.model[job.number], self.lecture_of[job.number] = State.QUEUED, lecture

    @rule()
    def begin(self) -> None:
        busy = {self.lecture_of[n] for n in self._of(*ACTIVE)}
        able = [n for n in sorted(self._of(State.QUEUED)) if self.lecture_of[n] not in busy]
        job = self.ledger.begin(self.lease)
        assert (job.number if job else None) == (able[0] if able else None)
        if job:
            self.model[job.number] = State.RUNNING

    @rule(data=st.data())
    @precondition(lambda self: self.model)
    def cancel(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model)))
        following = {State.QUEUED: State.CANCELLED, State.RUNNING: State.CANCELLING}
        self.model[number] = following.get(self.model[number], self.model[number])
        assert self.ledger.cancel(number) == self.model[number]

    @rule(data=st.data(), state=st.sampled_from([State.SUCCEEDED, State.FAILED, State.CANCELLED]))
    @precondition(lambda self: self._of(*ACTIVE))
    def finish(self, data: st.DataObject, state: State) -> None:
        number = data.draw(st.sampled_from(self._of(*ACTIVE)))
        expected = State.CANCELLED if self.model[number] == State.CANCELLING else state
        assert self.ledger.finish(self.lease, number, state) == expected
        self.model[number] = expected

    @rule(data=st.data())
    @precondition(lambda self: self._of(*ACTIVE))
    def park(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self._of(*ACTIVE)))
        cancelling = self.model[number] == State.CANCELLING
        self.model[number] = State.CANCELLED if cancelling else State.QUEUED
        assert self.ledger.park(self.lease, number) == self.model[number]

    @rule(data=st.data(), fragment=st.integers(1, 3), what=st.sampled_from(["progress", "rendered", "failed"]))
    @precondition(lambda self: self._of(*ACTIVE))
    def report(self, data: st.DataObject, fragment: int, what: str) -> None:
        number = data.draw(st.sampled_from(self._of(*ACTIVE)))
        journal = Journal(self.ledger, self.lease, number, self.lecture_of[number])
        journal(
            {
                "progress": events.Progressed("animate", 0.5, 1, fragment),
                "rendered": events.Rendered(1, fragment, False, 2.0, 1.0, 50.0, "clip.mp4"),
                "failed": events.FragmentFailed(1, fragment, "It failed."),
            }[what]
        )

    @rule()
    def runner_dies_and_another_takes_over(self) -> None:
        self.lease.release()
        self.old.append(self.lease)
        self.lease = acquire(self.ledger.store, RUNNER)
        self.ledger.recover(self.lease)
        for number in self._of(*ACTIVE):
            self.model[number] = State.QUEUED if self.model[number] == State.RUNNING else State.CANCELLED

    @rule(data=st.data())
    @precondition(lambda self: self.old and self.model)
    def a_stalled_runner_writes(self, data: st.DataObject) -> None:
        stale = data.draw(st.sampled_from(self.old))
        number = data.draw(st.sampled_from(sorted(self.model)))
        with pytest.raises(FencedError):
            self.ledger.finish(stale, number, State.SUCCEEDED)
        with pytest.raises(FencedError):
            self.ledger.begin(stale)
        with pytest.raises(FencedError):
            Journal(self.ledger, stale, number, "1")(events.Warned("late"))

    @rule(lecture=st.sampled_from(LECTURES))
    def forget(self, lecture: str) -> None:
        mine = [n for n, of in self.lecture_of.items() if of == lecture]
        idle = all(self.model[n] in FINAL for n in mine)
        assert self.ledger.forget(lecture) == idle
        if idle:
            for number in mine:
                del self.model[number], self.lecture_of[number]

    @invariant()
    def the_ledger_is_the_model(self) -> None:
        if not hasattr(self, "ledger"):
            return
        assert {job.number: job.state for job in self.ledger.jobs()} == self.model

    @invariant()
    def fragments_agree_with_their_job(self) -> None:
        if not hasattr(self, "ledger"):
            return
        for number, state in self.model.items():
            allowed = {
                State.QUEUED: {State.QUEUED, State.SUCCEEDED, State.FAILED},
                State.RUNNING: set(State) - {State.CANCELLING, State.CANCELLED},
                State.CANCELLING: {State.CANCELLING, State.CANCELLED, State.SUCCEEDED, State.FAILED},
            }.get(state, FINAL | ({State.QUEUED, State.RUNNING} if state == State.SUCCEEDED else set()))
            assert {f.state for f in self.ledger.fragments(number)} <= allowed

    @invariant()
    def events_tell_every_move_in_order(self) -> None:
        if not hasattr(self, "ledger"):
            return
        told = self.ledger.events(limit=10_000)
        assert [event.seq for event in told] == sorted({event.seq for event in told})
        for number, state in self.model.items():
            names = {"resumed": "queued", "parked": "queued"}
            moves = [names.get(e.name, e.name) for e in told if e.job == number]
            states = [State(name) for name in moves if name in set(State)]
            assert states[0] == State.QUEUED and states[-1] == state
            assert all(after in JOB[before] for before, after in itertools.pairwise(states))


LedgerMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLedger = LedgerMachine.TestCase


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Store(tmp_path))


def test_a_finished_job_cannot_be_finished_again(ledger: Ledger) -> None:
    lease = acquire(ledger.store, RUNNER)
    number = ledger.submit(order()).number
    ledger.begin(lease)
    ledger.finish(lease, number, State.SUCCEEDED)
    with pytest.raises(WrongState):
        ledger.finish(lease, number, State.FAILED)


def test_no_state_is_a_dead_end_except_the_final_ones() -> None:
    for moves in (JOB, FRAGMENT):
        assert {state for state, following in moves.items() if not following} == FINAL
        assert set(moves) == set(State)


def asked(ledger: Ledger, owner: str, count: int) -> list[int]:
    """Numbers of new jobs of an owner."""
    lectures = [f"{owner}-{n}" for n in range(count)]
    orders = [dataclasses.replace(order(lecture), request={"id": 1, "owner": owner}) for lecture in lectures]
    return [ledger.submit(one).number for one in orders]


def begun(ledger: Ledger, lease: Lease, places: int) -> list[int]:
    """Numbers of the jobs that run when as many began as may."""
    numbers = []
    while (job := ledger.begin(lease, places)) is not None:
        numbers.append(job.number)
    return numbers


def test_an_owner_leaves_places_for_whoever_comes_later(ledger: Ledger) -> None:
    lease = acquire(ledger.store, RUNNER)
    anns = asked(ledger, "ann", 9)
    assert begun(ledger, lease, places=8) == anns[:5]
    bens = asked(ledger, "ben", 9)
    assert begun(ledger, lease, places=8) == bens[:2]
    assert begun(ledger, lease, places=8) == []
    assert begun(ledger, lease, places=9) == bens[2:3]


def test_the_owner_with_the_fewest_lectures_at_work_is_next(ledger: Ledger) -> None:
    lease = acquire(ledger.store, RUNNER)
    anns, bens = asked(ledger, "ann", 3), asked(ledger, "ben", 2)
    assert begun(ledger, lease, places=20) == [anns[0], bens[0], anns[1], bens[1], anns[2]]


def test_a_job_at_which_runners_die_without_progress_fails_with_its_reason(ledger: Ledger) -> None:
    lease = acquire(ledger.store, RUNNER)
    number = ledger.submit(order()).number
    ledger.begin(lease)
    assert ledger.strike(lease, limit=3) == []
    assert ledger.strike(lease, limit=3) == []
    Journal(ledger, lease, number, "1")(events.Spoken(1, 1, False, 2.0, 1.0, "sound.wav"))  # progress: counts anew
    assert ledger.strike(lease, limit=3) == []
    assert ledger.strike(lease, limit=3) == []
    assert ledger.strike(lease, limit=3) == [number]
    job = ledger.job(number)
    assert job is not None and job.state == State.FAILED and "died 3 times" in job.error


def test_progress_is_shown_on_job_and_fragment_but_leaves_no_event(ledger: Ledger) -> None:
    lease = acquire(ledger.store, RUNNER)
    number = ledger.submit(order()).number
    ledger.begin(lease)
    before = ledger.events()
    journal = Journal(ledger, lease, number, "1")
    journal(events.Progressed("speak", 0.9, 1, 2))
    journal(events.Progressed("animate", 0.5, 1, 2, 100.0, 42.0))  # another stage is news, however soon
    journal(events.Progressed("animate", 0.6, 1, 2, 100.0, 41.0))  # more of the same can wait
    job, fragments = ledger.job(number), ledger.fragments(number)
    assert job is not None and (job.stage, job.done, job.seconds_left) == ("animate", 0.5, 42.0)
    assert job.stage_seconds_left is None
    journal(events.Progressed("enroll", 0.5, what="trying the voice eugene", stage_seconds_left=12.0))
    learning = ledger.job(number)
    assert learning is not None and (learning.stage, learning.stage_seconds_left) == ("enroll", 12.0)
    assert [f.state for f in fragments] == [State.QUEUED, State.RUNNING]
    assert fragments[1].done == pytest.approx(0.55)
    journal(events.Progressed("animate", 1.0, 2, 2))
    journal(events.Progressed("compose", 0.0, 2, 2))
    assert ledger.fragments(number)[1].done == pytest.approx(0.9), "a stage begins where the one before ended"
    assert ledger.events() == before


def test_the_files_can_be_named_by_the_ledgers_number(ledger: Ledger) -> None:
    job = ledger.submit(order("урок"), number_in_names=True)
    assert job.request["id"] == job.number
