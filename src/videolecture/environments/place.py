"""Where an engine's own environment is, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Literal

from videolecture.errors import InputError
from videolecture.home import engines_folder, home

LOCKS = Path(__file__).with_name("locks")  # a list of pinned packages for each engine
MARK = "installed.json"  # in the environment's folder, written last

State = Literal["installed", "outdated", "unfinished", "missing"]
"""outdated: made from another list than this version's; unfinished: the installation was broken off."""


def names() -> tuple[str, ...]:
    """The engines that can be given an environment."""
    return tuple(sorted(path.stem for path in LOCKS.glob("*.txt")))


def lock(name: str) -> Path:
    """The list of an engine's packages. Raises InputError that lists the known engines."""
    path = LOCKS / f"{name}.txt"
    if name not in names():
        raise InputError(
            "The engine «{name}» has no environment of its own.",
            "Engines that do: {known}.",
            code="environment-unknown",
            name=name,
            known=", ".join(names()),
        )
    return path


def folder(name: str) -> Path:
    """Where the environment belongs, there or not."""
    return engines_folder(home()) / name


def interpreter(name: str) -> Path:
    """The environment's Python, there or not."""
    return folder(name) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def state(name: str) -> State:
    """What there is of the environment."""
    if not folder(name).exists():
        return "missing"
    try:
        made_of = json.loads((folder(name) / MARK).read_text("utf-8"))["lock"]
    except (OSError, ValueError, KeyError):
        return "unfinished"
    if not interpreter(name).exists():  # a link to a Python that is no longer there
        return "unfinished"
    return "installed" if made_of == identity(name) else "outdated"


def pythons() -> dict[str, str]:
    """The engines that have an environment, with its interpreter."""
    return {name: str(interpreter(name)) for name in names() if state(name) in ("installed", "outdated")}


def identity(name: str) -> str:
    """SHA-256 of the list that an environment is made of."""
    return hashlib.sha256(lock(name).read_bytes()).hexdigest()


def size(name: str) -> int:
    """Bytes that the environment takes on the disk."""
    total = 0
    for place, _, files in os.walk(folder(name)):
        for file in files:
            path = os.path.join(place, file)  # noqa: PTH118 (tens of thousands of files)
            total += 0 if os.path.islink(path) else os.path.getsize(path)  # noqa: PTH114, PTH202
    return total
