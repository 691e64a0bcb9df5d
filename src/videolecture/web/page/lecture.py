"""The page of one lecture: how far it is, or the film, and what of it can be changed."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from flask import abort, render_template, request

from videolecture import registry
from videolecture.errors import VideolectureError
from videolecture.jobs.rows import Job
from videolecture.jobs.states import FINAL, LIVING, State
from videolecture.messages import tell
from videolecture.rendering.edits import SlideEdit
from videolecture.rendering.takes import check_chance
from videolecture.web.page import words
from videolecture.web.page.views import PREVIEW, blueprint, bytes_of, kept
from videolecture.web.revisions import compare, last_whole
from videolecture.web.v1 import files, views
from videolecture.web.v1.lectures import ORIGINS, known, service
from videolecture.web.whole_text import text_of

TOLD = 8  # revisions of which it is told what they changed
MOST = 5  # numbers of fragments that are told


@blueprint.get("/lectures/<identity>")
def lecture(identity: str) -> str:
    """One lecture: how far it is, or the film."""
    return render_template("lecture.html", **_lecture(known(identity)))


@blueprint.get("/lectures/<identity>/text")
def text(identity: str) -> str:
    """The whole text of a lecture, to be changed."""
    job = known(identity)
    return render_template(
        "text.html",
        view=views.lecture(job, service().ledger.fragments(job.number), words.language(request)),
        text=text_of(service(), job),
        delimiter=job.request["delimiter"],
        spoken_in=job.request.get("spoken_in", ""),
        speech=job.request.get("speech", ""),
        made=_made(job, None),
        tag=views.entity_tag(job),
    )


@blueprint.get("/parts/lectures/<identity>")
def lecture_part(identity: str) -> str:
    """The same without what stands around it: for when its state changes."""
    return render_template("_lecture.html", **_lecture(known(identity)))


@blueprint.get("/parts/lectures/<identity>/queue")
def queue_part(identity: str) -> str:
    """What a lecture that is not finished waits for."""
    job = known(identity)
    view = views.lecture(job, (), words.language(request))
    return render_template("_queue.html", view=view, others=_others(job), before=_before(job))


@blueprint.get("/parts/lectures/<identity>/fragments/<int:number>")
def fragment_part(identity: str, number: int) -> str:
    """One fragment of a lecture that is being rendered."""
    job = known(identity)
    fragments = views.fragments_of(job, service().ledger.fragments(job.number), words.language(request))
    fragment = next((one for one in fragments if one.number == number), None)
    if fragment is None:
        abort(404)
    return render_template(
        "_fragment.html",
        view=views.lecture(job, (), words.language(request)),
        fragment=fragment,
        files=files.of(job),
        spoken_in=job.request.get("spoken_in", ""),
    )


def _lecture(job: Job) -> dict[str, Any]:
    ledger, language = service().ledger, words.language(request)
    after = ledger.last_event(job.lecture)  # before the rest: what happens meanwhile is told again
    rows = ledger.fragments(job.number)
    fragments = views.fragments_of(job, rows, language)
    there = files.of(job)
    manifest = _manifest(there) if job.state == State.SUCCEEDED else None
    return {
        "view": views.lecture(job, rows, language),
        "fragments": fragments,
        "sources": {fragment.number: fragment.source for fragment in fragments},
        "spoken_in": job.request.get("spoken_in", ""),
        "files": there,
        "bytes": bytes_of(there),
        "sizes": {name: path.stat().st_size for name, path in there.items() if name.startswith("lecture.")},
        "manifest": manifest,
        "after": after,
        "tag": views.entity_tag(job),
        "revisions": _revisions(job),
        "preview": job.lecture.startswith(PREVIEW),
        "earlier": _earlier(job),
        "others": _others(job),
        "before": _before(job),
        "made": _made(job, manifest),
        "layouts": ("auto", *registry.names("layout")),
        "kept": kept(),
    }


def _earlier(job: Job) -> int | None:
    """The number of the job whose film is shown until there is a newer one."""
    found = None if job.state == State.SUCCEEDED else last_whole(service().ledger, job)
    return found.number if found else None


@dataclass(frozen=True)
class MadeOf:
    """What a lecture is made of, as far as its page changes it."""

    face: str  # the client's name of the photo; "" where there is none
    voice: str
    layout: str
    deck: bool
    slides: Sequence[MadeSlide]
    speech_pace: float | None  # seconds of work for a second of lecture
    face_pace: float | None
    no_takes: str  # why there are no other takes of its sentences; "": there are


@dataclass(frozen=True)
class MadeSlide:
    """A slide, and how it is otherwise than the deck and the text say."""

    number: int
    title: str
    edit: SlideEdit


def _made(job: Job, manifest: Mapping[str, Any] | None) -> MadeOf:
    names, edits = job.request.get("shown", {}), views.edited(job).slides
    titles = {slide["number"]: slide["title"] for slide in manifest["slides"]} if manifest else {}
    paces, asked = service().paces(), job.request

    def name(kind: str) -> str:
        return PurePath(names.get(kind) or asked[kind]).name if asked.get(kind) else ""

    return MadeOf(
        name("face"),
        name("voice"),
        str(asked.get("layout", "auto")),
        bool(asked.get("deck")),
        [MadeSlide(n, titles.get(n, ""), edits.get(n, SlideEdit())) for n in range(1, len(job.slides) + 1)],
        paces.get(("speech", str(asked.get("speech", "")))),
        paces.get(("face", str(asked.get("face_engine", "")))),
        _no_takes(job),
    )


def _no_takes(job: Job) -> str:
    try:
        check_chance(str(job.request.get("speech", "")), job.request.get("speech_options", {}))
    except VideolectureError as error:
        return tell(error, words.language(request)).what if error.code == "takes-no-chance" else ""
    return ""


def _others(job: Job) -> list[str]:
    """What the machine makes besides a lecture that is not finished, by its titles."""
    if job.state in FINAL:
        return []
    ledger = service().ledger
    found = [other for other in ledger.jobs(LIVING, ORIGINS, newest_only=True) if other.lecture != job.lecture]
    return [views.title(other, ledger.fragments(other.number)) for other in found[:3]]


def _before(job: Job) -> int | None:
    """How many lectures wait that were asked for earlier; None for one that does not wait."""
    if job.state != State.QUEUED:
        return None
    return sum(other.number < job.number for other in service().ledger.jobs([State.QUEUED], ORIGINS))


def _revisions(job: Job) -> list[dict[str, Any]]:
    """The states of a lecture that are kept, the newest first; of the newest ones what they changed."""
    jobs = service().ledger.jobs(lecture=job.lecture)
    changes = [_changed(one, before) for one, before in itertools.pairwise(jobs[: TOLD + 1])]
    return [
        {
            "number": one.number,
            "current": one.number == job.number,
            "created": datetime.fromtimestamp(one.created, UTC),
            "changed": changed,
        }
        for one, changed in itertools.zip_longest(jobs, changes, fillvalue="")
        if isinstance(one, Job)
    ]


def _changed(one: Job, before: Job) -> str:
    """What a revision has otherwise than the one before it, in words."""
    language, found = words.language(request), compare(service().ledger, one, before)
    known = [name for name in (*found.inputs, *found.options) if f"revision.{name}" in words.table()]
    told = [words.say(f"revision.{name}", language) for name in known]
    pictures = [name.removeprefix("slide_") for name in found.inputs if name.startswith("slide_")]
    if pictures:
        told.append(words.say("revision.pictures", language, numbers=", ".join(pictures)))
    if found.fragments and "text" not in found.inputs:
        numbers = [str(one["number"]) for one in found.fragments[:MOST]]
        further = "…" if len(found.fragments) > MOST else ""
        told.append(words.say("revision.fragments", language, numbers=", ".join(numbers) + further))
    parts = ", ".join(dict.fromkeys(told))
    return words.say("revision.restored", language, parts=parts) if one.made_from is not None else parts


def _manifest(there: Mapping[str, Any]) -> dict[str, Any] | None:
    path = there.get("lecture.json")
    try:
        return dict(json.loads(path.read_text("utf-8"))) if path else None
    except (OSError, ValueError):  # replaced at this moment
        return None
