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

    def watch(self, files: Iterable[Path]) -> None:
        """Watch these from now on: files, folders of pictures, and pictures and films that lie beside them."""
        wanted = frozenset(path.resolve() for path in files)
        if wanted == self._files:
            return
        self._end()
        self._files, self._stop = wanted, threading.Event()
        roots = {path if path.is_dir() else path.parent for path in wanted}
        there = [root for root in roots if root.is_dir()]
        self._thread = threading.Thread(target=self._follow, args=(there, self._stop), name="watch", daemon=True)
        self._thread.start()

    def _end(self) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _follow(self, roots: list[Path], stop: threading.Event) -> None:
        for _ in watchfiles.watch(
            *roots,
            watch_filter=self._wanted,
            debounce=_PAUSE,
            step=_STEP,
            rust_timeout=200,
            stop_event=stop,
            recursive=False,
            raise_interrupt=False,
        ):
            self.changed.set()

    def _wanted(self, _change: watchfiles.Change, path: str) -> bool:
        found = Path(path)
        beside = found.suffix.lower() in _BESIDE and not found.name.startswith(".")
        return found in self._files or found.parent in self._files or beside
