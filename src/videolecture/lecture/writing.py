"""Writes a request as a lecture file, for a folder in which its files lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli_w

from videolecture.lecture import keys
from videolecture.rendering.options import OPTIONS
from videolecture.rendering.request import RenderRequest

_TITLE = ("title", "author", "licence")


def to_toml(request: RenderRequest) -> str:
    """Everything that was asked for, so that other settings change nothing; files by their bare names.

    The engines' tables of the operator's settings are not the lecture's, and are not in it.
    """
    values: dict[str, Any] = {name: getattr(request, name) for name in ("text", "face", "voice", "id")}
    values |= {option.name: getattr(request, option.name) for option in OPTIONS if not option.engine}
    plain: dict[str, Any] = {}
    for name in (*_TITLE, *(name for name in values if name not in _TITLE)):
        value = values[name]
        if isinstance(value, Path):
            value = value.name
        elif isinstance(value, tuple):
            value = list(value)
        if value is not None and value != [] and not (name == "size" and value == 0):
            plain[name] = value
    chosen = {name: value for name, value in request.face_options.items() if name.lower() not in keys.OPERATORS}
    return tomli_w.dumps({**plain, **({keys.FACE_OPTIONS: chosen} if chosen else {})})
