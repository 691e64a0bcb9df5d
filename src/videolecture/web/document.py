"""The OpenAPI 3.1 document of /api/v1, with what the library cannot say: headers, kinds of body, who needs a token."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from videolecture.web import beside
from videolecture.web.v1 import files, films, models
from videolecture.web.v1.lectures import INPUTS
from videolecture.web.v1.options import FILES

_LECTURE = "/api/v1/lectures/{id}"
_CHANGES = (
    ("/fragments/{number}", "patch"),
    ("/fragments/{number}/sentences/{sentence}", "patch"),
    ("/slides/{slide}", "patch"),
    ("/revisions/{revision}/restore", "post"),
)
_ANYTHING: dict[str, Any] = {}  # the schema of bytes


def document(generated: Mapping[str, Any], needs_token: bool) -> dict[str, Any]:
    """The library's document, completed. The lecture's two kinds of body are here: the library knows one per route."""
    spec = copy.deepcopy(dict(generated))
    spec["security"] = [{"token": []}] if needs_token else [{"token": []}, {}]
    paths = spec["paths"]
    schemas = spec["components"]["schemas"]
    _add_bodies(schemas, paths[_LECTURE]["put"])
    _add_patch(schemas, paths[_LECTURE]["patch"], models.LecturePatch, INPUTS)
    _add_patch(schemas, paths[_LECTURE + "/slides/{slide}"]["patch"], models.SlidePatch, ("picture",))
    match = _header("If-Match", "The entity tag of the lecture that is meant, or *")
    for method in ("put", "delete", "patch"):
        paths[_LECTURE][method]["parameters"].append(match)
    for path, method in _CHANGES:
        paths[_LECTURE + path][method]["parameters"].append(match)
    folder = paths[_LECTURE + "/folder"]["get"]
    folder["responses"]["200"]["content"] = {"application/zip": _ANYTHING}
    take = paths[_LECTURE + "/fragments/{number}/sentences/{sentence}/takes/{take}"]["get"]
    take["responses"]["200"]["content"] = {"audio/wav": _ANYTHING}
    events = paths[_LECTURE + "/events"]["get"]
    events["parameters"].append(_header("Last-Event-ID", "Begin a stream after this event", pattern="^[0-9]+$"))
    events["responses"]["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    file = paths[_LECTURE + "/files/{name}"]["get"]
    file["parameters"].append(_header("Range", "Bytes that are wanted, like bytes=0-999: one part"))
    for status in ("200", "206"):
        file["responses"][status]["content"] = dict.fromkeys(files.TYPES.values(), _ANYTHING)
    return spec


def _add_patch(schemas: dict[str, Any], patch: dict[str, Any], model: type[BaseModel], files: Sequence[str]) -> None:
    """A change as JSON, or as an upload of files with the JSON as its part `options`."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    schemas[model.__name__] = schema
    binary = {"type": "string", "format": "binary"}
    parts = {**dict.fromkeys(files, binary), **(_beside() if "deck" in files else {}), "options": {"type": "string"}}
    upload = {"type": "object", "properties": parts}
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    content = {"application/json": {"schema": reference}, "multipart/form-data": {"schema": upload}}
    patch["requestBody"] = {"required": True, "content": content}


def _beside() -> dict[str, Any]:
    """Parts of an upload that text and deck name."""
    binary = {"type": "string", "format": "binary"}
    return {
        "film": {"type": "array", "items": binary, "maxItems": films.MOST},
        "deck_file": {"type": "array", "items": binary, "maxItems": beside.MOST},
    }


def _header(name: str, about: str, **schema: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": about,
        "schema": {"type": "string", **schema},
    }


def _add_bodies(schemas: dict[str, Any], put: dict[str, Any]) -> None:
    for model in (models.LectureWish, models.Consent, models.Webhook):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    binary = {"type": "string", "format": "binary"}
    upload = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("text", "face", "voice", *(option.name for option in FILES)), binary),
            **_beside(),
            "options": {"type": "string"},
        },
    }
    put["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/LectureWish"}},
            "application/toml": {"schema": {"type": "string", "description": "a lecture.toml"}},
            "multipart/form-data": {"schema": upload},
        },
    }
