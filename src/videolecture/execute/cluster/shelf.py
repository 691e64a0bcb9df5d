"""What tasks need, as it lies on a node: fetched once for all workers there, kept until room is needed.

A voice, a portrait and a deck are those of every fragment of a lecture, so each comes to a node once. Only the user can
read it, and when the service leaves it is removed; what a killed service left goes a day later.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from videolecture.execute.tasks import Input

ROOM = 10_000_000_000  # bytes of a node's disk
YOUNG = 3600.0  # seconds since its last use in which nothing is removed: a task may be reading it
FORGOTTEN = 86_400.0  # seconds after which what another service left is removed
_USED = ".used"
_STAGED = "staged-"


def own_folder(session: str, node: str) -> Path:
    """Where a session's things lie on a node; several nodes may be on one machine."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    top = Path(tempfile.gettempdir()) / f"videolecture-{user}"
    top.mkdir(mode=0o700, exist_ok=True)
    for other in top.iterdir():
        with contextlib.suppress(OSError):
            if other.name != session and time.time() - other.stat().st_mtime > FORGOTTEN:
                shutil.rmtree(other, ignore_errors=True)
    folder = top / session / node
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(top / session)
    return folder


class Shelf:
    """Inputs by kind and key. Several processes may use the same folder at once."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self.folder, self._room = folder, room

    def find(self, one: Input) -> Path | None:
        """Where an input lies, if it does; it is not removed within the next hour."""
        place = self._place(one)
        try:
            (place / _USED).touch()
        except OSError:
            return None
        if one.kind != "file":
            return place
        return next(path for path in place.iterdir() if path.name != _USED)

    def stage(self) -> Path:
        """A new empty folder, to be filled and then kept or removed."""
        return Path(tempfile.mkdtemp(prefix=_STAGED, dir=self.folder))

    def keep(self, one: Input, staged: Path) -> None:
        """A filled folder becomes the input. When another worker was faster, its copy stands."""
        (staged / _USED).touch()
        place = self._place(one)
        place.parent.mkdir(exist_ok=True)
        try:
            staged.rename(place)
        except OSError:
            if not place.exists():
                raise
            shutil.rmtree(staged, ignore_errors=True)
        self._make_room()

    def _place(self, one: Input) -> Path:
        return self.folder / one.kind / one.key

    def _make_room(self) -> None:
        kept = sorted(self._kept())
        total = sum(size for _, size, _ in kept)
        for last, size, place in kept:
            if total <= self._room or time.time() - last < YOUNG:
                return
            shutil.rmtree(place, ignore_errors=True)
            total -= size

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """When each input was used last, its bytes, where it is. Others stage, keep and remove meanwhile."""
        for kind in self.folder.iterdir():
            if kind.name.startswith(_STAGED):
                continue
            for place in kind.iterdir():
                with contextlib.suppress(OSError):
                    size = sum(path.stat().st_size for path in place.iterdir())
                    yield (place / _USED).stat().st_mtime, size, place
