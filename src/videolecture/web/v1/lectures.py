"""/api/v1/lectures: ask for a lecture, see it, list, cancel, delete."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, TypeVar

from flask import Response, current_app, g, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ValidationError

from videolecture.errors import InputError
from videolecture.jobs.rows import Job, Origin
from videolecture.jobs.states import FINAL, State
from videolecture.jobs.webhooks import check_address, check_outside, check_secret
from videolecture.rendering.options import BY_NAME
from videolecture.web import beside
from videolecture.web.faults import fault
from videolecture.web.inputs import InputSource
from videolecture.web.messages import language_of
from videolecture.web.refusals import Conflict, Mismatch, NeedsMatch, NotThere, Unsupported, Unusable
from videolecture.web.service import Service, Wish
from videolecture.web.v1 import lecture_file, models, views
from videolecture.web.v1.films import PART, named
from videolecture.web.v1.options import FILES, chosen

Model = TypeVar("Model", bound=BaseModel)
DECK_FILE = "deck_file"  # a part of an upload: a file beside the deck, which names it
INPUTS = ("text", "face", "voice", *(option.name for option in FILES))
ORIGINS: tuple[Origin, ...] = ("v1", "original")
PROBLEM: dict[str, Any] = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEMS: dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None] = {
    str(status): PROBLEM for status in (400, 401, 403, 404, 422, 429)
}
TAG = Tag(name="lectures", description="Lectures are made by asking for them under an id of your own")

api = APIBlueprint("v1", __name__, url_prefix="/api/v1", abp_tags=[TAG], abp_responses=PROBLEMS)


class LectureBody(models.LectureFileBody):
    """JSON with server-side paths, or an upload."""


def service() -> Service:
    """The service behind this application."""
    found: Service = current_app.extensions["videolecture"]
    return found


def language() -> str:
    """The language that the client reads; English without a wish."""
    return language_of(request.accept_languages, "en")


def known(identity: str) -> Job:
    """The newest job of a lecture; raises NotThere."""
    job = service().ledger.lecture(identity)
    if job is None or job.origin not in ORIGINS:
        raise NotThere("no lecture", id=identity)
    return job


def answer(model: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A model as a response."""
    response = Response(model.model_dump_json(), status, mimetype="application/json")
    response.headers.update(headers or {})
    return response


def shown(job: Job, status: int = 200) -> Response:
    """A lecture as a response, with its entity tag."""
    headers = {"ETag": views.entity_tag(job), "Location": f"/api/v1/lectures/{job.lecture}"}
    if job.state not in FINAL:
        headers["Retry-After"] = "2"
    return answer(views.lecture(job, service().ledger.fragments(job.number), language()), status, headers)


@api.put(
    "/lectures/<id>",
    summary="Ask for a lecture",
    responses={
        "200": models.LectureView,
        "202": models.LectureView,
        **{str(status): PROBLEM for status in (412, 413, 415, 428)},
    },
)
def put_lecture(path: models.LecturePath, raw: LectureBody) -> Response:  # noqa: ARG001 (for the document)
    """Idempotent: the same again changes nothing, unless the lecture failed or was cancelled: then it is tried again.

    The body may be a lecture.toml as well (application/toml): its paths name uploads by their ids, or allowed files.
    Another content needs If-Match with the entity tag of what it replaces; everything unchanged is reused.
    """
    wish = _upload(path.id) if request.mimetype == "multipart/form-data" else _by_paths(path.id)
    job, new = service().submit(replace(wish, owner=g.owner), _judge)
    return shown(job, 202 if new else 200)


@api.get("/lectures/<id>", summary="See a lecture", responses={"200": models.LectureView})
def get_lecture(path: models.LecturePath) -> Response:
    """Its state, how far it is, and the time left."""
    return shown(known(path.id))


@api.get("/lectures", summary="List lectures", responses={"200": models.LectureList})
def list_lectures(query: models.Page) -> Response:
    """The newest first, page by page."""
    states = [State(query.state)] if query.state else []
    ledger = service().ledger
    found = ledger.jobs(states, ORIGINS, query.before, query.limit + 1, newest_only=True)
    page = found[: query.limit]
    items = [views.lecture(job, ledger.fragments(job.number), language()) for job in page]
    return answer(models.LectureList(items=items, next=page[-1].number if len(found) > len(page) else None))


@api.post("/lectures/<id>/cancel", summary="Stop a lecture", responses={"200": models.LectureView})
def cancel_lecture(path: models.LecturePath) -> Response:
    """Answers when nothing of it runs any more. A lecture that has ended stays as it is."""
    job = known(path.id)
    service().cancel(job.number)
    return shown(known(path.id))


@api.delete("/lectures/<id>", summary="Delete a lecture", responses={"204": None, "412": PROBLEM})
def delete_lecture(path: models.LecturePath) -> Response:
    """Stops it if it runs; deletes what the service keeps of it, not what it wrote into a folder of the client's."""
    job = known(path.id)
    if (wanted := request.headers.get("If-Match")) and not views.is_named(wanted, job):
        raise Mismatch("mismatch")
    service().forget(path.id)
    return Response(status=204)


# ------------------------------------------------------------------------------------------------------------- inputs


def _judge(current: Job | None, code: str) -> bool:
    """Whether a job is to be made, in view of the lecture that is there and of If-Match."""
    wanted = request.headers.get("If-Match")
    if current is None:
        if wanted:
            raise Mismatch("mismatch")
        return True
    if current.lecture in service().deleting:
        raise Conflict("deleting", id=current.lecture)
    if wanted and not views.is_named(wanted, current):
        raise Mismatch("mismatch")
    if current.digest == code:
        return current.state in (State.FAILED, State.CANCELLED, State.CANCELLING)
    if not wanted:
        raise NeedsMatch("no match")
    return True


def _by_paths(identity: str) -> Wish:
    if request.mimetype not in ("application/json", lecture_file.TYPE):
        raise Unsupported("type")
    if request.mimetype == lecture_file.TYPE:
        wish = validated(models.LectureWish, json.dumps(lecture_file.fields(request.get_data()), default=str))
    else:
        wish = validated(models.LectureWish, request.get_data())
    texts = [given for given in (wish.text, wish.text_path, wish.text_upload) if given is not None]
    notes = getattr(wish, "deck_path", None) or getattr(wish, "deck_upload", None)
    if len(texts) > 1 or not (texts or notes):
        raise Unusable("twice", name="text")
    sources: dict[str, InputSource] = {}
    for name in INPUTS:
        upload, text = getattr(wish, f"{name}_upload"), getattr(wish, f"{name}_path")
        if upload is not None and text is not None:
            raise Unusable("twice", name=name)
        if upload is not None:
            sources[name] = uploaded(name, upload)
        elif text is not None:
            path, near = service().roots.check(f"{name}_path", text), name in ("text", "deck")
            sources[name] = InputSource(f"{name}_path", text, path=path, suffix=_suffix(name, text), beside=near)
    if wish.text is not None:
        sources["text"] = InputSource("text", "text", stream=io.BytesIO(wish.text.encode()))
    return dataclasses.replace(_wish(identity, wish, sources), beside=beside_of(wish))


def _upload(identity: str) -> Wish:
    options = validated(models.Beside, request.form.get("options", "{}"))
    sources: dict[str, InputSource] = {}
    for name in ("text", "face", "voice"):
        if file := request.files.get(name):
            sources[name] = InputSource(name, name, stream=file.stream)
        elif name == "text" and name in request.form:
            sources[name] = InputSource(name, name, stream=io.BytesIO(request.form[name].encode()))
        elif name in request.form or (name == "text" and "deck" not in request.files):
            raise Unusable("missing", name=name)  # face and voice are files; they are asked for only where needed
    for name in (option.name for option in FILES):
        if file := request.files.get(name):
            sources[name] = InputSource(name, name, stream=file.stream, suffix=_suffix(name, file.filename or ""))
    return dataclasses.replace(_wish(identity, options, sources), beside=beside_of(options))


def beside_of(body: models.Beside) -> dict[str, InputSource]:
    """The films, and the files of the deck, that come with a request or were uploaded before it. Raises Unusable."""
    films, files = request.files.getlist(PART), request.files.getlist(DECK_FILE)
    shown_films = [
        *(InputSource(PART, one.filename or "", stream=one.stream) for one in films),
        *(uploaded(PART, one) for one in body.film_uploads),
    ]
    of_deck = [
        *(InputSource(DECK_FILE, one.filename or "", stream=one.stream) for one in files),
        *(uploaded(DECK_FILE, one) for one in body.deck_file_uploads),
    ]
    return {**beside.brought(DECK_FILE, of_deck), **named(shown_films)}


def uploaded(name: str, identity: str) -> InputSource:
    """A file that came piece by piece, for this client's token."""
    upload = service().uploads.whole(identity, str(g.get("owner", "")), name)
    suffix = _suffix(name, upload.name)
    content = service().uploads.content(upload).resolve()
    field = name if name in (PART, DECK_FILE) else f"{name}_upload"
    return InputSource(field, upload.name, path=content, suffix=suffix)


def _suffix(name: str, text: str) -> str:
    """The end of a client's file name, if it is one by which the file's reader tells formats apart."""
    suffix = PurePath(text).suffix.lower()
    return suffix if name in BY_NAME and suffix in BY_NAME[name].suffixes else ""


def _wish(identity: str, options: models.Options, sources: Mapping[str, InputSource]) -> Wish:
    if options.webhook:
        check_webhook(options.webhook)
    consent = options.consent.model_dump() if options.consent else {}
    webhook = options.webhook.model_dump(exclude_none=True) if options.webhook else None
    if (
        options.own_dictionary
        and "dictionary" not in sources
        and (words := service().dictionary(str(g.get("owner", ""))))
    ):
        sources = {
            **sources,
            "dictionary": InputSource("dictionary", "dictionary", stream=words.open("rb"), suffix=".toml"),
        }
    return Wish(identity, "v1", sources, chosen(options), None, consent, webhook)


def check_webhook(wanted: models.Webhook) -> None:
    """Refuse a webhook that can never be posted to, or not from here."""
    try:
        check_address(wanted.url)
        if not service().limits.webhooks_inside:
            check_outside(wanted.url)
    except InputError as error:
        raise Unusable("wrong", name="webhook.url", what=error) from None
    try:
        check_secret(wanted.secret)
    except InputError as error:
        raise Unusable("wrong", name="webhook.secret", what=error) from None


def validated(model: type[Model], text: str | bytes) -> Model:
    """The body as a model; raises Unusable."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise wrong(error) from None
    except InputError as error:
        raise Unusable("unusable", error=error) from None


def wrong(error: ValidationError) -> Unusable:
    """What the first wrong field is."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "body"
    return Unusable("wrong", name=name, what=fault(first))
