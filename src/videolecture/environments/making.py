"""Makes an engine's environment, package by package: what is there when it is broken off need not be fetched again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from filelock import FileLock, Timeout

from videolecture.environments import torch_build
from videolecture.environments.place import MARK, folder, identity, interpreter, lock, state
from videolecture.errors import EngineError
from videolecture.home import home, locks_folder
from videolecture.storage.atomic import output_error, write_text
from videolecture.types import Progress
from videolecture.weights.package import bytes_in

LOG = "install.log"  # in the environment's folder: what pip said
_LOOK = 0.2  # seconds between two looks at how much has arrived
# pip settings of the user that would change what is installed here; indexes, proxies and certificates stay the user's.
_UNWANTED = ("PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "PYTHONPATH")


def make(name: str, progress: Progress) -> None:
    """Make the environment, or finish it, or bring it to this version's list; nothing is done where it is whole.

    Raises InputError for an engine that has none, EngineError with pip's words when a package cannot be installed,
    OutputError and DiskFullError when it cannot be stored. Whatever `progress` raises ends pip; the next call goes on.
    """
    pins = pinned(lock(name))
    with _alone(name):
        if state(name) != "installed":
            progress(0.0, f"{name}: making the environment")
            try:
                _begin(name)
                missing = [pin for pin in pins if pin not in _installed(name)]
                for number, pin in enumerate(missing):
                    _install(name, pin, number / len(missing), progress)
                shutil.rmtree(_temporary(name), ignore_errors=True)
            except OSError as error:
                raise output_error(folder(name), error) from error
            write_text(folder(name) / MARK, json.dumps({"lock": identity(name)}) + "\n")
    progress(1.0, f"{name}: the environment is here")


def remove(name: str) -> None:
    """Remove the environment, whole or not; its weights stay. Nothing is done where there is none."""
    lock(name)
    with _alone(name):
        try:
            (folder(name) / MARK).unlink(missing_ok=True)  # first: what is half removed is never taken for whole
            if folder(name).exists():
                shutil.rmtree(folder(name))
        except OSError as error:
            raise output_error(folder(name), error) from error


def pinned(path: Path) -> tuple[str, ...]:
    """The packages of a list that this system needs, as `name==version`, names as pip compares them, in its order."""
    from pip._vendor.packaging.requirements import Requirement  # pip's own reading of a line

    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    wanted = [Requirement(line) for line in lines if line]
    return tuple(
        _plain(package.name, str(package.specifier).removeprefix("=="))
        for package in wanted
        if package.marker is None or package.marker.evaluate()
    )


def _plain(name: str, version: str) -> str:
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}"


def _begin(name: str) -> None:
    """An environment of this Python: a new one, unless there is one already."""
    (folder(name) / MARK).unlink(missing_ok=True)
    about = folder(name) / "pyvenv.cfg"
    ours = ".".join(map(str, sys.version_info[:2]))
    same = about.exists() and re.search(rf"^version = {re.escape(ours)}\b", about.read_text("utf-8"), re.MULTILINE)
    if not (same and interpreter(name).exists()):
        venv.create(folder(name), clear=True, symlinks=sys.platform != "win32")


def _installed(name: str) -> set[str]:
    """The packages that are in the environment, as `pinned` gives them."""
    packages = sysconfig.get_path("purelib", "venv", {"base": str(folder(name)), "platbase": str(folder(name))})
    return {
        _plain(found.metadata["Name"], found.version.partition("+")[0])  # «2.13.0+cpu» is 2.13.0
        for found in metadata.distributions(path=[packages])
        if found.metadata["Name"]
    }


def _install(name: str, pin: str, done: float, progress: Progress) -> None:
    """Install one package. All that is needed is in the list, but for the libraries of a GPU that torch brings."""
    progress(done, f"{name}: {pin}")
    options = ["--no-deps"]
    if pin.startswith("torch=="):
        options = ["--constraint", str(lock(name)), *torch_build.choose(pin, _pip(name)).options]
    # Sizes are of what pip unpacks, too: they say that something moves, not how much is left.
    _run(name, [*_pip(name), "install", *options, pin], lambda size: progress(done, f"{name}: {pin}{_told(size)}"))


def _told(size: int) -> str:
    return f", {size / 1e6:.0f} MB" if size > 1e6 else ""


def _pip(name: str) -> list[str]:
    """Our pip, working on the environment."""
    return [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(interpreter(name)),
        "--disable-pip-version-check",
        "--no-input",
    ]


def _run(name: str, command: Sequence[str], got: Callable[[int], None]) -> None:
    """Run pip; `got` hears the bytes of what it is fetching. Raises EngineError with its words when it fails."""
    temporary, log = _temporary(name), folder(name) / LOG
    temporary.mkdir(exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if key.upper() not in _UNWANTED}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))  # so that what has arrived can be seen
    with log.open("wb") as said:
        client = subprocess.Popen(  # noqa: S603 (pip of this Python, packages of our own list)
            command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            while client.poll() is None:
                got(bytes_in(temporary))
                time.sleep(_LOOK)
        finally:
            if client.poll() is None:
                client.kill()
                client.wait()
    if client.returncode:
        lines = log.read_text("utf-8", errors="replace").splitlines()
        errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR:")] or lines
        raise EngineError(
            "The environment of the engine {engine} cannot be made: pip says «{reason}».",
            "See {log}; then run «videolecture engines install {engine}» again: it goes on where it stopped.",
            code="environment-not-made",
            engine=name,
            reason=errors[-1] if errors else client.returncode,
            log=log,
        )


def _temporary(name: str) -> Path:
    return folder(name) / "tmp"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time works on an environment."""
    folder_of_locks = locks_folder(home())
    try:
        folder_of_locks.mkdir(parents=True, exist_ok=True)
        held = FileLock(folder_of_locks / f"engine-{name}.lock", timeout=0)
        held.acquire()
    except Timeout:
        raise EngineError(
            "The environment of the engine {engine} is being made or removed by another process.",
            "Wait until that is done.",
            code="environment-busy",
            engine=name,
        ) from None
    except OSError as error:
        raise output_error(folder_of_locks, error) from error
    try:
        yield
    finally:
        held.release()
