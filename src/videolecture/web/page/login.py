"""Logging in and out, for a service that wants a token; and the two things that browsers fetch beside the scripts."""

from __future__ import annotations

from flask import Response, abort, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as Answer

from videolecture import weights
from videolecture.errors import VideolectureError
from videolecture.jobs import tokens
from videolecture.web.page.views import blueprint
from videolecture.web.security import COOKIE
from videolecture.web.sessions import LONGEST
from videolecture.web.v1.lectures import service

FONTS = ("OpenSans-Regular.ttf", "OpenSans-SemiBold.ttf", "OpenSans-Italic.ttf")


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
