"""/api/v1/lectures/{id}: change it, its fragments and slides; its revisions; all of it as a folder."""

from __future__ import annotations

import dataclasses
import io
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from flask import Response, request, send_file
from pydantic import BaseModel

from videolecture.jobs.rows import Job
from videolecture.rendering.options import BY_NAME
from videolecture.web import revisions
from videolecture.web.changes import Judge, change, restore
from videolecture.web.folder import packed
from videolecture.web.foresight import foresee
from videolecture.web.inputs import InputSource
from videolecture.web.refusals import Conflict, Mismatch, NeedsMatch, NotThere, Unsupported, Unusable
from videolecture.web.v1 import files, models, views
from videolecture.web.v1.contents import api as api
from videolecture.web.v1.lectures import (
    INPUTS,
    PROBLEM,
    Model,
    answer,
    beside_of,
    check_webhook,
    known,
    language,
    service,
    shown,
    uploaded,
    validated,
)
from videolecture.web.v1.options import PLAIN
from videolecture.web.wanted import Change, FragmentChange, SlideChange
from videolecture.web.whole_text import text_of

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
CHANGED: dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None] = {
    "200": models.LectureView,
    "202": models.LectureView,
    **{str(status): PROBLEM for status in (409, 412, 413, 415, 428)},
}


@api.patch("/lectures/<id>", summary="Change a lecture", responses=CHANGED)
def patch_lecture(path: models.LecturePath, raw: models.RawBody) -> Response:  # noqa: ARG001 (for the document)
    """What is named changes, everything else stays: options, files, the text. null takes a choice or a file back.

    A new text ends changes of fragments; only how one sounds (`spoken`) goes on where its words stand in the new text.
    Needs If-Match. 202: it renders what that touches.
    """
    body = _body(models.LecturePatch)
    for name in INPUTS:
        _alone(body, *((name,) if name == "text" else ()), f"{name}_path", f"{name}_upload")
    sources, given = _files(INPUTS), body.model_fields_set
    for name in INPUTS:
        if (where := getattr(body, f"{name}_path", None)) is not None:
            suffix = _suffix(where, BY_NAME[name].suffixes if name in BY_NAME else ())
            checked = service().roots.check(f"{name}_path", where)
            near = name in ("text", "deck")
            sources[name] = InputSource(f"{name}_path", where, path=checked, suffix=suffix, beside=near)
        if (piecewise := getattr(body, f"{name}_upload", None)) is not None:
            sources[name] = uploaded(name, piecewise)
    if body.text is not None:
        sources["text"] = InputSource("text", "text", stream=io.BytesIO(body.text.encode()))
    nothing = {name for name in INPUTS if f"{name}_path" in given and getattr(body, f"{name}_path") is None}
    if "text" in given and body.text is None:
        nothing.add("text")
    if body.webhook:
        check_webhook(body.webhook)
    wanted = Change(
        {option.name: getattr(body, option.name) for option in PLAIN if option.name in given},
        sources,
        beside_of(body),
        frozenset(nothing),
        consent=body.consent.model_dump() if body.consent else None,
        webhook=body.webhook.model_dump(exclude_none=True) if body.webhook else None,
    )
    return changed(path.id, wanted)


@api.get("/lectures/<id>/text", summary="The whole text", responses={"200": models.TextView})
def get_text(path: models.LecturePath) -> Response:
    """Its text, or the notes of its deck, with the changes of its fragments in their places."""
    return answer(models.TextView(text=text_of(service(), known(path.id))))


@api.post("/lectures/<id>/foreseen", summary="What another text would cost", responses={"200": models.ForeseenView})
def foresee_text(path: models.LecturePath, body: models.TextView) -> Response:
    """How many fragments would be made anew; nothing is changed. Refused like the change itself, with the reason."""
    known(path.id)
    return answer(models.ForeseenView(**dataclasses.asdict(foresee(service(), path.id, body.text))))


@api.patch("/lectures/<id>/fragments/<int:number>", summary="Change a fragment", responses=CHANGED)
def patch_fragment(path: models.FragmentPath, body: models.FragmentPatch) -> Response:
    """Other words (`text`), or only how it sounds (`spoken`); null takes the change back. Needs If-Match.

    It stays one fragment with its number, however long; nothing else is spoken or animated again.
    """
    given = body.model_fields_set
    values: dict[str, str | None] = {name: getattr(body, name) for name in ("text", "spoken") if name in given}
    return changed(path.id, Change(fragment=FragmentChange(path.number, values)))


@api.patch("/lectures/<id>/slides/<int:slide>", summary="Change a slide", responses=CHANGED)
def patch_slide(path: models.SlidePath, raw: models.RawBody) -> Response:  # noqa: ARG001 (for the document)
    """Another picture than the deck's (an upload, or `picture_path`), another `layout`; null takes it back.

    Needs If-Match. Only pictures are composed again, unless the layout takes the face in another size.
    """
    body = _body(models.SlidePatch)
    sources, given = _files(("picture",), PICTURES), body.model_fields_set
    if body.picture_path is not None:
        checked = service().roots.check("picture_path", body.picture_path)
        suffix = _suffix(body.picture_path, PICTURES)
        sources["picture"] = InputSource("picture_path", body.picture_path, path=checked, suffix=suffix)
    values: dict[str, str | None] = {"layout": body.layout} if "layout" in given else {}
    if "picture_path" in given and body.picture_path is None:
        values["picture"] = None
    return changed(path.id, Change(sources=sources, slide=SlideChange(path.slide, values)))


@api.get("/lectures/<id>/folder", summary="The lecture as a folder", responses={"200": {"description": "A ZIP"}})
def get_folder(path: models.LecturePath) -> Response:
    """A ZIP of lecture.toml, inputs and changes: `videolecture render` makes the same of it."""
    job = known(path.id)
    name = files.download_name(views.title(job, service().ledger.fragments(job.number)), "lecture.zip")
    return send_file(packed(service().home, job), "application/zip", download_name=name)


@api.get("/lectures/<id>/revisions", summary="Revisions", responses={"200": models.RevisionList})
def list_revisions(path: models.LecturePath) -> Response:
    """Every state of the lecture that is kept, the newest first."""
    current = known(path.id)
    jobs = service().ledger.jobs(lecture=path.id)
    return answer(models.RevisionList(items=[_view(job, current) for job in jobs]))


@api.get("/lectures/<id>/revisions/<int:revision>", summary="One revision", responses={"200": models.RevisionView})
def get_revision(path: models.RevisionPath) -> Response:
    """What it is made of, and how many fragments would be rendered if it were restored now."""
    return answer(_view(_revision(path.id, path.revision), known(path.id), count=True))


@api.get("/lectures/<id>/revisions/<int:revision>/changes", summary="Compare", responses={"200": models.ChangesView})
def compare_revisions(path: models.RevisionPath, query: models.Against) -> Response:
    """How a revision differs from another one (`against`), or from the lecture as it is."""
    other = known(path.id) if query.against is None else _revision(path.id, query.against)
    found = revisions.compare(service().ledger, _revision(path.id, path.revision), other)
    fragments = [models.FragmentDifference(**one) for one in found.fragments]
    return answer(
        models.ChangesView(
            revision=path.revision,
            against=other.number,
            fragments=fragments,
            options=list(found.options),
            inputs=list(found.inputs),
        )
    )


@api.post(
    "/lectures/<id>/revisions/<int:revision>/restore",
    summary="Restore a revision",
    responses={"202": models.RestoredView, **{str(status): PROBLEM for status in (409, 412, 428)}},
)
def restore_revision(path: models.RevisionPath) -> Response:
    """The lecture becomes what it was, as a new revision; says how many fragments will be rendered. Needs If-Match."""
    earlier = _revision(path.id, path.revision)
    count = revisions.to_render(service(), earlier)
    job = restore(service(), path.id, path.revision, judge_of(path.id))
    view = views.lecture(job, service().ledger.fragments(job.number), language())
    headers = {"ETag": views.entity_tag(job), "Location": f"/api/v1/lectures/{job.lecture}"}
    return answer(models.RestoredView(fragments_to_render=count, lecture=view), 202, headers)


# ------------------------------------------------------------------------------------------------------------- inside


def changed(identity: str, wanted: Change) -> Response:
    """The lecture after a change, as a response. Raises Refused."""
    known(identity)
    job, new = change(service(), identity, wanted, judge_of(identity))
    return shown(job, 202 if new else 200)


def judge_of(identity: str) -> Judge:
    """Whether the lecture may be changed: it is there, is not being deleted, and is the one that If-Match names."""
    wanted = request.headers.get("If-Match")

    def judge(current: Job | None) -> None:
        if current is None:
            raise NotThere("no lecture", id=identity)
        if identity in service().deleting:
            raise Conflict("deleting", id=identity)
        if not wanted:
            raise NeedsMatch("needs match")
        if not views.is_named(wanted, current):
            raise Mismatch("mismatch")

    return judge


def _revision(identity: str, number: int) -> Job:
    job = service().ledger.job(number)
    if job is None or job.lecture != identity or known(identity) is None:
        raise NotThere("no revision", number=number)
    return job


def _view(job: Job, current: Job, count: bool = False) -> models.RevisionView:
    to_render = revisions.to_render(service(), job) if count else None
    return views.revision(job, current, revisions.has_film(job), to_render)


def _body(model: type[Model]) -> Model:
    if request.mimetype == "multipart/form-data":
        return validated(model, request.form.get("options", "{}"))
    if request.mimetype != "application/json":
        raise Unsupported("type")
    return validated(model, request.get_data())


def _alone(body: BaseModel, *names: str) -> None:
    if sum(getattr(body, name, None) is not None for name in names) > 1:
        raise Unusable("twice", name=names[0])


def _files(names: tuple[str, ...], suffixes: tuple[str, ...] = ()) -> dict[str, InputSource]:
    """What an upload carries, by name."""
    found = {}
    for name in names:
        if file := request.files.get(name):
            known_suffixes = suffixes or (BY_NAME[name].suffixes if name in BY_NAME else ())
            found[name] = InputSource(
                name, name, stream=file.stream, suffix=_suffix(file.filename or "", known_suffixes)
            )
    return found


def _suffix(name: str, suffixes: tuple[str, ...]) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in suffixes else ""
