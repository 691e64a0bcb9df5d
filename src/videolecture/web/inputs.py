"""What clients give, copied to a folder of ours under names of ours: checked once, the same for every later retry."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from videolecture.storage.atomic import output_error
from videolecture.web.refusals import Forbidden, Refused, TooLarge

_BLOCK = 1 << 20  # bytes read at once
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class InputSource:
    """Where one input comes from: a file of this machine or an upload."""

    field: str  # as the client knows it, for messages
    shown: str  # the client's name of it, for messages; never used as a name on disk
    path: Path | None = None
    stream: IO[bytes] | None = None
    suffix: str = ""  # of the copy's name, where its reader goes by it
    beside: bool = False  # what it names beside it may be taken too


class Roots:
    """The folders in which clients may name files, except our own home inside them."""

    def __init__(self, roots: Sequence[Path], home: Path) -> None:
        self._roots, self._home = tuple(root.resolve() for root in roots), home.resolve()

    def check(self, field: str, text: object) -> Path:
        """The path with every symbolic link resolved; raises for what is no absolute path inside the roots."""
        if not isinstance(text, str) or not text or "\0" in text or not Path(text).is_absolute():
            raise Refused("no path", name=field)
        try:
            path = Path(text).resolve()
        except (OSError, RuntimeError, ValueError):
            raise Forbidden("outside", name=field, path=text) from None
        if not self._roots:
            raise Forbidden("no roots", name=field)
        inside = any(path.is_relative_to(root) for root in self._roots)
        if not inside or path.is_relative_to(self._home):
            raise Forbidden("outside", name=field, path=text)
        return path

    @contextmanager
    def folder(self, field: str, text: object) -> Iterator[Path]:
        """A folder that can be written to; its own folders lead nowhere else.

        It is made when it is not there, and is gone again when an error ends the block.
        """
        path = self.check(field, text)
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        try:
            self._make(field, text, path)
            yield path
        except BaseException:
            for folder in missing:
                with suppress(OSError):  # somebody else uses it by now
                    folder.rmdir()
            raise

    def _make(self, field: str, text: object, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
            for inner in path.iterdir():
                if inner.is_symlink() and inner.is_dir():
                    self.check(field, str(inner))
            probe = path / f".videolecture-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError:
            raise Refused("no folder", name=field, path=text) from None


def take(sources: Mapping[str, InputSource], limits: Mapping[str, int], folder: Path) -> dict[str, str]:
    """Copy every source to folder/<its key and suffix>; its SHA-256 by its key."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)  # people's faces and voices
    except OSError as error:
        raise output_error(folder, error) from error
    return {name: take_one(source, limits[name], folder / (name + source.suffix)) for name, source in sources.items()}


def take_one(source: InputSource, limit: int, target: Path) -> str:
    """Copy a source to `target`, which is not there yet; its SHA-256."""
    if source.stream is not None:
        return _copy(source, source.stream, limit, target)
    with _open(source) as stream:
        return _copy(source, stream, limit, target)


def _open(source: InputSource) -> IO[bytes]:
    """The file, if it still is what was checked: a regular file, and no link since then."""
    path = source.path
    if path is None:
        raise ValueError("a source is a path or a stream")
    parts: dict[str, Any] = {"name": source.field, "path": source.shown}
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_WAIT)
    except FileNotFoundError:
        raise Refused("not there", **parts) from None
    except OSError:
        raise Refused("no file" if path.is_dir() or path.is_symlink() else "unreadable", **parts) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused("no file", **parts)
    if path.resolve() != path:  # a folder above it was exchanged for a link meanwhile
        os.close(descriptor)
        raise Forbidden("outside", **parts)
    return os.fdopen(descriptor, "rb")


def _copy(source: InputSource, stream: IO[bytes], limit: int, target: Path) -> str:
    code, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as file:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > limit:
                    raise TooLarge("too large", name=source.field, path=source.shown, limit=limit)
                code.update(block)
                file.write(block)
    except OSError as error:
        raise output_error(target, error) from error
    return code.hexdigest()
