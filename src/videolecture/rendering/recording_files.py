"""The files of a lecture's recordings: which there are, and what their names say that each is for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videolecture.deck.narration import SUFFIXES as NARRATED
from videolecture.errors import InputError
from videolecture.rendering.request import RECORDING, check_file

SOUNDS = (
    ".wav",
    ".mp3",
    ".m4a",
    ".aac",
    ".ogg",
    ".oga",
    ".opus",
    ".flac",
    ".webm",
    ".mp4",
    ".mov",
    ".mkv",
    ".aif",
    ".aiff",
)
_NAME = re.compile(r"(?:(?P<kind>slide|fragment|слайд|фрагмент)[ _-]*)?0*(?P<number>[1-9]\d{0,5})", re.IGNORECASE)
_NAMES = "Name them 3.m4a or slide_3.m4a for a slide, fragment_7.m4a for a fragment."


@dataclass(frozen=True)
class Sources:
    """The files of recordings."""

    whole: Path | None = None
    slides: Mapping[int, Path] = field(default_factory=dict)
    fragments: Mapping[int, Path] = field(default_factory=dict)

    def of(self, fragment: int, slide: int) -> Path | None:
        """The recording that speaks a fragment."""
        return self.fragments.get(fragment) or self.slides.get(slide) or self.whole

    def all(self) -> tuple[Path, ...]:
        """Every file, those of slides before those of fragments, by number."""
        own = [path for kind in (self.slides, self.fragments) for _, path in sorted(kind.items())]
        return (self.whole, *own) if self.whole else tuple(own)


def first_sound(recording: Path) -> Path | None:
    """The file whose voice is learned where no sample is given: the recording itself, or the first of several.

    None for a deck, whose narration is not taken out yet.
    """
    return None if is_deck(recording) else sources(recording).all()[0]


def is_deck(recording: Path) -> bool:
    """Whether the recording is a deck that was narrated."""
    return recording.suffix.lower() in NARRATED


def sources(recording: Path) -> Sources:
    """The files that a request names: one sound, a folder of them, or a table in TOML."""
    if recording.is_dir():
        files = sorted(path for path in recording.iterdir() if path.suffix.lower() in SOUNDS)
        return by_number(recording, [(path.stem, path) for path in files])
    check_file(recording, RECORDING)
    if recording.suffix.lower() != ".toml":
        return Sources(recording)
    try:
        table = tomllib.loads(recording.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            "The table of recordings «{path}» cannot be read: {reason}.",
            'Write a line for each slide: 3 = "three.m4a".',
            code="recordings-table",
            path=recording,
            reason=error,
        ) from None
    listed = [(name, (recording.parent / str(file)).resolve()) for name, file in table.items()]
    for _, path in listed:
        check_file(path, RECORDING)
    return by_number(recording, listed)


def by_number(place: Path, files: Sequence[tuple[str, Path]]) -> Sources:
    """Files by the numbers that their names say. `place`: what messages call where they are. Raises InputError."""
    slides: dict[int, Path] = {}
    fragments: dict[int, Path] = {}
    for name, path in files:
        found = _NAME.fullmatch(name.strip())
        if not found:
            raise InputError(
                "The name «{name}» in «{path}» does not say which slide it is a recording of.",
                _NAMES,
                code="recording-name",
                name=name,
                path=place,
            )
        kind = fragments if (found["kind"] or "").lower() in ("fragment", "фрагмент") else slides
        if (number := int(found["number"])) in kind:
            raise InputError(
                "«{path}» has two recordings with the number {number}.",
                _NAMES,
                code="recording-twice",
                number=number,
                path=place,
            )
        kind[number] = path
    if not files:
        raise InputError("There is no recording in «{path}».", _NAMES, code="recordings-none", path=place)
    return Sources(None, slides, fragments)
