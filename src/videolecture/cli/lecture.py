"""A lecture's options as flags of commands, out of the table of `rendering/options.py`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from videolecture.rendering import options
from videolecture.rendering.option import Option, Value


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
    elif option.choices:
        parser.add_argument(option.flag, choices=option.choices, help=about)
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
