"""Whose task is next where several owners, and lectures of each, want the same workers.

Owners first, then the lectures of each: the one with the fewest tasks at work is served, of several such the one that
was served longest ago, and within a lecture tasks go in the order in which they were asked for. A task is at most five
sentences, so with one worker owners simply take turns, and a short lecture waits for one task of every other, however
long those are; with many workers everybody has equally many of them, as long as there is enough to do for each
(max-min fairness; turns by fragments are round robin as in J. Nagle, "On Packet Switches With Infinite Storage", 1987).
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")
REMEMBERED = 1000  # owners and lectures whose last turn is known although nothing of them waits


class Turns:
    """Who of several is served next: the least busy, and of these the one that was served longest ago."""

    def __init__(self) -> None:
        self._busy: Counter[str] = Counter()
        self._served: OrderedDict[str, int] = OrderedDict()  # name -> when, in numbers that only grow
        self._now = 0

    def choose(self, names: list[str]) -> str:
        """Serve one of the names."""
        chosen = min(names, key=lambda name: (self._busy[name], self._served.get(name, 0)))
        self._now += 1
        self._served[chosen] = self._now
        self._served.move_to_end(chosen)
        self._busy[chosen] += 1
        while len(self._served) > REMEMBERED:
            self._served.popitem(last=False)
        return chosen

    def done(self, name: str) -> None:
        """Something of that name is no longer at work."""
        self._busy[name] -= 1
        if not self._busy[name]:
            del self._busy[name]


class FairQueue(Generic[T]):
    """What waits for the workers of one pool. Not safe for threads: whoever has it has a lock."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, deque[T]]] = {}  # owner -> lecture -> what waits
        self._owners, self._lectures = Turns(), Turns()

    def __len__(self) -> int:
        """How many wait."""
        return sum(len(one) for lectures in self._waiting.values() for one in lectures.values())

    def put(self, owner: str, lecture: str, item: T) -> None:
        """Let something wait."""
        self._waiting.setdefault(owner, {}).setdefault(lecture, deque()).append(item)

    def take(self) -> T | None:
        """What is next, at work from now on until `done`; None when nothing waits."""
        if not self._waiting:
            return None
        owner = self._owners.choose(list(self._waiting))
        lecture = self._lectures.choose(list(self._waiting[owner]))
        item = self._waiting[owner][lecture].popleft()
        self._forget_empty(owner, lecture)
        return item

    def done(self, owner: str, lecture: str) -> None:
        """Something that was taken is no longer at work."""
        self._owners.done(owner)
        self._lectures.done(lecture)

    def remove(self, lecture: str) -> list[T]:
        """Let nothing of a lecture wait any more; what did."""
        removed: list[T] = []
        for owner in list(self._waiting):
            removed += self._waiting[owner].get(lecture, ())
            self._waiting[owner].pop(lecture, None)
            if not self._waiting[owner]:
                del self._waiting[owner]
        return removed

    def clear(self) -> list[T]:
        """Let nothing wait any more; what did."""
        removed = [item for lectures in self._waiting.values() for one in lectures.values() for item in one]
        self._waiting.clear()
        return removed

    def _forget_empty(self, owner: str, lecture: str) -> None:
        if not self._waiting[owner][lecture]:
            del self._waiting[owner][lecture]
        if not self._waiting[owner]:
            del self._waiting[owner]
