"""`videolecture new`: a folder with a lecture file that renders."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from videolecture.cli import lecture
from videolecture.errors import InputError
from videolecture.lecture import file, schema
from videolecture.lecture.new import create
from videolecture.rendering.option import Value
from videolecture.rendering.options import BY_NAME
from videolecture.rendering.request import check, check_engines, layout_of
from videolecture.settings import Settings

NAME = "new"
HELP = "Write a lecture file (lecture.toml) into a folder; on a terminal, ask for what is not given."
_ASKED = (
    ("title", "Title of the lecture (Enter: none)"),
    ("language", "Language: ru, en, ... (Enter: ru)"),
    ("text", "The text, a file (Enter: an example is written)"),
    ("deck", "The slides, a file or a folder (Enter: none)"),
    ("face", "The photo (JPEG, PNG, HEIC...)"),
    ("voice", "10 to 30 seconds of the voice (wav, mp3, m4a...)"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where the lecture will lie")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of lecture files, and end")
    parser.add_argument("--text", metavar="FILE", help="the lecture; slides separated by _;")
    parser.add_argument("--face", metavar="PHOTO", help="the photo that will speak")
    parser.add_argument("--voice", metavar="SAMPLE", help="a recording of the voice")
    lecture.add(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Ask, write, and say how to go on."""
    if options.schema:
        print(schema.text(), end="")
        return 0
    if options.folder is None:
        raise InputError("There is no folder.", "Say where the lecture will lie: new FOLDER.", code="new-no-folder")
    if sys.stdin.isatty():
        _ask(options)
    values = {name: value for name, value in lecture.chosen(options).items() if not isinstance(value, Path)}
    files = {
        name: Path(given).expanduser()
        for name in ("text", "face", "voice", *(name for name, one in BY_NAME.items() if one.kind == "file"))
        if (given := getattr(options, name, None))
    }
    _check(options.folder, files, values, settings)
    written = create(options.folder, files, values)
    made = file.read(written)
    check(lecture.request(made, argparse.Namespace(), settings))
    for name, given in files.items():
        print(_place(name, given.resolve(), getattr(made, name, None) or made.options.get(name)))
    print(f"{written} is written. Next: videolecture render {options.folder}")
    return 0


def _check(folder: Path, files: Mapping[str, Path], values: Mapping[str, Value], settings: Settings) -> None:
    """Raise InputError for what would not render, before anything is written."""
    if "voice" not in files and "recording" not in files:
        raise InputError(
            "There is no recording of the voice.",
            "Name 10 to 30 seconds of it: --voice SAMPLE.",
            code="new-no-voice",
        )
    own = {name: path for name, path in files.items() if name in BY_NAME}
    planned = file.LectureFile(folder / file.NAME, options={**values, **own})
    request = lecture.request(planned, argparse.Namespace(), settings)
    check_engines(request)
    if "deck" not in files and (layout := layout_of(request)) != "face":
        raise InputError(
            "The layout «{layout}» shows slides, and there are none.",
            "Give a deck (--deck), or take the layout face.",
            code="new-layout-without-deck",
            layout=layout,
        )
    if "deck" not in files and "face" not in files:
        raise InputError("There is no photo.", "Name it: --face PHOTO.", code="new-no-face")


def _place(name: str, given: Path, named: object) -> str:
    """What became of a file that the lecture is made of."""
    if named == given:
        return f"{name}: {given} stays where it is; the lecture file names it from there"
    return f"{name}: {given} was copied to {named}"


def _ask(options: argparse.Namespace) -> None:
    """Ask on the terminal for what makes a lecture and was not given."""
    for name, question in _ASKED:
        if getattr(options, name, None) is None:
            answer = input(f"{question}: ").strip().strip("'\"")
            setattr(options, name, answer or None)
