"""Content-addressed store of everything that was computed once: profiles, portraits, speeches, clips.

An entry is a folder `<kind>/<key[:2]>/<key>` whose `contents.json` lists size and SHA-256 of each of its files. It is
filled aside and renamed, so an entry that exists is whole; one that was truncated or altered afterwards is noticed when
it is asked for, removed, and computed again.
"""

from __future__ import annotations

import atexit
import errno
import hashlib
import json
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from videolecture.storage.atomic import output_error, written_aside

CONTENTS = "contents.json"
STAGING = "staging"
_OWNER = "owner.lock"
_CHANGES = "staging.lock"  # held while a folder is made with its owner's lock, or looked at by `sweep`


def digest_file(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(*parts: object) -> str:
    """SHA-256 of JSON values, hexadecimal; equal values give equal digests whatever the order of a mapping's keys."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Cache:
    """The store under one folder. Several processes may use the same folder at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mine: Path | None = None  # staging folder of this process, made when it is needed
        self._owned: FileLock | None = None
        self._lock = threading.Lock()

    def _place(self, kind: str, key: str) -> Path:
        return self.root / kind / key[:2] / key

    def find(self, kind: str, key: str) -> Path | None:
        """The entry's folder if it is there and every file in it is what it was; a damaged entry is removed."""
        place = self._place(kind, key)
        try:
            contents = json.loads((place / CONTENTS).read_text())
            whole = all(
                (place / name).stat().st_size == known["size"] and digest_file(place / name) == known["sha256"]
                for name, known in contents.items()
            )
        except FileNotFoundError:
            whole = False
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            whole = False
        if whole:
            with suppress(OSError):
                os.utime(place / CONTENTS)  # when it was last wanted: what is removed first when room is needed
            return place
        shutil.rmtree(place, ignore_errors=True)
        return None

    def holds(self, kind: str, key: str) -> bool:
        """Whether the entry is there, without a look at its bytes: `find` may still say otherwise."""
        return (self._place(kind, key) / CONTENTS).is_file()

    def stage(self, kind: str) -> Path:
        """A new empty folder on the same disk, to be filled and then kept, or dropped."""
        try:
            return Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=self._staging()))
        except OSError as error:
            raise output_error(self.root, error) from error

    def _staging(self) -> Path:
        """This process's own staging folder, locked as long as it lives."""
        with self._lock:
            if self._mine is None:
                self.sweep()
                with self._changes():
                    mine = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.root / STAGING))
                    self._owned = FileLock(mine / _OWNER, thread_local=False)
                    self._owned.acquire(timeout=0)
                self._mine = mine
                atexit.register(self.close)
            self._mine.mkdir(exist_ok=True)
            return self._mine

    def close(self) -> None:
        """Leave nothing in staging. Who ends without a word leaves it to `sweep`."""
        with self._lock:
            mine, self._mine = self._mine, None
            if mine is not None and self._owned is not None:
                shutil.rmtree(mine, ignore_errors=True)
                self._owned.release()

    def staged(self) -> list[Path]:
        """Every folder that somebody fills at this moment, or began to and died."""
        return [folder for folder in (self.root / STAGING).glob("*/*") if folder.name != _OWNER]

    def sweep(self) -> None:
        """Remove what processes that died left in staging; the operating system has unlocked their folders."""
        with self._changes():
            for folder in filter(Path.is_dir, (self.root / STAGING).iterdir()):
                lock = FileLock(folder / _OWNER, thread_local=False)
                with suppress(OSError, Timeout):
                    lock.acquire(timeout=0)
                    lock.release()  # before it is removed: Windows keeps what is open
                    shutil.rmtree(folder, ignore_errors=True)

    def _changes(self) -> FileLock:
        """The lock under which nobody makes a staging folder."""
        (self.root / STAGING).mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / _CHANGES, thread_local=False)

    def keep(self, kind: str, key: str, staged: Path) -> Path:
        """Turn a filled staging folder into the entry. When another process was faster, its entry stands."""
        contents = {
            path.name: {"size": path.stat().st_size, "sha256": digest_file(path)}
            for path in sorted(staged.iterdir())
            if path.name != CONTENTS
        }
        place = self._place(kind, key)
        try:
            (staged / CONTENTS).write_text(json.dumps(contents, indent=1))
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.rename(place)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES) or not place.exists():
                raise output_error(place, error) from error
            self.drop(staged)
        return place

    def drop(self, staged: Path) -> None:
        """Forget a staging folder."""
        shutil.rmtree(staged, ignore_errors=True)


def _same(one: Path, other: Path) -> bool:
    if not other.exists() or other.stat().st_size != one.stat().st_size:
        return False
    return digest_file(other) == digest_file(one)


def publish(source: Path, target: Path) -> bool:
    """Put a copy of a cached file at `target`, whole or not at all. False when the same bytes are there already.

    A copy, not a hard link: whoever edits the published file must not reach into the cache.
    """
    if _same(source, target):
        return False
    with written_aside(target) as aside:
        shutil.copyfile(source, aside)
        aside.chmod(0o644)
    return True
