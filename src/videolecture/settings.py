"""Settings: defaults, then a TOML file, then the environment; the command line's options come last.

Only the command line and the web application read this; everything below is told what to do by its arguments.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

from videolecture.errors import InputError


def _about(about: str, original: str = "") -> dict[str, str]:
    """A setting's documentation and, where the original service had it, its original name."""
    return {"about": about, "original": original}


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default."""

    language: str = field(default="ru", metadata=_about("language of lectures: ru, en, ...; auto: as the text is"))
    speech: str = field(default="silero", metadata=_about("speech engine"))
    face_engine: str = field(default="puppet", metadata=_about("face engine"))
    layout: str = field(default="face", metadata=_about("layout of the picture"))
    executor: str = field(default="processes", metadata=_about("where engines run"))
    size: int = field(default=512, metadata=_about("pixels of the picture's longer side"))
    delimiter: str = field(
        default="_;", metadata=_about("what separates slides in the text", "LECTURES_TEXT_DELIMITER")
    )
    commercial: bool = field(
        default=False, metadata=_about("refuse engines whose licence does not allow commercial use")
    )
    logs: Path | None = field(
        default=None, metadata=_about("folder for logs; none: the folder logs in VIDEOLECTURE_HOME", "LOGS_DIR_PATH")
    )
    sadtalker_python: Path | None = field(
        default=None, metadata=_about("interpreter of a SadTalker checkout", "SAD_TALKER_PYTHON_PATH")
    )
    sadtalker_inference: str = field(
        default="", metadata=_about("inference.py of a checkout, relative to it", "SAD_TALKER_INFERENCE")
    )
    sadtalker_folder: Path | None = field(default=None, metadata=_about("a SadTalker checkout", "SAD_TALKER_DIR_PATH"))
    engines: Mapping[str, Mapping[str, object]] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata=_about("a table per engine ([engines.NAME]); python: an interpreter of its own"),
    )
    service: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata=_about("the table of the service ([service]): host, port, allow_roots, ... (docs/service)"),
    )

    def options(self, engine: str) -> dict[str, object]:
        """An engine's own options: its table without the interpreter."""
        return {name: value for name, value in self.engines.get(engine, {}).items() if name != "python"}

    def face_options(self, engine: str, chosen: Sequence[str] = ()) -> dict[str, str | int | float | bool]:
        """A face engine's options: its table, then what was chosen as NAME=VALUE. Raises InputError."""
        options: dict[str, str | int | float | bool] = {}
        for name, value in self.options(engine).items():
            if not isinstance(value, str | int | float | bool):
                raise InputError(f"The option «{name}» of [engines.{engine}] is {value!r}.", "Give text or a number.")
            options[name] = value
        for choice in chosen:
            name, equals, text = choice.partition("=")
            if not equals or not name:
                raise InputError(f"The option «{choice}» is not understood.", "Write it like NAME=VALUE.")
            options[name.strip()] = text.strip()
        return options

    def for_workers(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Environment variables that engines read and the file sets, under the original service's names."""
        found = {
            "SAD_TALKER_PYTHON_PATH": self.sadtalker_python,
            "SAD_TALKER_INFERENCE": self.sadtalker_inference,
            "SAD_TALKER_DIR_PATH": self.sadtalker_folder,
        }
        return {name: str(value) for name, value in found.items() if value and not environment.get(name)}

    def pythons(self) -> dict[str, str]:
        """Engines that live in another environment: name -> interpreter."""
        return {name: str(table["python"]) for name, table in self.engines.items() if table.get("python")}


def load(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Defaults, overlaid by the file, overlaid by the environment.

    An environment variable is VIDEOLECTURE_ and the setting's name in capitals, or the original service's name.
    Relative paths in the file are taken against the file's own folder.
    """
    settings = Settings()
    if file is not None:
        settings = _overlay(settings, _read(file), str(file), file.resolve().parent)
    by_variable: dict[str, object] = {}
    for setting in dataclasses.fields(Settings):
        for variable in (setting.metadata["original"], f"VIDEOLECTURE_{setting.name.upper()}"):
            if variable and environment.get(variable):
                by_variable[setting.name] = environment[variable]
    return _overlay(settings, by_variable, "the environment", Path.cwd())


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"The settings file {file} cannot be read: {error.strerror}.", "Check --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The settings file {file} is not valid TOML: {error}.", "Mend that line.") from error


def _overlay(settings: Settings, values: Mapping[str, object], origin: str, folder: Path) -> Settings:
    known = {setting.metadata["original"]: setting.name for setting in dataclasses.fields(Settings)}
    types = get_type_hints(Settings)
    changes: dict[str, Any] = {}
    for name, value in values.items():
        key = known.get(name, name) if name else name
        if key not in types:
            listed = ", ".join(sorted(setting.name for setting in dataclasses.fields(Settings)))
            raise InputError(f"There is no setting «{name}» ({origin}).", f"Known: {listed}.")
        changes[key] = _convert(key, value, types[key], origin, folder)
    return dataclasses.replace(settings, **changes)


def _convert(name: str, value: object, kind: Any, origin: str, folder: Path) -> object:
    wrong = InputError(f"The setting «{name}» ({origin}) cannot be {value!r}.", f"It must be a {_plain(kind)}.")
    if kind is bool:
        if isinstance(value, bool):
            return value
        words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        raise wrong
    if kind is int:
        try:
            return int(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else _refuse(wrong)
        except ValueError:
            raise wrong from None
    if kind is str:
        return value if isinstance(value, str) else _refuse(wrong)
    if kind == Path | None:
        return (folder / Path(value).expanduser()).resolve() if isinstance(value, str) else _refuse(wrong)
    if not isinstance(value, Mapping):
        raise wrong
    return _tables(value, origin, folder) if name == "engines" else value


def _tables(engines: Mapping[str, object], origin: str, folder: Path) -> dict[str, dict[str, object]]:
    """The engines' own tables, with their paths taken against the file's folder."""
    tables = {}
    for engine, table in engines.items():
        if not isinstance(table, Mapping):
            what = f"The setting «{engine}» of the engines ({origin}) cannot be {table!r}."
            raise InputError(what, f"Write a table: [engines.{engine}].")
        tables[engine] = {name: _path(engine, name, value, origin, folder) for name, value in table.items()}
    return tables


def _path(engine: str, name: str, value: object, origin: str, folder: Path) -> object:
    """An option's value; of `python` and `folder` the path. A bare name of an interpreter is looked for on PATH."""
    if name not in ("python", "folder"):
        return value
    if not isinstance(value, str):
        what = f"The option «{name}» of [engines.{engine}] ({origin}) cannot be {value!r}."
        raise InputError(what, "It must be a path, in quotation marks.")
    if not value or (name == "python" and Path(value).name == value):
        return value
    # Not resolved: the interpreter of a virtual environment is a link, and is another one where that leads.
    return str(folder / Path(value).expanduser())


def _refuse(error: InputError) -> object:
    raise error


def _plain(kind: Any) -> str:
    return {bool: "true or false", int: "whole number", str: "text", Path | None: "path"}.get(kind, "table")
