"""Files beside a client's text and deck, which these name: films, pictures of a Markdown deck, parts of a Typst one.

They come as uploads under their names, or lie beside what the client named by a path. In the lecture's folder they have
the same names, so that whoever reads the text or the deck finds them there; nothing of ours is called like that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from videolecture.rendering.options import BY_NAME
from videolecture.web.inputs import InputSource, Roots
from videolecture.web.refusals import Unusable

MOST = 100  # files beside a deck
LONGEST = 200  # characters of a name
DECKS_OF_TEXT = (".md", ".markdown", ".typ")  # whose pictures stand beside them
# A folder or a file: nothing hidden, nothing that any system takes for something else.
_PART = re.compile(r"\w[^\x00-\x1f\x7f\\/:*?\"<>|]*(?<![. ])")
_FILES = tuple(option for option in BY_NAME.values() if option.kind == "file")
# What a lecture's folder has itself.
_OURS = frozenset(
    (
        *("out", "text", "face", "voice", "lecture.toml", "edits.toml", "takes.toml"),
        *(option.name + suffix for option in _FILES for suffix in ("", *option.suffixes)),
    )
)

Reads = Literal["text", "notes", "deck"]
"""What of a file names others: a text its films, the notes of a deck theirs, a deck what it shows."""

Named = Callable[[Path, Reads], tuple[str, ...]]
"""named(path, what): the names, as they are written, relative to the file's folder. Asked of a worker."""


def is_free(name: str) -> bool:
    """Whether a file beside a deck may have that name: relative, down its folder, and none of ours."""
    parts = name.split("/")
    if len(name) > LONGEST or not all(_PART.fullmatch(part) for part in parts):
        return False
    return parts[0].casefold() not in _OURS and not parts[0].casefold().startswith("picture_of_slide_")


def brought(field: str, files: list[InputSource]) -> dict[str, InputSource]:
    """Uploads by their names. Raises Unusable for a name that cannot be one, for the same twice, for too many."""
    found: dict[str, InputSource] = {}
    for file in files:
        if not is_free(file.shown) or file.shown.casefold() in {name.casefold() for name in found}:
            raise Unusable("deck file", name=field, path=file.shown[:LONGEST])
        found[file.shown] = file
    if len(found) > MOST:
        raise Unusable("deck files", name=field, most=MOST)
    return found


@dataclass(frozen=True)
class Beside:
    """Finds what lies beside files that a client named by paths."""

    roots: Roots
    folder: Path  # the lecture's, where these are copied
    named: Named

    def films(self, sources: Mapping[str, InputSource]) -> Iterator[tuple[str, InputSource]]:
        """The films of the text, or of the notes that are spoken where there is none."""
        role = "text" if "text" in sources else "deck"
        source = sources.get(role)
        if source is not None and source.beside:
            reads: Reads = "text" if role == "text" else "notes"
            yield from self._found(source, self.named(self.folder / (role + source.suffix), reads), PurePosixPath())

    def files(self, sources: Mapping[str, InputSource], take: Callable[[str, InputSource], None]) -> None:
        """Give `take` what a deck of text shows, and what the Typst files show that it includes. Raises Unusable."""
        source = sources.get("deck")
        if source is None or not source.beside or source.suffix not in DECKS_OF_TEXT:
            return
        waiting, known = [PurePosixPath("deck" + source.suffix)], set[str]()
        while waiting:
            place = waiting.pop()
            for name, file in self._found(source, self.named(self.folder / place, "deck"), place.parent):
                if name in known:
                    continue
                known.add(name)
                if len(known) > MOST:
                    raise Unusable("deck files", name=source.field, most=MOST)
                take(name, file)
                if name.endswith(".typ"):
                    waiting.append(PurePosixPath(name))

    def _found(
        self, source: InputSource, names: tuple[str, ...], inner: PurePosixPath
    ) -> Iterator[tuple[str, InputSource]]:
        """Those that are files below the source's folder; whoever reads the others says what is wrong with them."""
        if source.path is None:
            return
        root = source.path.parent
        for written in names:
            name = _down(inner, written)
            if name is None or not os.path.isfile(path := root / name):  # noqa: PTH113 (too long a name is none)
                continue
            checked = self.roots.check(source.field, str(path))
            if not checked.is_relative_to(root) or path == source.path:
                continue  # a link that leads elsewhere is not there
            if not is_free(name):
                raise Unusable("deck file", name=source.field, path=name[:LONGEST])
            yield name, InputSource(source.field, name, path=checked)


def _down(inner: PurePosixPath, written: str) -> str | None:
    """A name as it is written in a file of the folder `inner`, relative to the folder of all; None: it leads out."""
    if not written or "\0" in written or "\\" in written:
        return None
    parts: list[str] = [] if written.startswith("/") else list(inner.parts)
    for part in PurePosixPath(written.lstrip("/")).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return "/".join(parts) or None
