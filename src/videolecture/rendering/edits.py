"""Changes of single fragments and slides, kept beside a lecture whose text stays as it is: `edits.toml`.

[fragments.7]
was = "Свет быстр."                # the fragment as it stands in the text: boundaries stay fixed by it
text = "Свет очень быстр."
spoken = "Свет +очень быстр."      # or this alone: only what is heard
[slides.3]
picture = "slide_3.png"            # instead of the deck's, relative to this file
layout = "side"
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from videolecture import registry
from videolecture.errors import InputError, reason
from videolecture.storage.atomic import write_text
from videolecture.text.edited import Edit as Edit
from videolecture.types import Slide

NAME = "edits.toml"
LONGEST = 20_000  # characters of one fragment
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class SlideEdit:
    """Another picture, another layout; None as the deck and the text say."""

    picture: Path | None = None
    layout: str | None = None


@dataclass(frozen=True)
class Edits:
    """By numbers of fragments and of slides."""

    fragments: Mapping[int, Edit] = field(default_factory=dict)
    slides: Mapping[int, SlideEdit] = field(default_factory=dict)

    @property
    def pictures(self) -> dict[int, Path]:
        """The slides that are shown by another picture."""
        return {number: edit.picture for number, edit in sorted(self.slides.items()) if edit.picture is not None}

    def __bool__(self) -> bool:
        return bool(self.fragments or self.slides)

    def on(self, slides: Sequence[Slide]) -> tuple[Slide, ...]:
        """The slides with their layouts. Raises InputError for a slide that is not there."""
        return tuple(
            dataclasses.replace(slide, layout=edit.layout)
            if (edit := self.slides.get(slide.number)) and edit.layout
            else slide
            for slide in slides
        )

    def check(self, slides: Sequence[Slide]) -> None:
        """Raise InputError for a change of a fragment or a slide that the lecture does not have."""
        fragments = {fragment.number for slide in slides for fragment in slide.fragments}
        if missing := sorted(self.fragments.keys() - fragments):
            raise InputError(
                "There is no fragment {number} that could be changed.",
                "The lecture has {count} fragments; take the change out.",
                code="edit-no-fragment",
                number=missing[0],
                count=len(fragments),
            )
        if missing := sorted(self.slides.keys() - {slide.number for slide in slides}):
            raise InputError(
                "There is no slide {number} that could be changed.",
                "The lecture has {count} slides; take the change out.",
                code="edit-no-slide",
                number=missing[0],
                count=len(slides),
            )


def read(path: Path | None) -> Edits:
    """The changes of a file; none without a file. Raises InputError."""
    if path is None:
        return Edits()
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            "The changes {file} cannot be read: {reason}.",
            "Check the path and its rights.",
            code="edits-unreadable",
            file=path,
            reason=reason(error),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "The changes {file} are not valid TOML: {reason}.",
            "Correct that line.",
            code="edits-not-toml",
            file=path,
            reason=error,
        ) from error
    if unknown := sorted(content.keys() - {"fragments", "slides"}):
        raise _wrong(path, unknown[0])
    fragments = _entries(path, content, "fragments", {"was", "text", "spoken"})
    slides = _entries(path, content, "slides", {"picture", "layout"})
    folder = path.resolve().parent
    said = {number: Edit(entry.get("was", ""), entry.get("text"), entry.get("spoken")) for number, entry in fragments}
    shown = {}
    for number, entry in slides:
        picture = (folder / entry["picture"]).resolve() if entry.get("picture") else None
        shown[number] = SlideEdit(picture, entry.get("layout"))
    found = Edits(said, shown)
    for edit in found.slides.values():
        if edit.layout:
            registry.target("layout", edit.layout)
    return found


def _entries(path: Path, content: Mapping[str, Any], kind: str, known: set[str]) -> list[tuple[int, dict[str, str]]]:
    """The tables of one kind, by number."""
    table, found = content.get(kind, {}), []
    if not isinstance(table, dict):
        raise _wrong(path, kind)
    for number, entry in table.items():
        if not _NUMBER.fullmatch(number) or not isinstance(entry, dict):
            raise _wrong(path, f"{kind}.{number}")
        for name, value in entry.items():
            if name not in known or not isinstance(value, str) or len(value) > LONGEST:
                raise _wrong(path, f"{kind}.{number}.{name}")
        found.append((int(number), entry))
    return found


def _wrong(path: Path, key: str) -> InputError:
    return InputError(
        "«{key}» in the changes {file} is not understood.",
        "Known are [fragments.N] with was, text, spoken and [slides.N] with picture, layout, all in quotation marks.",
        code="edits-wrong",
        key=key,
        file=path,
    )


def write(path: Path, edits: Edits) -> None:
    """Write the changes; pictures by their names relative to the file. Raises OutputError."""
    folder = path.resolve().parent

    def said(edit: Edit | SlideEdit) -> dict[str, str]:
        values = {one.name: getattr(edit, one.name) for one in dataclasses.fields(edit)}
        return {
            name: value.relative_to(folder).as_posix() if isinstance(value, Path) else value
            for name, value in values.items()
            if value is not None
        }

    tables: dict[str, Any] = {
        "fragments": {str(number): said(edit) for number, edit in sorted(edits.fragments.items())},
        "slides": {str(number): said(edit) for number, edit in sorted(edits.slides.items())},
    }
    write_text(path, tomli_w.dumps({name: table for name, table in tables.items() if table}))
