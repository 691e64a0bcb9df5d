"""Content-addressed store of everything that was computed once: profiles, portraits, speeches, clips.

An entry is a folder `<kind>/<key[:2]>/<key>` whose `contents.json` lists size and SHA-256 of each of its files. It is
filled aside and renamed, so an entry that exists is whole; one that was truncated or altered afterwards is noticed when
it is asked for, removed, and computed again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from videolecture.aside import output_error, written_aside

CONTENTS = "contents.json"


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
            return place
        shutil.rmtree(place, ignore_errors=True)
        return None

    def stage(self, kind: str) -> Path:
        """A new empty folder on the same disk, to be filled and then kept, or dropped."""
        try:
            aside = self.root / "staging"
            aside.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=aside))
        except OSError as error:
            raise output_error(self.root, error) from error

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
