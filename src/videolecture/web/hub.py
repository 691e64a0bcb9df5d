"""Wakes many event streams with one poll of the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable

from videolecture.errors import OutputError

INTERVAL = 0.15  # seconds between two polls while anybody listens


class Hub:
    """`news` waits for a change of the ledger's version; nothing is asked while nobody waits."""

    def __init__(self, version: Callable[[], object]) -> None:
        self._version = version
        self._changed = threading.Condition()
        self._count = 0
        self._listeners = 0
        self._thread: threading.Thread | None = None

    @property
    def count(self) -> int:
        """How often the ledger has changed."""
        return self._count

    def news(self, seen: int, patience: float) -> int:
        """Wait until the count is beyond `seen`, at most `patience` seconds; the count now."""
        with self._changed:
            self._listeners += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._ask, name="hub", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            try:
                self._changed.wait_for(lambda: self._count > seen, patience)
                return self._count
            finally:
                self._listeners -= 1

    def _ask(self) -> None:
        known: object = None
        pause = threading.Event()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._listeners > 0)
            try:
                version = self._version()
            except OutputError:
                version = known
            if version != known:
                known = version
                with self._changed:
                    self._count += 1
                    self._changed.notify_all()
            pause.wait(INTERVAL)
