"""How fast a lecture is rendered, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

SURE = 0.05  # share of the work from which on its pace is told
SCENE = 0.3  # of the work of a clip: what composing its scene takes besides, roughly


class Steady:
    """How long the rest of one piece of work takes, at the pace of what was done of it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, float] | None = None  # when it was first told of, and how much was done then, 0..1
        self._done = 0.0

    def seconds_left(self, done: float) -> float | None:
        """Of this work, of which so much is done, 0..1; None until enough is done to know."""
        now = self._clock()
        if self._first is None or done < self._done:  # a worker died, and it began anew
            self._first = now, done
        self._done = done
        began, before = self._first
        if done - before < SURE:
            return None
        return (now - began) * (1.0 - done) / (done - before)


class Pace:
    """How fast the face is rendered, and how long the rest will take at that pace."""

    def __init__(
        self, characters: Sequence[int], clock: Callable[[], float] = time.monotonic, scenes: bool = False
    ) -> None:
        """`characters`: of the spoken text of each fragment, in the order of their indices; `scenes`: around clips."""
        self._sizes = [max(1, count) for count in characters]
        self._after = SCENE if scenes else 0.0
        whole = ((1 + self._after) * size for size in self._sizes)
        self._left: dict[int, float] = dict(enumerate(whole))  # characters not yet on film
        self._clock = clock
        self._began: dict[int, float] = {}
        self._first: float | None = None
        self._filmed = 0.0  # characters filmed since _first

    def moved(self, index: int, done: float, frames: int) -> float:
        """Frames per second of the clip that is being rendered."""
        now = self._clock()
        self._first = now if self._first is None else self._first
        began = self._began.setdefault(index, now)
        left = (1 - done + self._after) * self._sizes[index]
        if left < self._left.get(index, 0):
            self._filmed += self._left[index] - left
            self._left[index] = left
        return done * frames / (now - began) if now > began else 0.0

    def clip_done(self, index: int, cached: bool) -> None:
        """A clip is whole, with its scene; a cached one says nothing about the pace."""
        left = self._left.pop(index, 0)
        if not cached:
            self._filmed += left

    def seconds_left(self) -> float | None:
        """Of the whole job; None until something was filmed."""
        if self._first is None or self._filmed <= 0:
            return None
        elapsed = self._clock() - self._first
        return elapsed * sum(self._left.values()) / self._filmed
