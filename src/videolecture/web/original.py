"""The original service's API, to the letter: its fields, its envelope, its file names, its port.

Every answer is {"error", "message", "result"}; every error but 404 has status 400.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from videolecture.errors import InputError
from videolecture.jobs.states import State
from videolecture.rendering.option import Value
from videolecture.rendering.options import BY_NAME
from videolecture.web.inputs import InputSource
from videolecture.web.messages import say
from videolecture.web.refusals import Refused, Unusable
from videolecture.web.service import Service, Wish

FILES = {"face_path": "face", "voice_path": "voice", "lecture_text_path": "text"}
# Fields that the original did not have: with slides. Without them its answers are what they always were.
FURTHER = ("layout", "resolution", "orientation", "corner", "face_shape", "subtitles", "transition", "silent_slide")
LARGEST_ID = 2**53 - 1  # what every JSON reader keeps exactly

blueprint = Blueprint("original", __name__)


@blueprint.post("/generate")
@blueprint.post("/generation")
@blueprint.post("/generation/")
def generate() -> Response:
    """Queue a lecture: the answer has the fragment numbers of every slide; the files appear as they are finished."""
    service = _service()
    body = _body()
    identity = body["id"]
    sources = {
        name: InputSource(field, body[field], path=service.roots.check(field, body[field]), beside=name == "text")
        for field, name in FILES.items()
    }
    stated = service.limits.consent
    consent = {"face": True, "voice": True, "stated_by": stated} if stated else {}
    chosen = {name: _option(name, body[name]) for name in FURTHER if body.get(name) is not None}
    if "deck_path" in body:
        path = service.roots.check("deck_path", body["deck_path"])
        suffix = Path(body["deck_path"]).suffix.lower()
        known = suffix in BY_NAME["deck"].suffixes
        suffix = suffix if known else ""
        sources["deck"] = InputSource("deck_path", body["deck_path"], path=path, suffix=suffix, beside=True)
    with service.roots.folder("generated_dir_path", body["generated_dir_path"]) as out:
        job, _ = service.submit(Wish(str(identity), "original", sources, chosen, out, consent))
    first = service.running()
    waits = first is not None and first.number != job.number
    return envelope("queued" if waits else "started", [list(slide) for slide in job.slides])


@blueprint.get("/generate/cancel")
@blueprint.get("/generation/cancel")
def cancel() -> Response:
    """Stop the running lecture: true only once it has really stopped, false when nothing runs."""
    service = _service()
    job = service.running()
    if job is None:
        return envelope("nothing runs", False)
    state = service.cancel(job.number)
    if state == State.CANCELLED:
        return envelope("cancelled", True)
    return envelope("nothing runs" if state in (State.SUCCEEDED, State.FAILED) else "not stopped", False)


@blueprint.get("/ping")
def ping() -> Response:
    """Whether the service is there."""
    return jsonify({"error": False, "message": "Pong", "result": True})


def envelope(code: str, result: object) -> Response:
    """The original's answer."""
    return jsonify({"error": False, "message": say(code, request.accept_languages), "result": result})


def failure(refused: Refused) -> tuple[Response, int]:
    """The original's answer to what cannot be done."""
    answer = jsonify({"error": True, "message": say(refused.code, request.accept_languages, parts=refused.parts)})
    answer.headers.update(refused.headers)
    if refused.retry_after:
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer, 404 if refused.status == 404 else 400


def _option(name: str, value: Any) -> Value:
    """The value of a further field, checked."""
    try:
        return BY_NAME[name].read(value, name)
    except InputError as error:
        raise Unusable("unusable", error=error) from error


def _service() -> Service:
    service: Service = current_app.extensions["videolecture"]
    return service


def _body() -> dict[str, Any]:
    """The request's fields, each of its type."""
    body = None
    if request.mimetype == "application/json":
        try:
            body = json.loads(request.get_data())
        except (ValueError, RecursionError):
            body = None
    if not isinstance(body, dict):
        raise Refused("not json")
    for name in (*FILES, "generated_dir_path", "id"):
        if body.get(name) is None:
            raise Refused("missing", name=name)
    if not isinstance(body.get("deck_path", ""), str):
        raise Refused("no path", name="deck_path")
    identity = body["id"]
    if isinstance(identity, bool) or not isinstance(identity, int) or not 0 <= identity <= LARGEST_ID:
        raise Refused("no integer", name="id")
    for name in (*FILES, "generated_dir_path"):
        if not isinstance(body[name], str):
            raise Refused("no path", name=name)
    return body
