"""A lecture as commands take it: a lecture file, and as flags the options of the table of `rendering/options.py`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from videolecture.errors import InputError
from videolecture.lecture import file
from videolecture.lecture.file import LectureFile
from videolecture.rendering import options, takes
from videolecture.rendering.option import Option, Value
from videolecture.rendering.recording_files import first_sound
from videolecture.rendering.request import RenderRequest
from videolecture.settings import Settings
from videolecture.text import read


def add(parser: argparse.ArgumentParser, names: Iterable[str] = ()) -> None:
    """Give a command the flags of some options; without names, of all that the command line has."""
    wanted = set(names)
    for option in options.at("command"):
        if not wanted or option.name in wanted:
            _add(parser, option)


def _add(parser: argparse.ArgumentParser, option: Option) -> None:
    about = option.help
    if option.default not in (None, (), False):
        about += f" ({option.default})"
    about = about.replace("%", "%%")
    if option.kind == "yes":
        parser.add_argument(option.flag, action=argparse.BooleanOptionalAction, default=None, help=about)
    elif option.choices:  # checked where all doors check: with the nearest one for what is mistyped
        parser.add_argument(option.flag, metavar=f"{{{','.join(option.choices)}}}", help=about)
    else:
        parser.add_argument(option.flag, metavar=_metavar(option), help=about)


def _metavar(option: Option) -> str:
    if option.names:
        return "ENGINE" if option.names in ("speech", "face") else "NAME"
    if option.kind == "file":
        return "FILE"
    return option.name.upper() if option.pattern else option.range or "TEXT"


def chosen(given: argparse.Namespace) -> dict[str, Value]:
    """The options that were given, each of its type. Raises InputError."""
    found: dict[str, Value] = {}
    for option in options.at("command"):
        if (value := getattr(given, option.name, None)) not in (None, ""):
            found[option.name] = option.read(value, option.flag, Path.cwd())
    return found


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Give a command what makes a request: a lecture file or a text, the other files, every option."""
    parser.add_argument(
        "text",
        type=Path,
        nargs="?",
        metavar="LECTURE",
        help="lecture.toml, the folder that holds it, or a text; slides separated by _; "
        "(with --deck: without it the notes of the slides are spoken)",
    )
    parser.add_argument(
        "--face", type=Path, metavar="PHOTO", help="the photo that will speak, unless the layout shows none"
    )
    parser.add_argument(
        "--voice", type=Path, metavar="SAMPLE", help="a recording of the voice, unless nothing is spoken"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the lecture goes (out beside lecture.toml)")
    parser.add_argument("--id", type=int, help="number of the lecture, part of every file name (1)")
    parser.add_argument(
        "--face-option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the face engine, again for another (docs: preprocess=full, enhancer=gfpgan, ...)",
    )
    add(parser)


def of(given: argparse.Namespace) -> LectureFile | None:
    """The lecture file that a command names; None where it names a text, or nothing. Raises InputError."""
    path = file.found(given.text) if given.text is not None else None
    return file.read(path) if path is not None else None


def request(lecture: LectureFile | None, given: argparse.Namespace, settings: Settings) -> RenderRequest:
    """The request of a command: the settings, over them the lecture file, over it what was given. Raises InputError."""
    wanted = {**(lecture.options if lecture else {}), **chosen(given)}
    asked = settings.request(wanted, getattr(given, "face_option", ()), lecture.face_options if lecture else {})

    def first(name: str) -> Path | None:
        path: Path | None = getattr(given, name, None) or (getattr(lecture, name) if lecture else None)
        return path

    if lecture and not asked.get("takes") and (lecture.path.parent / takes.NAME).is_file():
        asked["takes"] = lecture.path.parent / takes.NAME
    text = lecture.text if lecture else getattr(given, "text", None)
    voice = first("voice") or (first_sound(asked["recording"]) if asked.get("recording") else None)
    out = first("out") or (lecture.path.parent / "out" if lecture else None)
    if out is None:
        if text is not None and not text.exists():
            read(text)  # raises: a mistyped name of a lecture's folder, whose place for the film nobody knows
        raise InputError(
            "Nobody said where the lecture is to go.", "Name a folder: --out FOLDER.", code="request-no-out"
        )
    number = getattr(given, "id", None)
    number = number if number is not None else lecture.id if lecture else None
    return RenderRequest(text, first("face"), voice, out, 1 if number is None else number, **asked)
