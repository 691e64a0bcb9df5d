"""Opening a deck of any kind: which reader, and the one function that a worker calls."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, cast

from videolecture import registry
from videolecture.deck import fonts, pages
from videolecture.deck.types import Canvas, Deck, DeckReader
from videolecture.errors import InputError, OutputError, reason
from videolecture.types import Progress

# What people have instead, and what to do about it.
_OTHERS = {
    ".ppt": "Open it in PowerPoint or LibreOffice and save it as PPTX or PDF.",
    ".pps": "Open it in PowerPoint or LibreOffice and save it as PPTX or PDF.",
    ".key": "In Keynote choose File > Export To > PowerPoint or PDF.",
    ".gslides": "In Google Slides choose File > Download > PowerPoint or PDF.",
    ".odg": "In LibreOffice Draw choose File > Export As > PDF.",
    ".tex": "Run LaTeX on it and give the PDF.",
}


def reader_for(path: Path) -> DeckReader:
    """The reader of a file or folder, by its suffix. Raises InputError for what none reads or is not there."""
    if not path.exists():
        raise InputError("The deck «{path}» does not exist.", "Check the path.", code="deck-missing", path=path)
    suffix = "/" if path.is_dir() else path.suffix.lower()
    for name in registry.names("deck"):
        reader = cast("type[DeckReader]", registry.find("deck", name))
        if suffix in reader.info.suffixes:
            return reader()
    if suffix in _OTHERS:
        raise InputError(
            "«{name}» cannot be opened as it is.",
            "{do}",
            code=f"deck-other-{suffix[1:]}",
            name=path.name,
            do=_OTHERS[suffix],
        )
    raise InputError(
        "«{name}» is no deck that can be opened.",
        "Give a PDF, PPTX or ODP file, a Markdown or Typst file, or a folder of pictures.",
        code="deck-unknown",
        name=path.name,
    )


def read(path: Path, folder: Path | None, canvas: Canvas, progress: Progress = lambda _done, _what: None) -> Deck:
    """Open a deck: its words, and its pictures as PNG in `folder`, which exists (without pictures: None).

    `canvas` is (width, height) of the film in pixels. Decode untrusted decks in a worker only: `open_in_worker`.
    A Markdown or Typst deck may read every file of its own folder: give an uploaded one a folder to itself.

    Raises InputError, MissingError, OutputError; Cancelled when `progress` does.
    """
    path = Path(path)
    reader = reader_for(path)
    progress(0.0, "opening the deck")
    try:
        deck = reader.read(path, folder, canvas, progress)
    except MemoryError:
        raise InputError(
            "«{name}» needs more memory than a deck may take.",
            "Make its pictures smaller.",
            code="deck-memory",
            name=path.name,
        ) from None
    except OSError as error:
        raise OutputError(
            "The pictures of «{name}» could not be written: {reason}.",
            "Check the free space and the folder's permissions.",
            code="deck-unwritable",
            name=path.name,
            reason=reason(error),
        ) from error
    if not deck.slides:
        raise pages.empty(path.name)
    return deck


def open_in_worker(path: Path, canvas: Canvas, pictures: bool, folder: Path, progress: Progress) -> dict[str, Any]:
    """What a task runs in a worker process: JSON values out, and files in `folder` where `pictures` are wanted.

    `path` is a file or folder, `canvas` (width, height) of the film in pixels. Gives `Deck.plain()`; its pictures lie
    in `folder` under names without it, so that `folder` may be renamed into a cache: `Deck.from_plain(values)` and then
    `folder / picture`.
    """
    values = read(path, folder if pictures else None, canvas, progress).plain()
    for slide in values["slides"]:
        slide["pictures"] = [Path(name).name for name in slide["pictures"]]
    return values


def identity(path: Path, canvas: Canvas) -> str:
    """A digest of all that an opened deck depends on, without opening it; "" where only opening it tells (Typst).

    It names what `open_in_worker` fills in a cache. Scenes do not need it: their keys take the pictures' own digests.
    """
    reader = reader_for(path)
    inputs = reader.inputs(path)
    if inputs is None:
        return ""
    total = hashlib.sha256(f"{reader.info.name} {reader.info.behaviour} {canvas}".encode())
    if reader.info.system_fonts:
        total.update(fonts.installed().encode())
    for file in inputs:
        total.update(file.name.encode())
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()
