"""The pages and the parts of them that renew themselves. All of them only show; what is done is done by /api/v1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from videolecture import __version__, registry, weights
from videolecture.jobs import tokens
from videolecture.jobs.states import FINAL, State
from videolecture.messages import LANGUAGES
from videolecture.rendering.options import BY_NAME
from videolecture.web.page import shown, words
from videolecture.web.security import COOKIE, FORM_HEADER
from videolecture.web.uploads import Upload
from videolecture.web.v1 import files, views
from videolecture.web.v1.equipment import disk
from videolecture.web.v1.lectures import ORIGINS, service
from videolecture.web.v1.options import PLAIN

PAGE = 60  # lectures of one page of the library
PREVIEW = "preview-"  # how the ids of previews begin: the library does not show them
# Of the options of a lecture those that have a place of their own on the page of a new one.
SHOWN_APART = ("title", "language", "speech", "face_engine", "layout", "delimiter", "slides", "face_box")
GIVEN = ("text", "face", "voice", "deck", "deck_file", "recording", "film")  # kinds of files of a new lecture
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
        "shown_number": lambda value: shown.number(value, language),
        "moment": lambda when, exact=False: shown.moment(when, language, exact),
        "called": lambda option: words.called(option, language),
        "choices": words.choices,
        "named": lambda choice: words.named(choice, language),
        "about": lambda info, part: words.about(info, part, language),
        "weights_title": lambda found: words.weights(found, language),
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
        cards.append(
            {
                "view": view,
                "film": "lecture.mp4" in there,
                "spoken_in": job.request.get("spoken_in", ""),
                "bytes": bytes_of(there),
            }
        )
        if len(cards) == PAGE:
            break
    return {"cards": cards, "searched": bool(wanted or state), "state": state, "q": request.args.get("q", "")}


def bytes_of(there: Mapping[str, Any]) -> int:
    """Of the files that are there."""
    total = 0
    for path in there.values():
        try:
            total += path.stat().st_size
        except OSError:  # replaced at this moment
            continue
    return total


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
        limits={name: own.limits.bytes_of(name) for name in GIVEN},
        suffixes=",".join(BY_NAME["deck"].suffixes),
        kept=kept(),
    )


def kept() -> list[Upload]:
    """The photos and voices that are kept for further lectures."""
    return [upload for upload in service().uploads.of(str(g.get("owner", ""))) if upload.kept]


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
        kept=kept(),
        dictionary=own.dictionaries.words(str(g.get("owner", ""))),
        languages=sorted({language for info in infos for language in info.languages} | {"ru", "en"}),
        tokens=[
            {"name": one.name, "revoked": one.revoked is not None, "created": datetime.fromtimestamp(one.created, UTC)}
            for one in tokens.listed(own.store)
        ],
        needs_token=own.limits.needs_token,
        home=own.home if not own.limits.needs_token else "",
    )
