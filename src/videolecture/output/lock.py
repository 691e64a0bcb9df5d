"""A lecture's place: the files of one number in one folder. Two that render into it at once would mix their files."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from videolecture.errors import OutputError
from videolecture.output.names import lock_path
from videolecture.storage.atomic import output_error

# What a file system says that keeps no locks: some shares of SMB, NFS without a lock service, FUSE.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


class TakenError(OutputError):
    """Somebody else renders into the place."""


@contextmanager
def claimed(out: Path, number: int) -> Iterator[None]:
    """Hold the place of lecture `number` in the folder `out`; the operating system lets it go with the process.

    The lock is a hidden empty file in the folder itself, so that everybody who renders into it sees it, whatever their
    VIDEOLECTURE_HOME. The file stays: who removed it could take the place from somebody who has just opened it.

    Raises TakenError when somebody else holds the place, OutputError where none can be held.
    """
    path = lock_path(out, number)
    # Its mode lets in whoever may write into the folder: the umask of who came first must not keep the others out.
    lock = FileLock(path, mode=0o666, thread_local=False, fallback_to_soft=False)
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
        if error.errno in _NO_LOCKS:
            raise OutputError(
                "The file system of «{out}» keeps no locks, so two renderings could mix their files there.",
                "Choose a folder on a disk of this computer and copy the lecture over when it is finished.",
                code="output-no-locks",
                out=out,
            ) from error
        raise output_error(out, error) from error
    try:
        yield
    finally:
        lock.release()
