"""A lecture's place: the files of one number in one folder. Two that render into it at once would mix their files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from videolecture.errors import OutputError
from videolecture.home import locks_folder
from videolecture.storage.atomic import output_error
from videolecture.storage.cache import digest


class TakenError(OutputError):
    """Somebody else renders into the place."""


@contextmanager
def claimed(home: Path, out: Path, number: int) -> Iterator[None]:
    """Hold the place of lecture `number` in the folder `out`; the operating system lets it go with the process.

    Raises TakenError when another process of the same VIDEOLECTURE_HOME, or another job of this one, holds it.
    """
    path = locks_folder(home) / f"place-{digest(str(out.resolve()), number)[:16]}.lock"
    lock = FileLock(path, thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise TakenError(
            "Lecture {number} is being rendered into «{out}» already.",
            "Wait until that has ended or stop it (videolecture jobs, videolecture cancel), or choose "
            "another --out or --id.",
            code="lecture-taken",
            number=number,
            out=out,
        ) from None
    except OSError as error:
        raise output_error(path, error) from error
    try:
        yield
    finally:
        lock.release()
