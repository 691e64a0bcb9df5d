"""The pages and the parts of them that renew themselves. All of them only show; what is done is done by /api/v1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as Answer

from videolecture import __version__, registry, weights
from videolecture.errors import VideolectureError
from videolecture.jobs import tokens
from videolecture.jobs.rows import Job
from videolecture.jobs.states import FINAL, State
from videolecture.messages import LANGUAGES
from videolecture.rendering.options import BY_NAME
from videolecture.web.page import shown, words
from videolecture.web.security import COOKIE, FORM_HEADER
from videolecture.web.sessions import LONGEST
from videolecture.web.v1 import files, views
from videolecture.web.v1.equipment import disk
from videolecture.web.v1.lectures import ORIGINS, known, service
from videolecture.web.v1.options import PLAIN

PAGE = 60  # lectures of one page of the library
PREVIEW = "preview-"  # how the ids of previews begin: the library does not show them
# Of the options of a lecture those that have a place of their own on the page of a new one.
SHOWN_APART = ("title", "language", "speech", "face_engine", "layout", "delimiter", "slides", "face_box")
FONTS = ("OpenSans-Regular.ttf", "OpenSans-SemiBold.ttf", "OpenSans-Italic.ttf")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint("page", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


@blueprint.after_request
def with_headers(response: Response) -> Response:
    """A page runs no script but its own, in no frame, and tells other sites nothing."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["X-Frame-Options"] = "DENY"
    return response


def error(what: str, status: int) -> str:
    """A page that says why there is no other."""
    return render_template("error.html", what=what, status=status, **_always())


@blueprint.context_processor
def _always() -> dict[str, Any]:
    """What every template may say."""
    language = words.language(request)
    session = service().session_token(request.cookies.get(COOKIE, ""))
    return {
        "language": language,
        "other": next(one for one in LANGUAGES if one != language),
        "t": lambda name, **parts: words.say(name, language, **parts),
        "script_words": words.for_scripts(language),
        "length": shown.length,
        "left": lambda seconds: shown.left(seconds, language),
        "size": lambda count: shown.size(count, language),
        "moment": lambda when: shown.moment(when, language),
        "form_token": session[1] if session else "",
        "form_header": FORM_HEADER,
        "logged_in": session is not None,
        "version": __version__,
        "final": [state.value for state in FINAL],
    }


# -------------------------------------------------------------------------------------------------------------- library


@blueprint.get("/")
def library() -> str:
    """Every lecture."""
    return render_template("library.html", **_library())


@blueprint.get("/parts/disk")
def disk_part() -> str:
    """How much room is used and left; it takes a while where much is kept."""
    return render_template("_disk.html", disk=disk(service().home))


@blueprint.get("/parts/library")
def library_part() -> str:
    """The lectures that a search finds."""
    return render_template("_cards.html", **_library())


def _library() -> dict[str, Any]:
    wanted, state = request.args.get("q", "").strip().lower(), request.args.get("state", "")
    ledger, language = service().ledger, words.language(request)
    states = [State(state)] if state in [one.value for one in State] else []
    found, cards = ledger.jobs(states, ORIGINS, limit=1000, newest_only=True), []
    for job in found:
        if job.lecture.startswith(PREVIEW):
            continue
        view = views.lecture(job, ledger.fragments(job.number), language)
        if wanted not in f"{view.title} {view.id}".lower():
            continue
        there = files.of(job)
        cards.append({"view": view, "film": "lecture.mp4" in there, "bytes": _bytes(there)})
        if len(cards) == PAGE:
            break
    return {"cards": cards, "searched": bool(wanted or state), "state": state, "q": request.args.get("q", "")}


def _bytes(there: Mapping[str, Any]) -> int:
    total = 0
    for path in there.values():
        try:
            total += path.stat().st_size
        except OSError:  # replaced at this moment
            continue
    return total


# -------------------------------------------------------------------------------------------------------------- lecture


@blueprint.get("/lectures/<identity>")
def lecture(identity: str) -> str:
    """One lecture: how far it is, or the film."""
    return render_template("lecture.html", **_lecture(known(identity)))


@blueprint.get("/parts/lectures/<identity>")
def lecture_part(identity: str) -> str:
    """The same without what stands around it: for when its state changes."""
    return render_template("_lecture.html", **_lecture(known(identity)))


@blueprint.get("/parts/lectures/<identity>/fragments/<int:number>")
def fragment_part(identity: str, number: int) -> str:
    """One fragment of a lecture that is being rendered."""
    job = known(identity)
    fragments = views.fragments_of(job, service().ledger.fragments(job.number), words.language(request))
    fragment = next((one for one in fragments if one.number == number), None)
    if fragment is None:
        abort(404)
    return render_template("_fragment.html", view={"id": identity}, fragment=fragment, files=files.of(job))


def _lecture(job: Job) -> dict[str, Any]:
    ledger, language = service().ledger, words.language(request)
    after = ledger.last_event(job.lecture)  # before the rest: what happens meanwhile is told again
    fragments = ledger.fragments(job.number)
    there = files.of(job)
    return {
        "view": views.lecture(job, fragments, language),
        "fragments": views.fragments_of(job, fragments, language),
        "files": there,
        "bytes": _bytes(there),
        "sizes": {name: path.stat().st_size for name, path in there.items() if name.startswith("lecture.")},
        "manifest": _manifest(there) if job.state == State.SUCCEEDED else None,
        "after": after,
        "tag": views.entity_tag(job),
        "revisions": _revisions(job),
        "preview": job.lecture.startswith(PREVIEW),
    }


def _revisions(job: Job) -> list[dict[str, Any]]:
    """The states of a lecture that are kept, the newest first."""
    return [
        {"number": one.number, "current": one.number == job.number, "created": datetime.fromtimestamp(one.created, UTC)}
        for one in service().ledger.jobs(lecture=job.lecture)
    ]


def _manifest(there: Mapping[str, Any]) -> dict[str, Any] | None:
    path = there.get("lecture.json")
    try:
        return dict(json.loads(path.read_text("utf-8"))) if path else None
    except (OSError, ValueError):  # replaced at this moment
        return None


# ------------------------------------------------------------------------------------------------------- new, settings


@blueprint.get("/new")
def new() -> str:
    """A lecture is put together."""
    own, paces = service(), service().paces()
    infos = (*registry.infos("speech"), *registry.infos("face"))
    engines = [
        {
            "info": info,
            "ready": all(own.pulls.state(name).state == "installed" for name in info.weights),
            "pace": paces.get((info.kind, info.name)),
        }
        for info in infos
        if info.commercial or not own.settings.commercial
    ]
    return render_template(
        "new.html",
        engines=engines,
        settings=own.settings,
        layouts=("auto", *registry.names("layout")),
        languages=sorted({language for info in infos for language in info.languages} | {"ru", "en"}),
        further=[option for option in PLAIN if option.name not in SHOWN_APART],
        limits={name: own.limits.bytes_of(name) for name in ("text", "face", "voice", "deck")},
        suffixes=",".join(BY_NAME["deck"].suffixes),
        kept=[upload for upload in own.uploads.of(str(g.get("owner", ""))) if upload.kept],
    )


@blueprint.get("/settings")
def settings() -> str:
    """Engines, weights, the dictionary, what is kept, tokens."""
    own, paces = service(), service().paces()
    infos = (*registry.infos("speech"), *registry.infos("face"))
    found = [(weights.find(name), own.pulls.state(name)) for name in weights.names("engine")]
    return render_template(
        "settings.html",
        engines=[(info, paces.get((info.kind, info.name))) for info in infos],
        defaults=(own.settings.speech, own.settings.face_engine),
        weights=sorted(found, key=lambda pair: pair[1].state == "installed"),
        kept=[upload for upload in own.uploads.of(str(g.get("owner", ""))) if upload.kept],
        dictionary=own.dictionaries.words(str(g.get("owner", ""))),
        tokens=[
            {"name": one.name, "revoked": one.revoked is not None, "created": datetime.fromtimestamp(one.created, UTC)}
            for one in tokens.listed(own.store)
        ],
        needs_token=own.limits.needs_token,
        home=own.home if not own.limits.needs_token else "",
    )


# --------------------------------------------------------------------------------------------------------------- login


@blueprint.get("/login")
def login() -> Answer | str:
    """For a service that wants a token."""
    if not service().limits.needs_token or service().session_token(request.cookies.get(COOKIE, "")):
        return redirect("/")
    return render_template("login.html", wrong=False)


@blueprint.post("/login")
def log_in() -> Answer | tuple[str, int]:
    """With a token's text a session begins."""
    text = request.form.get("token", "").strip()
    if service().token_name(text) is None:
        return render_template("login.html", wrong=True), 401
    response = make_response(redirect(_inside(request.form.get("next", "")), 303))
    response.set_cookie(
        COOKIE,
        service().sessions.begin(tokens.digest(text)),
        max_age=round(LONGEST),
        httponly=True,
        secure=request.is_secure or request.headers.get("X-Forwarded-Proto") == "https",
        samesite="Lax",
    )
    return response


@blueprint.post("/logout")
def log_out() -> Answer:
    """The session ends."""
    service().sessions.end(request.cookies.get(COOKIE, ""))
    response = make_response("", 204)
    response.delete_cookie(COOKIE)
    return response


def _inside(target: str) -> str:
    """A path of ours, nothing that a browser takes for another site."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"


@blueprint.get("/static/htmx.min.js")
def htmx() -> Response:
    """The one script that is not ours: fetched as weights are, its digest compared."""
    try:
        path = weights.weight_path("htmx")
    except VideolectureError:
        abort(404)
    return _lasting(send_file(path, "text/javascript", conditional=True))


@blueprint.get("/static/fonts/<name>")
def font(name: str) -> Response:
    """The type, which slides are set in, too; browsers take their own where it is not here."""
    try:
        folder = weights.weight_path("slide-fonts")
    except VideolectureError:
        abort(404)
    if name not in FONTS:
        abort(404)
    return _lasting(send_file(folder / name, "font/ttf", conditional=True))


def _lasting(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
