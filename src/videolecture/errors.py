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

from typing import ClassVar


class VideolectureError(Exception):
    """`what` happened, and the `remedy`: both whole sentences, shown to the user as they are.

    An error with a `code` is told in every language: `what` and `remedy` are then format strings over the named
    `parameters`, and `messages/ru.toml` has the same two sentences under the code, over the same names.

    >>> str(InputError("There is no slide {slide}.", "The last is {last}.", code="slide-unknown", slide=7, last=3))
    'There is no slide 7. The last is 3.'
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, remedy: str = "", *, code: str = "", **parameters: object) -> None:
        if code:
            what, remedy = what.format_map(parameters), remedy.format_map(parameters)
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


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

    def __init__(self, what: str = "Cancelled.", remedy: str = "") -> None:
        super().__init__(what, remedy)
