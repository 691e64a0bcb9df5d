"""The JSON schema of lecture files, for editors: `python -m videolecture.lecture.schema > docs/lecture.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from videolecture import registry
from videolecture.lecture import keys
from videolecture.rendering.option import Option
from videolecture.rendering.option_schema import schema

FILE = ".lecture.schema.json"  # beside a lecture file that `new` wrote; editors find it by the comment #:schema


def document() -> dict[str, Any]:
    """The schema; names of engines and layouts are suggested, because other packages add more."""
    properties = {name: _property(option) for name, option in keys.KNOWN.items()}
    choice = {"type": ["string", "number", "boolean"]}
    properties[keys.FACE_OPTIONS] = {
        "type": "object",
        "additionalProperties": choice,
        "description": "what the face engine can be told beside (see: videolecture engines)",
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A lecture of videolecture",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def text() -> str:
    """The schema as it stands in a file."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def _property(option: Option) -> dict[str, Any]:
    about = option.help + (" (path, relative to this file)" if option.kind == "file" else "")
    found = schema(option)
    if option.kind == "slides":
        found = {"anyOf": [found, {"type": "string", "minLength": 1}]}
    if option.names:
        known = [*(("auto",) if option.automatic else ()), *registry.TABLE[option.names]]
        found = {"anyOf": [{"enum": known}, found]}
    if option.default not in (None, (), False):
        found["default"] = option.default
    return {"description": about, **found}


if __name__ == "__main__":
    print(text(), end="")
