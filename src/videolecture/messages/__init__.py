"""Messages in the reader's language, made from their codes and parameters; and as plain data, to be kept or sent.

English stands where an error is raised, Russian in `ru.toml` beside this file, under the error's code, over the same
parameters. A message from before there were codes is told as it was written.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from videolecture import errors
from videolecture.errors import Term, VideolectureError

LANGUAGES = ("ru", "en")
_KEPT = '{"error": '  # how a kept message begins; one from before there were codes is plain text


class Told(NamedTuple):
    """A message in one language."""

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


@cache
def russian() -> Mapping[str, Mapping[str, str]]:
    """The Russian sentences by code: `what` and, where there is one, `remedy`."""
    return tomllib.loads(resources.files(__name__).joinpath("ru.toml").read_text("utf-8"))


def tell(message: VideolectureError | Term, language: str) -> Told:
    """The message in a language; English for one without a code."""
    translated = russian().get(message.code) if language == "ru" else None
    if translated is None:
        return Told(message.what, message.remedy) if isinstance(message, VideolectureError) else Told(str(message))
    parameters = in_language(message.parameters, language)
    return Told(*(translated.get(part, "").format_map(parameters) for part in ("what", "remedy")))


def in_language(parameters: Mapping[str, object], language: str) -> dict[str, object]:
    """Parameters with those that are messages themselves told in the language."""
    return {
        name: tell(value, language) if isinstance(value, (VideolectureError, Term)) else value
        for name, value in parameters.items()
    }


# ---------------------------------------------------------------------------------------------------------- plain data


def as_data(message: object) -> Any:
    """A message or one of its parameters as JSON values."""
    if isinstance(message, VideolectureError):
        what, remedy = message.templates
        return {
            "error": type(message).__name__,
            "what": what,
            "remedy": remedy,
            "code": message.code,
            "parameters": {name: as_data(value) for name, value in message.parameters.items()},
        }
    if isinstance(message, Term):
        parameters = {name: as_data(value) for name, value in message.parameters.items()}
        return {"term": message.template, "code": message.code, "parameters": parameters}
    return message


def from_data(data: Any) -> Any:
    """What `as_data` was given. An error of a class that `errors` does not have becomes an EngineError."""
    if not isinstance(data, Mapping):
        return data
    parameters = {name: from_data(value) for name, value in data["parameters"].items()}
    if "term" in data:
        return Term(data["term"], code=data["code"], **parameters)
    kind = getattr(errors, data["error"], errors.EngineError)
    return kind(data["what"], data["remedy"], code=data["code"], **parameters)


def error_from_data(data: Mapping[str, Any]) -> VideolectureError:
    """The error that `as_data` was given."""
    error = from_data(data)
    return error if isinstance(error, VideolectureError) else errors.EngineError(str(error))


def kept(error: VideolectureError) -> str:
    """The error as a text that `found` makes it of again: for the ledger's columns of text."""
    return json.dumps(as_data(error), ensure_ascii=False)


def found(text: str, remedy: str = "") -> VideolectureError:
    """The error that a column holds; a plain sentence from before there were codes with the remedy beside it."""
    if text.startswith(_KEPT):
        return error_from_data(json.loads(text))
    return errors.EngineError(text, remedy)
