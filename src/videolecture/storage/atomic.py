"""Files are written aside and renamed, so that a file that exists is whole; a full disk leaves nothing behind."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from videolecture.errors import DiskFullError, OutputError, reason

FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a name in the same folder to write to; rename it to `path` at the end, remove it when anything went wrong.

    The name is always the same for a path, so that what a killed process left behind is overwritten, not collected.

    Raises OutputError when the folder cannot be written to or the disk is full. Whoever reads inputs inside turns
    their errors into VideolectureError: an OSError that arrives here is about the output.
    """
    aside = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        _sync(aside)
        aside.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        with suppress(OSError):  # where the folder itself is the trouble there is nothing to remove
            aside.unlink()


@contextmanager
def scratch(path: Path, purpose: str) -> Iterator[Path]:
    """Give a name beside `path` for something that is needed only while `path` is made."""
    name = path.with_name(f".{path.name}.{purpose}.partial")
    try:
        yield name
    finally:
        with suppress(OSError):
            name.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file whole or not at all, with the line ends it has."""
    with written_aside(path) as aside:
        aside.write_bytes(text.encode("utf-8"))


def _sync(path: Path) -> None:
    """Bring the file to the disk before its name says that it is whole."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def output_error(path: Path, error: OSError) -> OutputError:
    """The error for a place that cannot be written, with its reason and remedy."""
    if error.errno in FULL:
        left = _free(path)
        if left is None:
            return DiskFullError(
                "The disk is full: «{path}» could not be written.",
                "Free some space or choose another folder, then run the same command again: it goes on where it "
                "stopped.",
                code="disk-full",
                path=path,
            )
        return DiskFullError(
            "The disk is full: «{path}» could not be written, {free:.1f} MB are free.",
            "Free some space or choose another folder, then run the same command again: it goes on where it stopped.",
            code="disk-full-free",
            path=path,
            free=left / 1e6,
        )
    return OutputError(
        "«{path}» could not be written: {reason}.",
        "Check the folder's permissions or choose another folder.",
        code="not-written",
        path=path,
        reason=reason(error),
    )


def _free(path: Path) -> int | None:
    """Bytes free on the disk of a path that may not exist yet."""
    for folder in (path, *path.parents):
        with suppress(OSError):
            return shutil.disk_usage(folder).free
    return None
