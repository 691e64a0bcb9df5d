"""Reads a lecture file: `lecture.toml`, or the front matter of a text. Its paths are relative to the file itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from videolecture import registry
from videolecture.errors import InputError, reason
from videolecture.lecture import keys
from videolecture.rendering.option import Option, Value
from videolecture.text.front_matter import FENCE, front_matter, yaml

NAME = "lecture.toml"
NAMES = (NAME, "lecture.md")  # looked for in a folder, in this order
_METADATA = ("title", "author", "licence", "language")  # YAML of other programs has these, too
_HEAD = 4096  # bytes of a text that are enough to see whether it begins with front matter

OptionValue = str | int | float | bool


@dataclass(frozen=True)
class LectureFile:
    """What a lecture file says; None where it says nothing."""

    path: Path
    text: Path | None = None
    face: Path | None = None
    voice: Path | None = None
    out: Path | None = None
    id: int | None = None
    options: Mapping[str, Value] = field(default_factory=dict)  # of `options.OPTIONS`, by name
    face_options: Mapping[str, OptionValue] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything that the lecture is made of, the file itself first."""
        named = (self.text, self.face, self.voice, *self.options.values())
        return tuple(dict.fromkeys((self.path, *(path for path in named if isinstance(path, Path)))))


def found(path: Path) -> Path | None:
    """The lecture file that a path means: itself, or the one in a folder; None for a text without front matter.

    Raises InputError for a folder without one.
    """
    if path.is_dir():
        for name in NAMES:
            if (path / name).is_file():
                return path / name
        raise InputError(
            "The folder {folder} has no lecture file.",
            "It would be called {name}: videolecture new {folder} writes one.",
            code="lecture-not-in-folder",
            folder=path,
            name=NAME,
        )
    if path.suffix.lower() == ".toml":
        return path
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", errors="ignore").lstrip()
    except OSError:
        return None  # whoever reads the text says why it cannot be read
    if (inside := yaml(head)) and (meant := [key for key in inside if key in keys.KNOWN and key not in _METADATA]):
        raise InputError(
            "The front matter of {file} is YAML, which says nothing here: «{key}» would not be heard.",
            'Write it as TOML: a line {fence} before and after it, and {key} = "...".',
            code="lecture-front-matter-yaml",
            file=path,
            key=meant[0],
            fence=FENCE,
        )
    return path if head.startswith(f"{FENCE}\n") else None


def read(path: Path) -> LectureFile:
    """The lecture file at a path. Raises InputError for everything in it that cannot be, by its key."""
    content = _content(path)
    folder, label = path.resolve().parent, path.name
    values: dict[str, Value] = {}
    face_options: Mapping[str, OptionValue] = {}
    for name, value in content.items():
        if name == keys.FACE_OPTIONS:
            face_options = _face_options(value, str(content.get("face_engine", "")), label)
        else:
            values[name] = _value(keys.find(name, label), value, label, folder)
    if path.suffix.lower() != ".toml":
        if "text" in values:
            raise InputError(
                "The front matter of {file} names another text.",
                "The text stands under it: take «text» out, or write a lecture.toml.",
                code="lecture-text-twice",
                file=path,
            )
        values["text"] = path.resolve()
    own = {name: values.pop(name) for name in keys.OWN if name in values}
    return LectureFile(path.resolve(), options=values, face_options=face_options, **own)  # type: ignore[arg-type]


def _value(option: Option, value: object, file: str, folder: Path) -> Value:
    """Raises InputError that names the file."""
    try:
        return option.read(value, option.name, folder)
    except InputError as error:
        raise InputError(
            "{file}: {cause.what}", "{cause.remedy}", code="lecture-value", file=file, cause=error
        ) from error


def _content(path: Path) -> dict[str, object]:
    """The TOML of a lecture file."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "The lecture file {file} is not UTF-8.", "Save it as UTF-8.", code="lecture-not-utf8", file=path
        ) from error
    except OSError as error:
        raise InputError(
            "The lecture file {file} cannot be read: {reason}.",
            "Check its path and its rights.",
            code="lecture-unreadable",
            file=path,
            reason=reason(error),
        ) from error
    if path.suffix.lower() != ".toml":
        inside = front_matter(text)
        if inside is None:
            raise InputError(
                "The front matter of {file} has no end.",
                "Close it with a line {fence}.",
                code="lecture-front-matter-open",
                file=path,
                fence=FENCE,
            )
        text = inside
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "The lecture file {file} is not valid TOML: {reason}.",
            'Correct that line; texts and paths stand in quotation marks: voice = "me.wav".',
            code="lecture-not-toml",
            file=path,
            reason=error,
        ) from error


def _face_options(value: object, engine: str, file: str) -> dict[str, OptionValue]:
    """The table [face_options], without what would be the operator's."""
    if not isinstance(value, Mapping):
        raise InputError(
            "«{name}» in {file} must be a table.",
            "Write it as [{name}], at the end of the file.",
            code="lecture-no-table",
            name=keys.FACE_OPTIONS,
            file=file,
        )
    paths = registry.face_engine(engine).path_options if engine else ()
    for name, choice in value.items():
        keys.refuse_operators("folder" if name in paths else name, file)
        if not isinstance(choice, OptionValue):
            raise InputError(
                "The option «{name}» of [face_options] in {file} cannot be «{value}».",
                "Give text, a number, true or false.",
                code="lecture-face-option",
                name=name,
                file=file,
                value=str(choice)[:80],
            )
    return dict(value)
