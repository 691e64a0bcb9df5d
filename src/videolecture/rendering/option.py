"""What an option of a lecture is: type, range, help; and the one place where its values are read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from videolecture import registry
from videolecture.errors import InputError
from videolecture.registry import nearest

Kind = Literal["text", "whole", "number", "yes", "file", "slides"]
Door = Literal["command", "settings", "v1", "original"]  # settings: the file and the environment
Value = str | int | float | bool | Path | tuple[int, ...] | None

MOST_SLIDES = 10_000  # numbers of one choice
LAST_SLIDE = 100_000
_CANNOT = "The option «{option}» cannot be «{value}»."
_YES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Option:
    """One option: what it means and which values it may have."""

    name: str
    kind: Kind
    default: Value
    help: str
    help_ru: str
    least: float | None = None  # of a number; always with `most`
    most: float | None = None
    even: bool = False
    automatic: bool = False  # a text: also "auto", which no registry knows
    choices: tuple[str, ...] = ()
    names: registry.Kind | None = None  # a name of the registry
    pattern: str = ""  # of the whole text; with `example`
    example: str = ""
    longest: int = 4096  # characters of a text
    suffixes: tuple[str, ...] = ()  # of a file's name, by which its reader tells formats apart
    original: str = ""  # the original service's name of the setting
    engine: Literal["", "speech", "face"] = ""  # an option of this kind of engine, not of the request
    exempt: Mapping[Door, str] = field(default_factory=dict)  # doors without it, and why

    @property
    def flag(self) -> str:
        """On the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """In the environment."""
        return f"VIDEOLECTURE_{self.name.upper()}"

    @property
    def range(self) -> str:
        """Which values it may have, in signs that need no language: "64..4096", "a | b"; "" for any."""
        if self.least is not None:
            return f"{self.least:g}..{self.most:g}"
        return " | ".join(self.choices) or self.example

    def read(self, value: object, label: str = "", folder: Path | None = None) -> Value:
        """A value as a door got it (text, or TOML's types), as one of the option's type, checked.

        `label`: what the door calls the option. Relative paths are taken against `folder`. Raises InputError.
        """
        label = label or self.name
        try:
            found = self._read(value, folder or Path())
        except (ValueError, KeyError, OverflowError):
            raise _wrong_kind(self.kind, label, value) from None
        self.check(found, label)
        return found

    def _read(self, value: object, folder: Path) -> Value:
        """Raises ValueError, KeyError or OverflowError."""
        if self.kind == "yes" and isinstance(value, bool):
            return value
        if isinstance(value, bool):
            raise ValueError
        if self.kind == "whole" and isinstance(value, (int, str)):
            return int(value)
        if self.kind == "number" and isinstance(value, (int, float, str)):
            return float(value)
        if self.kind == "slides" and isinstance(value, (tuple, list)):
            return tuple(sorted({_slide(number) for number in value}))
        if not isinstance(value, str):
            raise ValueError
        match self.kind:
            case "yes":
                return _YES[value.lower()]
            case "file":
                return (folder / Path(value).expanduser()).resolve()
            case "slides":
                return _slides(value)
            case _:
                return value

    def check(self, value: Value, label: str = "") -> None:
        """Raise InputError for a value of the right type that is not possible."""
        label = label or self.name
        if isinstance(value, (int, float)) and self.least is not None and self.most is not None:
            self._check_range(value, label)
        elif isinstance(value, str):
            self._check_text(value, label)
        elif isinstance(value, tuple) and (len(value) > MOST_SLIDES or any(not 1 <= n <= LAST_SLIDE for n in value)):
            raise InputError(
                "The option «{option}» names no slide.",
                "Slides are numbered from 1; of a range the smaller number comes first.",
                code="option-no-slide",
                option=label,
            )

    def _check_range(self, value: float, label: str) -> None:
        least, most = self.least or 0, self.most or 0
        if value == self.default or (least <= value <= most and not (self.even and value % 2)):
            return
        if self.even:
            raise InputError(
                "The option «{option}» cannot be {value}.",
                "Choose an even number from {least} to {most}.",
                code="option-even",
                option=label,
                value=value,
                least=f"{least:g}",
                most=f"{most:g}",
            )
        raise InputError(
            "The option «{option}» cannot be {value}.",
            "Choose a number from {least} to {most}.",
            code="option-range",
            option=label,
            value=value,
            least=f"{least:g}",
            most=f"{most:g}",
        )

    def _check_text(self, value: str, label: str) -> None:
        if not value:
            raise InputError(
                "The option «{option}» is empty.",
                "Give it a value, or leave it out.",
                code="option-empty",
                option=label,
            )
        if self.names and not (self.automatic and value == "auto"):
            self._check_name(self.names, value, label)
        if self.choices and value not in self.choices and (near := nearest(value, self.choices)):
            raise InputError(
                "The option «{option}» cannot be «{value}».",
                "Perhaps «{near}» is meant. Choose one of: {choices}.",
                code="option-choice-near",
                option=label,
                value=value[:80],
                near=near,
                choices=", ".join(self.choices),
            )
        if self.choices and value not in self.choices:
            raise InputError(
                "The option «{option}» cannot be «{value}».",
                "Choose one of: {choices}.",
                code="option-choice",
                option=label,
                value=value[:80],
                choices=", ".join(self.choices),
            )
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise InputError(
                "The option «{option}» cannot be «{value}».",
                "Write it like {example}.",
                code="option-form",
                option=label,
                value=value[:80],
                example=self.example,
            )
        if len(value) > self.longest:
            raise InputError(
                "The option «{option}» has {characters} characters.",
                "At most {most} are possible.",
                code="option-long",
                option=label,
                characters=len(value),
                most=self.longest,
            )

    def _check_name(self, kind: registry.Kind, value: str, label: str) -> None:
        """Where it comes from is told of a name that nobody has just written: it may be forgotten that it is there."""
        try:
            registry.target(kind, value)
        except InputError as error:
            if label in (self.name, self.flag):
                raise
            raise InputError(
                "{cause.what}",
                "{cause.remedy} It is named by {option}: correct that, or take it out.",
                code="option-names-nothing",
                cause=error,
                option=label,
            ) from error


def _wrong_kind(kind: Kind, label: str, value: object) -> InputError:
    """The error for a value that is of another type; a sentence of its own for each type."""
    shown = str(value)[:80]
    match kind:
        case "whole":
            return InputError(_CANNOT, "It must be a whole number.", code="option-not-whole", option=label, value=shown)
        case "number":
            return InputError(_CANNOT, "It must be a number.", code="option-not-number", option=label, value=shown)
        case "yes":
            return InputError(_CANNOT, "It must be true or false.", code="option-not-yes", option=label, value=shown)
        case "file":
            return InputError(_CANNOT, "It must be a path.", code="option-not-path", option=label, value=shown)
        case "slides":
            return InputError(
                _CANNOT, "Write it like 2, 2-3 or 1,4-6.", code="option-not-slides", option=label, value=shown
            )
        case _:
            return InputError(_CANNOT, "It must be text.", code="option-not-text", option=label, value=shown)


def _slides(choice: str) -> tuple[int, ...]:
    """«2-3,5» as (2, 3, 5). Raises ValueError."""
    numbers: list[int] = []
    for part in choice.split(","):
        first, dash, last = part.strip().partition("-")
        begins, ends = int(first), int(last if dash else first)
        if ends > LAST_SLIDE or len(numbers) > MOST_SLIDES:
            return (0,)
        numbers.extend(range(begins, ends + 1) or (0,))
    return tuple(sorted(set(numbers)))


def _slide(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError
    return number
