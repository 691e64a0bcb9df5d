"""Results of calls, one made ahead: while one is used, the next is on its way in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def one_ahead(calls: Iterable[Callable[[], T]]) -> Iterator[T]:
    """What the calls return, in their order; an error is raised at its place. Calls never run beside each other."""
    with ThreadPoolExecutor(1) as thread:
        waiting: Future[T] | None = None
        for call in calls:
            started = thread.submit(call)
            if waiting:
                yield waiting.result()
            waiting = started
        if waiting:
            yield waiting.result()
