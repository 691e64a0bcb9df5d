"""An option's values as JSON schema: for the OpenAPI document, and for editors of lecture files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from videolecture.rendering.option import LAST_SLIDE, MOST_SLIDES, Option

_NAMES: Mapping[str, str] = {
    "text": "string",
    "file": "string",
    "whole": "integer",
    "number": "number",
    "yes": "boolean",
}


def schema(option: Option) -> dict[str, Any]:
    """The option's JSON schema."""
    if option.kind == "slides":
        items = {"type": "integer", "minimum": 1, "maximum": LAST_SLIDE}
        return {"type": "array", "items": items, "maxItems": MOST_SLIDES}
    found: dict[str, Any] = {"type": _NAMES[option.kind]}
    if option.least is not None:
        found |= {"minimum": option.least, "maximum": option.most}
    if option.even:
        found["multipleOf"] = 2
    if option.kind in ("text", "file"):
        found |= {"minLength": 1, "maxLength": option.longest}
    if option.choices:
        found["enum"] = list(option.choices)
    if option.pattern:
        found["pattern"] = f"^({option.pattern})$"
    return found
