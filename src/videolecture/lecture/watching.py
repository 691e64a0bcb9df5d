"""Notices when one of a lecture's files is saved."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import watchfiles

_BESIDE = (".mp4", ".mov", ".webm", ".png", ".jpg", ".jpeg", ".webp", ".svg")  # what texts and decks name
_PAUSE = 300  # milliseconds that a program may take to save, in several steps
_STEP = 50  # milliseconds
_LOOK = 200  # milliseconds between two looks at whether to go on
_BEGINNING = 5.0  # seconds that are waited for it: in a folder where much else is saved it is told late


class Watcher:
    """`changed` is set when a file that is watched was saved, removed or renamed."""

    def __init__(self) -> None:
        self.changed = threading.Event()
        self._files: frozenset[Path] = frozenset()
        self._stop, self._thread = threading.Event(), threading.Thread()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def watch(self, files: Iterable[Path]) -> bool:
        """Watch these from now on: files, folders of pictures, and pictures and films that lie beside them.

        False where these were watched already. What was saved before this returns may not have been noticed.
        """
        wanted = frozenset(path.resolve() for path in files)
        if wanted == self._files:
            return False
        self._end()
        self._files, self._stop = wanted, threading.Event()
        roots = {path if path.is_dir() else path.parent for path in wanted}
        there = [root for root in roots if root.is_dir()]
        begun = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=(there, self._stop, begun), name="watch", daemon=True)
        self._thread.start()
        begun.wait(_BEGINNING)
        return True

    def _end(self) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _follow(self, roots: list[Path], stop: threading.Event, begun: threading.Event) -> None:
        looks = watchfiles.watch(
            *roots,
            watch_filter=self._wanted,
            debounce=_PAUSE,
            step=_STEP,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=stop,
            recursive=False,
            raise_interrupt=False,
        )
        try:
            for changes in looks:
                if changes:
                    self.changed.set()
                begun.set()
        finally:
            begun.set()

    def _wanted(self, _change: watchfiles.Change, path: str) -> bool:
        found = Path(path)
        beside = found.suffix.lower() in _BESIDE and not found.name.startswith(".")
        return found in self._files or found.parent in self._files or beside
