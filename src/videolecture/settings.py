"""Settings: defaults, then a TOML file, then the environment; the command line's options come last.

Only the command line and the web application read this; everything below is told what to do by its arguments. How a
lecture is made stands in the table of `rendering/options.py`; the settings of the program itself stand here.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from videolecture import environments
from videolecture.errors import InputError, reason
from videolecture.execute.setup import Setup
from videolecture.rendering import choice as choices
from videolecture.rendering import options
from videolecture.rendering.option import Kind, Option, Value

OptionValue = str | int | float | bool
NOTHING: Mapping[str, Any] = MappingProxyType({})


def _about(about: str, kind: Kind | None = None, original: str = "") -> dict[str, str]:
    """What a setting is for; of one of the program's own also its type, and its name in the original service."""
    return {"about": about, "original": original} | ({"kind": kind} if kind else {})


def _nothing() -> Mapping[str, Any]:
    return NOTHING


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default."""

    lecture: Mapping[str, Value] = field(
        default_factory=options.defaults, metadata=_about("how lectures are made: rendering/options.py, by name")
    )
    executor: str = field(default="processes", metadata=_about("where engines run", "text"))
    gpus: str = field(
        default="", metadata=_about("all, or names as CUDA_VISIBLE_DEVICES takes them: one worker each", "text")
    )
    logs: Path | None = field(
        default=None,
        metadata=_about("folder for logs; none: the folder logs in VIDEOLECTURE_HOME", "file", "LOGS_DIR_PATH"),
    )
    sadtalker_python: Path | None = field(
        default=None, metadata=_about("interpreter of a SadTalker checkout", "file", "SAD_TALKER_PYTHON_PATH")
    )
    sadtalker_inference: str = field(
        default="", metadata=_about("inference.py of a checkout, relative to it", "text", "SAD_TALKER_INFERENCE")
    )
    sadtalker_folder: Path | None = field(
        default=None, metadata=_about("a SadTalker checkout", "file", "SAD_TALKER_DIR_PATH")
    )
    engines: Mapping[str, Mapping[str, object]] = field(
        default_factory=_nothing,
        metadata=_about("a table per engine ([engines.NAME]); python: an interpreter of its own"),
    )
    ray: Mapping[str, object] = field(
        default_factory=_nothing,
        metadata=_about("the table of the executor ray ([ray]): address, engines (docs/scaling.md)"),
    )
    service: Mapping[str, object] = field(
        default_factory=_nothing,
        metadata=_about("the table of the service ([service]): host, port, allow_roots, ... (docs/service)"),
    )

    @property
    def language(self) -> str:
        """The language of lectures, or auto."""
        return str(self.lecture["language"])

    @property
    def speech(self) -> str:
        """The speech engine's name."""
        return str(self.lecture["speech"])

    @property
    def face_engine(self) -> str:
        """The face engine's name."""
        return str(self.lecture["face_engine"])

    @property
    def delimiter(self) -> str:
        """What separates slides."""
        return str(self.lecture["delimiter"])

    @property
    def commercial(self) -> bool:
        """Whether engines that forbid commercial use are refused."""
        return bool(self.lecture["commercial"])

    def request(
        self, chosen: Mapping[str, Value], of_face: Sequence[str] = (), of_file: Mapping[str, OptionValue] = NOTHING
    ) -> dict[str, Any]:
        """The fields of a RenderRequest that say how a lecture is made.

        The settings, overlaid by what was `chosen` of `options.OPTIONS` (None: nothing was), with the engines' own
        options apart. `of_face`: further options of the face engine, as NAME=VALUE; `of_file`: those of a lecture file.
        """
        given = {name: value for name, value in chosen.items() if value is not None}
        values: dict[str, Any] = {
            **self.lecture,
            **{name: value for name, value in given.items() if not options.BY_NAME[name].engine},
        }
        own: dict[str, dict[str, Any]] = {"speech": {}, "face": {}}
        for name, value in given.items():
            if engine := options.BY_NAME[name].engine:
                own[engine][name] = value
        usual = str(options.BY_NAME["speech"].default)
        named = values["speech"] if "speech" in given or values["speech"] != usual else None
        asked = (named, usual, values["language"], values["commercial"], self.options, self.pythons())
        if found := choices.chosen(*asked):
            values |= {"speech": found.engine, "speech_passed": found.passed}
        values["speech_options"] = self.options(values["speech"]) | own["speech"]
        values["face_options"] = self.face_options(values["face_engine"], of_face, of_file) | own["face"]
        return values

    def options(self, engine: str) -> dict[str, object]:
        """An engine's own options: its table without the interpreter."""
        return {name: value for name, value in self.engines.get(engine, {}).items() if name != "python"}

    def face_options(
        self, engine: str, chosen: Sequence[str] = (), of_file: Mapping[str, OptionValue] = NOTHING
    ) -> dict[str, OptionValue]:
        """A face engine's options: its table, a lecture file's, what was chosen as NAME=VALUE. Raises InputError."""
        found: dict[str, OptionValue] = {}
        for name, value in self.options(engine).items():
            if not isinstance(value, OptionValue):
                raise InputError(
                    "The option «{option}» of [engines.{engine}] cannot be «{value}».",
                    "Give text or a number.",
                    code="engine-option-kind",
                    option=name,
                    engine=engine,
                    value=value,
                )
            found[name] = value
        found |= of_file
        for choice in chosen:
            name, equals, text = choice.partition("=")
            if not equals or not name:
                raise InputError(
                    "The option «{choice}» is not understood.",
                    "Write it like NAME=VALUE.",
                    code="engine-option-form",
                    choice=choice,
                )
            found[name.strip()] = text.strip()
        return found

    def for_workers(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Environment variables that engines read and the file sets, under the original service's names."""
        found = {
            "SAD_TALKER_PYTHON_PATH": self.sadtalker_python,
            "SAD_TALKER_INFERENCE": self.sadtalker_inference,
            "SAD_TALKER_DIR_PATH": self.sadtalker_folder,
        }
        return {name: str(value) for name, value in found.items() if value and not environment.get(name)}

    def setup(self) -> Setup:
        """What the executor is told."""
        return Setup(self.pythons(), gpus=self.gpus, ray=dict(self.ray))

    def pythons(self) -> dict[str, str]:
        """Engines that live in another environment, named here or made by us: name -> interpreter."""
        named = {name: str(table["python"]) for name, table in self.engines.items() if table.get("python")}
        return environments.pythons() | named


OWN: Mapping[str, Option] = {
    setting.name: Option(
        setting.name,
        setting.metadata["kind"],
        cast(Value, setting.default),
        help=setting.metadata["about"],
        help_ru="",
        original=setting.metadata["original"],
    )
    for setting in dataclasses.fields(Settings)
    if "kind" in setting.metadata
}
_LECTURE: Mapping[str, Option] = {option.name: option for option in options.at("settings")}
_KNOWN: Mapping[str, Option] = {**_LECTURE, **OWN}
_TABLES = ("engines", "ray", "service")


def load(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Defaults, overlaid by the file, overlaid by the environment.

    An environment variable is VIDEOLECTURE_ and the setting's name in capitals, or the original service's name.
    Relative paths in the file are taken against the file's own folder.
    """
    values: dict[str, Any] = {}
    if file is not None:
        values = _of_file(_read(file), file)
    for option in _KNOWN.values():
        for variable in (option.original, option.variable):
            if variable and (text := environment.get(variable)):
                values[option.name] = option.read(text, variable, Path.cwd())
    lecture = {name: value for name, value in values.items() if name in _LECTURE}
    rest = {name: value for name, value in values.items() if name not in _LECTURE}
    return Settings(lecture={**options.defaults(), **lecture}, **rest)


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            "The settings file {file} cannot be read: {reason}.",
            "Check --config.",
            code="settings-unreadable",
            file=file,
            reason=reason(error),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "The settings file {file} is not valid TOML: {reason}.",
            "Correct that line.",
            code="settings-not-toml",
            file=file,
            reason=error,
        ) from error


def _of_file(content: Mapping[str, object], file: Path) -> dict[str, Any]:
    """The settings of a file, by our names."""
    originals = {option.original: option for option in _KNOWN.values() if option.original}
    folder, values = file.resolve().parent, dict[str, Any]()
    for name, value in content.items():
        if option := _KNOWN.get(name) or originals.get(name):
            values[option.name] = option.read(value, f"{name}, {file}", folder)
        elif name in _TABLES:
            if not isinstance(value, Mapping):
                raise _no_table(name, file, value)
            values[name] = _engines(value, file, folder) if name == "engines" else value
        else:
            raise InputError(
                "There is no setting «{name}» ({file}).",
                "Known: {known}.",
                code="settings-unknown",
                name=name,
                file=file,
                known=", ".join(sorted((*_KNOWN, *_TABLES))),
            )
    return values


def _no_table(name: str, file: Path, value: object) -> InputError:
    return InputError(
        "The setting «{name}» ({file}) cannot be «{value}».",
        "Write a table: [{name}].",
        code="settings-no-table",
        name=name,
        file=file,
        value=value,
    )


def _engines(engines: Mapping[str, object], file: Path, folder: Path) -> dict[str, dict[str, object]]:
    """The engines' own tables, with their paths taken against the file's folder."""
    tables = {}
    for engine, table in engines.items():
        if not isinstance(table, Mapping):
            raise _no_table(f"engines.{engine}", file, table)
        tables[engine] = {name: _path(engine, name, value, file, folder) for name, value in table.items()}
    return tables


def _path(engine: str, name: str, value: object, file: Path, folder: Path) -> object:
    """An option's value; of `python` and `folder` the path. A bare name of an interpreter is looked for on PATH."""
    if name not in ("python", "folder"):
        return value
    if not isinstance(value, str):
        raise InputError(
            "The option «{option}» of [engines.{engine}] ({file}) cannot be «{value}».",
            "It must be a path, in quotation marks.",
            code="engine-option-path",
            option=name,
            engine=engine,
            file=file,
            value=value,
        )
    if not value or (name == "python" and Path(value).name == value):
        return value
    # Not resolved: the interpreter of a virtual environment is a link, and is another one where that leads.
    return str(folder / Path(value).expanduser())
