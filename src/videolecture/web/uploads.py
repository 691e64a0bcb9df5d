"""Files that clients bring piece by piece: each goes on after a break, belongs to its token, and is gone after a day.

One folder for each: `content`, which grows, and `about.json`. A file that its owner keeps (a photo, a voice) stays
until it is deleted.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from videolecture.errors import OutputError
from videolecture.home import uploads_folder
from videolecture.storage.atomic import output_error, write_text
from videolecture.web.refusals import Conflict, NotThere, TooLarge, TooMany

LASTS = 86_400.0  # seconds after which an upload that nobody keeps is gone
MOST = 200  # uploads of one owner
PIECE = 16_000_000  # bytes of one request at most
IDENTITY = r"^[0-9a-f]{32}$"
_BLOCK = 1 << 18  # bytes written at once: what came before a connection broke is not lost


@dataclass(frozen=True)
class Upload:
    """A file of a client's, whole or on its way."""

    id: str
    owner: str  # the token's name; "" where the service asks for none
    kind: str  # text, face, voice, deck, ...: what it will be in a lecture
    name: str  # the client's name of it; never used as a name on disk
    bytes: int  # when it is whole
    created: float  # seconds since 1970
    kept: bool = False

    @property
    def suffix(self) -> str:
        """The end of its name, in small letters, where it is one of letters and digits: readers of decks go by it."""
        found = Path(self.name).suffix.lower()
        return found if re.fullmatch(r"\.[a-z0-9]{1,5}", found) else ""


class Uploads:
    """The uploads of a home."""

    def __init__(self, home: Path) -> None:
        self._root = uploads_folder(home)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def begin(self, owner: str, kind: str, name: str, size: int) -> Upload:
        """A new upload, of which nothing has come yet. Raises TooMany."""
        self.sweep()
        if len(self.of(owner)) >= MOST:
            raise TooMany("uploads")
        upload = Upload(uuid.uuid4().hex, owner, kind, name, size, time.time())
        folder = self._root / upload.id
        try:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)  # people's faces and voices
            self.content(upload).touch()
            self._write(upload)
        except OSError as error:
            raise output_error(folder, error) from error
        return upload

    def find(self, identity: str, owner: str) -> Upload:
        """An upload of its owner's. Raises NotThere for any other."""
        upload = self._read(self._root / identity) if re.match(IDENTITY, identity) else None
        if upload is None or upload.owner != owner:
            raise NotThere("no upload", id=identity)
        return upload

    def of(self, owner: str) -> list[Upload]:
        """Everything of an owner's, the newest first."""
        found = [self._read(folder) for folder in self._root.glob("*")]
        mine = [upload for upload in found if upload is not None and upload.owner == owner]
        return sorted(mine, key=lambda upload: upload.created, reverse=True)

    def content(self, upload: Upload) -> Path:
        """Where its bytes are."""
        return self._root / upload.id / f"content{upload.suffix}"

    def offset(self, upload: Upload) -> int:
        """How many bytes have come."""
        with contextlib.suppress(FileNotFoundError):
            return self.content(upload).stat().st_size
        raise NotThere("no upload", id=upload.id)

    def whole(self, identity: str, owner: str, kind: str) -> Upload:
        """An upload that has come completely and is of that kind. Raises NotThere, Conflict."""
        upload = self.find(identity, owner)
        if upload.kind != kind:
            raise NotThere("no upload", id=identity)
        if (offset := self.offset(upload)) != upload.bytes:
            raise Conflict("upload unfinished", name=upload.name, offset=offset, size=upload.bytes)
        return upload

    def append(self, upload: Upload, offset: int, stream: IO[bytes]) -> int:
        """Add the stream's bytes behind the first `offset` ones, which is as many as there must be; how many there are.

        What came before the stream broke stays.
        """
        with self._locks[upload.id]:
            if offset != (here := self.offset(upload)):
                raise Conflict("upload offset", offset=here)
            try:
                with self.content(upload).open("ab", buffering=0) as file:
                    while block := stream.read(_BLOCK):
                        if here + len(block) > upload.bytes:
                            raise TooLarge("upload longer", name=upload.name, size=upload.bytes)
                        file.write(block)
                        here += len(block)
            except TimeoutError:
                raise
            except OSError as error:
                raise output_error(self.content(upload), error) from error
            return here

    def keep(self, upload: Upload, kept: bool) -> Upload:
        """From now on it stays until it is deleted, or is gone after a day again."""
        changed = replace(upload, kept=kept, created=upload.created if kept else time.time())
        self._write(changed)
        return changed

    def drop(self, upload: Upload) -> None:
        """Delete it."""
        shutil.rmtree(self._root / upload.id, ignore_errors=True)
        self._locks.pop(upload.id, None)

    def sweep(self, now: float | None = None) -> None:
        """Delete what nobody keeps and is older than a day."""
        oldest = (time.time() if now is None else now) - LASTS
        for folder in self._root.glob("*"):
            upload = self._read(folder)
            with contextlib.suppress(OSError):
                if upload.created < oldest and not upload.kept if upload else folder.stat().st_mtime < oldest:
                    shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def beside(self, upload: Upload) -> Iterator[Path]:
        """A fresh folder for what is found out about it; what is left in it replaces what was found before."""
        folder = self._root / upload.id / f"look-{uuid.uuid4().hex}"
        folder.mkdir()
        try:
            yield folder
            for path in folder.iterdir():
                path.replace(self._root / upload.id / path.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def found(self, upload: Upload, name: str) -> Path:
        """A file that was left by `beside`. Raises NotThere."""
        path = self._root / upload.id / name
        if not path.is_file():
            raise NotThere("no result", name=name)
        return path

    def _write(self, upload: Upload) -> None:
        try:
            write_text(self._root / upload.id / "about.json", json.dumps(asdict(upload), ensure_ascii=False))
        except OutputError as error:
            if not (self._root / upload.id).is_dir():
                raise NotThere("no upload", id=upload.id) from error
            raise

    @staticmethod
    def _read(folder: Path) -> Upload | None:
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Upload(**json.loads((folder / "about.json").read_text("utf-8")))
        return None
