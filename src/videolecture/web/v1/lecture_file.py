"""A whole lecture.toml as the body of a request: the same keys, its paths name uploads or allowed files."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from videolecture.errors import InputError
from videolecture.lecture import keys
from videolecture.lecture.file import NAME
from videolecture.web.refusals import Unusable

TYPE = "application/toml"
_UPLOAD = re.compile(r"[0-9a-f]{32}")
_OURS = ("out", "id", "takes", "edits")  # where it goes is the service's matter, the rest is changed one by one


def fields(body: bytes) -> dict[str, Any]:
    """The fields of a wish for a lecture. Raises Unusable for what is no lecture file, by its key."""
    try:
        content = tomllib.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable("wrong", name=NAME, what=error) from None
    found: dict[str, Any] = {}
    for name, value in content.items():
        if name in _OURS:
            raise Unusable("not over http", name=name)
        if name == keys.FACE_OPTIONS and isinstance(value, dict):
            found |= value
            continue
        try:
            option = keys.find(name, NAME)
        except InputError as error:
            raise Unusable("unusable", error=error) from error
        if option.kind != "file":
            found[name] = value
        elif isinstance(value, str) and _UPLOAD.fullmatch(value):
            found[f"{name}_upload"] = value
        else:
            found[f"{name}_path"] = value
    return found
