"""Where weights live, and the check that a file there is the genuine one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from videolecture.errors import MissingError, WeightsError
from videolecture.home import home, weights_folder
from videolecture.weights.consent import require_consent
from videolecture.weights.manifest import find, megabytes
from videolecture.weights.types import File, Weights

BLOCK = 1 << 20  # bytes read at a time


def file_path(weights: Weights, file: File) -> Path:
    """Where a file of some weights belongs, there or not."""
    folder = weights_folder(home())
    return folder / file.name if len(weights.files) == 1 else folder / weights.name / file.name


def folder_identity(folder: Path) -> list[list[object]]:
    """What a folder of somebody's own weights is known by in keys: name, bytes and time of change of its files.

    Gigabytes: known by what the system says of them, not read for every plan.
    """
    files = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
    return [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]


def weight_path(name: str) -> Path:
    """The file (the folder, if there are several) of a name in the manifest, genuine: its SHA-256 was compared.

    Raises MissingError when it is not there or its licence has not been accepted, WeightsError when it is not the
    manifest's.
    """
    weights = find(name)
    require_consent(name)
    paths = [genuine_file(weights, file) for file in weights.files]
    return paths[0] if len(paths) == 1 else paths[0].parent


def genuine_file(weights: Weights, file: File) -> Path:
    """One file of some weights, its SHA-256 compared. Raises MissingError and WeightsError as `weight_path` does."""
    path = file_path(weights, file)
    if not path.is_file():
        error = MissingError(
            "The weights «{name}» ({title}) are not installed: there is no {path}.",
            "Run «videolecture models pull {name}» ({size}, licence {licence}).",
            code="weights-missing",
            name=weights.name,
            title=weights.title,
            path=path,
            size=megabytes(weights.size),
            licence=weights.licence,
        )
        error.weights = (weights.name,)
        raise error
    if not is_genuine(path, file):
        raise WeightsError(
            "The weights «{name}» are damaged or not genuine: {path} does not have the size and SHA-256 of "
            "the manifest.",
            "Run «videolecture models pull {name}»: it replaces the file.",
            code="weights-not-genuine",
            name=weights.name,
            path=path,
        )
    return path


def require(*names: str) -> None:
    """Raise what `weight_path` raises unless all of these are installed; one error for all that are missing."""
    missing = [name for name in names if not all(file_path(find(name), file).is_file() for file in find(name).files)]
    if len(missing) > 1:
        size = megabytes(sum(find(name).size for name in missing))
        error = MissingError(
            "The weights {names} are not installed in {home}.",
            "Run «videolecture models pull {pull}» ({size}), or «videolecture setup» for all that the "
            "default engines need.",
            code="weights-several-missing",
            names=", ".join(f"«{name}»" for name in missing),
            home=home(),
            pull=" ".join(missing),
            size=size,
        )
        error.weights = tuple(missing)
        raise error
    for name in names:
        weight_path(name)


# What was read in this process, by what os.stat says of it: engines ask for the same path many times.
_digests: dict[Path, tuple[tuple[int, int, int], str]] = {}


def is_genuine(path: Path, file: File) -> bool:
    """Whether a file has the manifest's size and digest. Compared once for a process, again if the file changes."""
    return path.stat().st_size == file.size and known_digest(path) == file.sha256


def known_digest(path: Path) -> str:
    """SHA-256 of a file, read once for a process, again if the file changes."""
    status = path.stat()
    seen = (status.st_ino, status.st_size, status.st_mtime_ns)
    known = _digests.get(path)
    if known is None or known[0] != seen:
        known = (seen, digest(path))
        _digests[path] = known
    return known[1]


def digest(path: Path, each_block: Callable[[], None] = lambda: None) -> str:
    """SHA-256 of a file, hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            total.update(block)
            each_block()
    return total.hexdigest()
