"""Files as they travel: in pieces, so that neither the object store nor anybody's memory has to hold a long clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from videolecture.storage.cache import CONTENTS

PIECE = 2_000_000  # bytes: an actor has one piece in flight, so a hundred on a node take 200 MB of its object store


@dataclass(frozen=True)
class Piece:
    """A part of a file of an input or a result."""

    name: str
    offset: int
    content: bytes
    last: bool  # of the whole input


def pieces(place: Path) -> Iterator[Piece]:
    """A file, or the files of an entry of the cache, piece by piece."""
    files = [place] if place.is_file() else sorted(path for path in place.iterdir() if path.name != CONTENTS)
    for number, path in enumerate(files, 1):
        size, offset = path.stat().st_size, 0
        with path.open("rb") as file:
            while True:
                content = file.read(PIECE)
                ends = offset + len(content) >= size
                yield Piece(path.name, offset, content, last=ends and number == len(files))
                offset += len(content)
                if ends:
                    break


def put(folder: Path, name: str, offset: int, content: bytes) -> None:
    """Write a piece where it belongs; pieces come in order."""
    if Path(name).name != name:
        raise ValueError(f"«{name}» is no name of a file")
    with (folder / name).open("wb" if offset == 0 else "ab") as file:
        if file.tell() != offset:
            raise ValueError(f"a piece of «{name}» is missing before {offset}")
        file.write(content)


def sizes(folder: Path) -> dict[str, int]:
    """The files of a result and their bytes."""
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir())}


def read(path: Path, offset: int) -> bytes:
    """The piece of a file that begins there."""
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(PIECE)
