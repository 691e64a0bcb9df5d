"""Weights that are fetched because somebody asked for them at the page: in the background, one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from videolecture import weights
from videolecture.errors import VideolectureError
from videolecture.weights.place import file_path

State = Literal["installed", "missing", "damaged", "fetching", "failed"]
Pull = Callable[[list[str], Callable[[float, str], None]], object]


@dataclass(frozen=True)
class Pulled:
    """How far the weights of a name are."""

    state: State
    done: float = 0.0  # 0 to 1, while they are fetched
    error: VideolectureError | None = None  # why the last try failed


class Pulls:
    """What is fetched, by the weights' names."""

    def __init__(self, pull: Pull = weights.pull) -> None:
        self._pull = pull
        self._lock = threading.Lock()
        self._under_way: dict[str, Pulled] = {}

    def state(self, name: str) -> Pulled:
        """How far the weights are. Sizes are compared, not digests: engines compare those."""
        with self._lock:
            known = self._under_way.get(name)
        if known is not None and known.state == "fetching":
            return known
        here = _here(name)
        return known if known is not None and here != "installed" else Pulled(here)

    def begin(self, name: str) -> None:
        """Fetch them, unless that is under way."""
        with self._lock:
            known = self._under_way.get(name)
            if known is not None and known.state == "fetching":
                return
            self._under_way[name] = Pulled("fetching")
        threading.Thread(target=self._fetch, args=(name,), name=f"pull-{name}", daemon=True).start()

    def _fetch(self, name: str) -> None:
        def progress(done: float, _what: str = "") -> None:
            with self._lock:
                self._under_way[name] = Pulled("fetching", min(1.0, done))

        try:
            self._pull([name], progress)
        except VideolectureError as error:
            with self._lock:
                self._under_way[name] = Pulled("failed", error=error)
        else:
            with self._lock:
                del self._under_way[name]


def _here(name: str) -> State:
    found = weights.find(name)
    places: list[tuple[Path, int]] = [(file_path(found, file), file.size) for file in found.files]
    if not all(path.is_file() for path, _ in places):
        return "missing"
    return "installed" if all(path.stat().st_size == size for path, size in places) else "damaged"
