"""Every error videolecture raises on purpose. The message says what happened, to which input, and what to do next.

VideolectureError
├── InputError            something the user gave cannot be used          (exit code 2)
├── MissingError          an extra, weights or a program are not there    (exit code 1)
├── WeightsError          weights could not be fetched or are not genuine (exit code 1)
├── EngineError           an engine failed at its work                    (exit code 1)
├── WorkerError           a worker process died or hung                   (exit code 1)
├── OutputError           nothing can be written there                    (exit code 1)
│   └── DiskFullError     there is no room left; the same again goes on   (exit code 1)
└── Cancelled             the job was cancelled                           (exit code 130)
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any, ClassVar, Self


class Term(str):
    """A piece of a sentence that each language says in its own way: Russian under the `code`, as for errors.

    It is its English text, over the parameters. An error takes it as one of its own parameters; a warning is one.

    >>> Term("lecture text", code="file-text"), Term("by signal {number}", code="by-signal", number=9)
    ('lecture text', 'by signal 9')
    """

    code: str
    template: str
    parameters: Mapping[str, object]

    def __new__(cls, english: str, *, code: str, **parameters: object) -> Self:
        """English over the parameters, as for an error."""
        plain = {name: _plain(value) for name, value in parameters.items()}
        term = super().__new__(cls, english.format_map(plain))
        term.code, term.template, term.parameters = code, english, plain
        return term

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """So that it can be copied, as every text can."""
        return (self.template,), {**self.parameters, "code": self.code}


class VideolectureError(Exception):
    """`what` happened, and the `remedy`: both whole sentences, shown to the user as they are.

    An error with a `code` is told in every language: `what` and `remedy` are then format strings over the named
    `parameters`, and `messages/ru.toml` has the same two sentences under the code, over the same names. Parameters are
    plain data (a path becomes text), a `Term`, or another error: its sentences are {cause.what} and {cause.remedy}.

    >>> str(InputError("There is no slide {slide}.", "The last is {last}.", code="slide-unknown", slide=7, last=3))
    'There is no slide 7. The last is 3.'
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, remedy: str = "", *, code: str = "", **parameters: object) -> None:
        self.templates = what, remedy
        self.code = code
        self.parameters: Mapping[str, object] = {name: _plain(value) for name, value in parameters.items()}
        if code:
            what, remedy = what.format_map(self.parameters), remedy.format_map(self.parameters)
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()

    def renamed(self, rename: Callable[[str], str]) -> VideolectureError:
        """The same error with other words for what it names: `rename` is applied to every text among its parameters."""
        parameters: dict[str, Any] = {name: _renamed(value, rename) for name, value in self.parameters.items()}
        return type(self)(*self.templates, code=self.code, **parameters)


def _plain(value: object) -> object:
    """A parameter as plain data, so that it is the same after any number of process boundaries."""
    if value is None or isinstance(value, (bool, str, VideolectureError)):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def _renamed(value: object, rename: Callable[[str], str]) -> object:
    if isinstance(value, VideolectureError):
        return value.renamed(rename)
    return rename(value) if isinstance(value, str) and not isinstance(value, Term) else value


SYSTEM = ("EACCES", "EPERM", "EISDIR", "ENOTDIR", "ENOENT", "ENOSPC", "EDQUOT", "EROFS", "ENAMETOOLONG", "EEXIST")
"""What the operating system says that has its own words in every language, under the code system-NAME."""


def reason(error: OSError) -> str:
    """What the operating system says, as a parameter of an error."""
    name = errno.errorcode.get(error.errno or 0, "")
    said = error.strerror or str(error)
    return Term("{said}", code=f"system-{name.lower()}", said=said) if name in SYSTEM else said


class InputError(VideolectureError):
    """Something the user gave cannot be used."""

    exit_code = 2


class MissingError(VideolectureError):
    """An extra, a program or weights are not installed; the remedy says the command that installs them."""

    weights: tuple[str, ...] = ()  # names of the weights, where it is weights that are missing


class WeightsError(VideolectureError):
    """Weights could not be fetched, or their digest is not the manifest's."""


class EngineError(VideolectureError):
    """An engine failed at its work."""


class WorkerError(VideolectureError):
    """A worker process died or hung."""


class OutputError(VideolectureError):
    """The output cannot be written."""


class DiskFullError(OutputError):
    """There is no room left where something was to be written."""


class Cancelled(VideolectureError):  # noqa: N818 (a state the user asked for, not an error)
    """The job was cancelled."""

    exit_code = 130

    def __init__(
        self, what: str = "Cancelled.", remedy: str = "", *, code: str = "cancelled", **parameters: object
    ) -> None:
        super().__init__(what, remedy, code=code, **parameters)
