"""Makes frames in a thread of their own, a few ahead, while the ones before are encoded."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")
_POLL = 0.1  # seconds between two looks at whether anybody still wants items


def ahead(items: Iterator[T], depth: int = 8) -> Generator[T]:
    """The same items in the same order, computed at most `depth` ahead of the one asked for.

    An error of `items` is raised where its item would have come. When the caller stops early (closes the generator, or
    an error passes through it), the thread ends after the item it is at. Worth it where both sides leave Python's lock
    while they work, as the puppet's loops and x264 do.
    """
    made: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(depth)
    unwanted = threading.Event()

    def hand_over(item: tuple[T] | BaseException | None) -> None:
        while not unwanted.is_set():
            try:
                made.put(item, timeout=_POLL)
                return
            except queue.Full:
                continue

    def make() -> None:
        try:
            for item in items:
                hand_over((item,))
                if unwanted.is_set():
                    return
            hand_over(None)
        except BaseException as error:
            hand_over(error)

    thread = threading.Thread(target=make, name="frames ahead", daemon=True)
    thread.start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]
    finally:
        unwanted.set()
        thread.join()
