"""What a job of the ledger asks for, as the pipeline takes it; and its errors in the client's words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from videolecture.errors import InputError, VideolectureError
from videolecture.rendering.options import OPTIONS
from videolecture.rendering.request import RenderRequest

# What a row tells of its request beside it: the client's names of files, the deck's title, the language that is spoken.
ABOUT = ("shown", "called", "spoken_in")
PATHS = ("text", "face", "voice", "out", *(option.name for option in OPTIONS if option.kind == "file"))


def check_place(request: RenderRequest, home: Path) -> None:
    """Raise InputError where the output folder leads elsewhere by now than when the service allowed it."""
    if not request.out.is_relative_to(home) and request.out.resolve() != request.out:
        raise InputError(
            "«{out}» has become a link to another place.",
            "Name the folder itself.",
            code="out-became-link",
            out=request.out,
        )


def request_from(request: Mapping[str, Any], label: str = "") -> RenderRequest:
    """The RenderRequest that a ledger's row describes."""
    values = {name: value for name, value in request.items() if name not in ABOUT}
    values = {"text": None, "face": None, "voice": None, **values}
    values |= {name: Path(values[name]) for name in PATHS if values.get(name)}
    return RenderRequest(**{**values, "slides": tuple(values.get("slides", ())), "label": label})


def shown(request: Mapping[str, Any], error: VideolectureError) -> VideolectureError:
    """An error with the client's names of the files instead of ours, which are words like «text»: whole names only."""
    names = [(request[name], Path(request[name]).name, theirs) for name, theirs in request.get("shown", {}).items()]

    def rename(text: str) -> str:
        for path, own, theirs in names:
            text = Path(theirs).name if text == own else text.replace(path, theirs)
        return text

    return error.renamed(rename)
