"""Fairness as a state machine: no process, no clock. What is promised holds after any sequence of steps."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from videolecture.execute.fairness import FairQueue

Item = tuple[str, str, int]  # owner, lecture, number
OWNERS = st.sampled_from(["ann", "ben", "cem"])
LECTURES = st.sampled_from(["1", "2", "3"])


class Scheduling(RuleBasedStateMachine):
    """Owners ask and cancel, workers take and finish, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: FairQueue[Item] = FairQueue()
        self.waiting: list[Item] = []
        self.at_work: list[Item] = []
        self.asked = 0

    @rule(owner=OWNERS, lecture=LECTURES, count=st.integers(1, 20))
    def ask(self, owner: str, lecture: str, count: int) -> None:
        for _ in range(count):
            self.asked += 1
            item = (owner, owner + lecture, self.asked)
            self.queue.put(owner, owner + lecture, item)
            self.waiting.append(item)

    @precondition(lambda self: self.waiting)
    @rule()
    def take(self) -> None:
        owners = {item[0] for item in self.waiting}
        busy = Counter(item[0] for item in self.at_work)
        item = self.queue.take()
        assert item in self.waiting
        owner, lecture, number = item
        assert busy[owner] == min(busy[one] for one in owners), "somebody who waits has fewer workers"
        assert number == min(other[2] for other in self.waiting if other[1] == lecture), "a lecture is out of order"
        of_lectures = Counter(other[1] for other in self.at_work)
        waiting = {other[1] for other in self.waiting if other[0] == owner}
        assert of_lectures[lecture] == min(of_lectures[one] for one in waiting), "a lecture has fewer workers"
        self.waiting.remove(item)
        self.at_work.append(item)

    @precondition(lambda self: self.at_work)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        owner, lecture, _ = item = data.draw(st.sampled_from(self.at_work))
        self.at_work.remove(item)
        self.queue.done(owner, lecture)

    @rule(owner=OWNERS, lecture=LECTURES)
    def cancel(self, owner: str, lecture: str) -> None:
        removed = self.queue.remove(owner + lecture)
        assert removed == [item for item in self.waiting if item[1] == owner + lecture]
        self.waiting = [item for item in self.waiting if item[1] != owner + lecture]

    @invariant()
    def nothing_is_lost_or_invented(self) -> None:
        assert len(self.queue) == len(self.waiting)


TestScheduling = Scheduling.TestCase


@given(st.lists(st.integers(1, 30), min_size=2, max_size=5))
def test_with_one_worker_owners_take_turns_however_much_each_has_asked_for(counts: list[int]) -> None:
    queue: FairQueue[int] = FairQueue()
    for owner, count in enumerate(counts):
        for _ in range(count):
            queue.put(str(owner), str(owner), owner)
    served: list[int] = []
    while (taken := queue.take()) is not None:
        queue.done(str(taken), str(taken))
        served.append(taken)
    assert sorted(served) == sorted(owner for owner, count in enumerate(counts) for _ in range(count))
    for owner, count in enumerate(counts):
        last = len(served) - 1 - served[::-1].index(owner)
        others = Counter(served[: last + 1])
        assert all(others[other] <= count for other in range(len(counts))), "somebody was served twice in a round"


def test_a_short_lecture_waits_for_one_task_of_a_long_one() -> None:
    queue: FairQueue[str] = FairQueue()
    for _ in range(500):
        queue.put("ann", "two hours", "long")
    assert queue.take() == "long"
    queue.put("ben", "a minute", "short")
    queue.done("ann", "two hours")
    assert queue.take() == "short"


def test_whoever_asks_for_one_task_at_a_time_does_not_overtake_those_who_wait() -> None:
    queue: FairQueue[str] = FairQueue()
    for _ in range(10):
        queue.put("ann", "long", "ann")
    served = []
    for _ in range(6):
        queue.put("ben", "short", "ben")
        served.append(str(queue.take()))
        queue.done(served[-1], "long" if served[-1] == "ann" else "short")
    assert served.count("ben") <= served.count("ann") + 1


def test_owners_with_many_lectures_get_no_more_workers_than_owners_with_one() -> None:
    queue: FairQueue[str] = FairQueue()
    for lecture in range(9):
        for _ in range(10):
            queue.put("ann", f"ann {lecture}", "ann")
    for _ in range(10):
        queue.put("ben", "ben", "ben")
    assert Counter(queue.take() for _ in range(8)) == {"ann": 4, "ben": 4}
