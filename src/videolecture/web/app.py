"""The Flask application: both APIs, the guard before them, and one place where errors become answers."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

from flask import Response, g, jsonify, redirect, request
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from videolecture import __version__
from videolecture.errors import Cancelled, DiskFullError, VideolectureError, reason
from videolecture.jobs.store import LockedError
from videolecture.storage.atomic import FULL
from videolecture.web import beside, observability, original
from videolecture.web.document import document
from videolecture.web.messages import say
from videolecture.web.page import lecture, login, words
from videolecture.web.page import views as page
from videolecture.web.refusals import Refused, TooLarge
from videolecture.web.security import Guard
from videolecture.web.service import Service
from videolecture.web.uploads import PIECE
from videolecture.web.v1 import contents, equipment, films, lectures, looks, models, revisions, takes, uploads
from videolecture.web.v1.options import FILES

INPUTS = ("text", "face", "voice", *(option.name for option in FILES))
_OVERHEAD = 1_000_000  # bytes of a request beside its files
_log = logging.getLogger("videolecture.web")


def create_app(service: Service) -> OpenAPI:
    """The application in front of a service."""
    app = OpenAPI(
        "videolecture.web",
        info=Info(title="videolecture", version=__version__, description="A lecture text, a photo, a voice: a video"),
        security_schemes={"token": {"type": "http", "scheme": "bearer"}},
        validation_error_model=models.Problem,
        validation_error_callback=_validation,
        doc_ui=False,
        static_folder=None,
    )
    limits = service.limits
    app.config["MAX_CONTENT_LENGTH"] = sum(map(limits.bytes_of, (*INPUTS, films.PART, lectures.DECK_FILE))) + _OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = limits.text_bytes + _OVERHEAD
    app.config["MAX_FORM_PARTS"] = 10 + films.MOST + beside.MOST
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["videolecture"] = service
    guard = Guard(limits, service.token_name, service.session_token)
    app.before_request(lambda: _begin(guard))
    app.after_request(_end)
    app.register_blueprint(original.blueprint)
    app.register_blueprint(observability.blueprint)
    for part in (lecture, login):
        assert part.blueprint is page.blueprint  # noqa: S101 (one blueprint, to which each module added its routes)
    app.register_blueprint(page.blueprint)
    for module in (contents, equipment, looks, revisions, takes, uploads):
        assert module.api is lectures.api  # noqa: S101 (one blueprint, to which each module added its routes)
    app.register_api(lectures.api)
    app.add_url_rule("/openapi", "openapi", lambda: jsonify(document(app.api_doc, limits.needs_token)))
    app.add_url_rule("/openapi.json", "openapi_json", lambda: jsonify(document(app.api_doc, limits.needs_token)))
    app.register_error_handler(Exception, _failure)
    return app


def _begin(guard: Guard) -> None:
    g.began = time.perf_counter()
    if request.method == "PATCH" and request.path.startswith("/api/v1/uploads/"):
        request.max_content_length = PIECE
    elif request.mimetype != "multipart/form-data":
        request.max_content_length = _OVERHEAD  # what is no upload names files, it does not carry them
    g.owner = guard.admit(request)


def _end(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    rule = request.url_rule.rule if request.url_rule else "unknown"
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    observability.count_request(request.method, rule, response.status_code, seconds)
    if rule not in ("/ping", "/healthz", "/readyz", "/metrics"):
        _log.info("%s %s %d %.3f s from %s", request.method, rule, response.status_code, seconds, request.remote_addr)
    return response


def _validation(error: ValidationError) -> Response:
    response, status = _problem(lectures.wrong(error))
    response.status_code = status
    return response


def _failure(error: Exception) -> tuple[Response, int]:
    """Every error as the API that was asked speaks it; to a browser that asked for a page, a page."""
    refused = _as_refusal(error)
    if request.path.startswith(("/api/", "/openapi", "/metrics")):
        return _problem(refused)
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        return _page_of(refused)
    return original.failure(refused)


def _page_of(refused: Refused) -> tuple[Response, int]:
    if refused.status == HTTPStatus.UNAUTHORIZED:
        return cast(Response, redirect(f"/login?next={quote(request.full_path.rstrip('?'))}")), HTTPStatus.SEE_OTHER
    language = words.language(request)
    what = say(refused.code, LanguageAccept([(language, 1)]), parts=refused.parts)
    response = Response(page.error(what, refused.status), refused.status, mimetype="text/html")
    return page.with_headers(response), refused.status


def _as_refusal(error: Exception) -> Refused:
    if isinstance(error, Cancelled) or (isinstance(error, Refused) and isinstance(error.parts.get("error"), Cancelled)):
        return _with_status(503, "stopping", retry_after=2)  # nobody cancels what is only looked at
    if isinstance(error, Refused):
        return error
    if isinstance(error, RequestEntityTooLarge):
        return TooLarge("too much")
    if isinstance(error, HTTPException):
        status = error.code or 500
        code = {404: "not found", 405: "method"}.get(status, "bad" if status < 500 else "trouble")
        refused = _with_status(status, code, status=status, error=error.name)
        refused.headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Content-Range")}
        return refused
    if isinstance(error, TimeoutError):  # while an upload was read
        return _with_status(408, "slow")
    if isinstance(error, OSError) and error.errno in FULL:  # the folder for temporary files, while an upload was read
        return _with_status(507, "disk full", error=reason(error))
    if isinstance(error, LockedError):
        return _with_status(503, "busy", retry_after=2)
    if isinstance(error, VideolectureError):
        _log.error("%s %s: %s", request.method, request.path, error)
        full = isinstance(error, DiskFullError)
        return _with_status(507 if full else 500, "disk full" if full else "trouble", error=error)
    _log.exception("%s %s failed", request.method, request.path)
    return _with_status(500, "trouble", error=type(error).__name__)


def _with_status(number: int, code: str, retry_after: int | None = None, **parts: object) -> Refused:
    refused = Refused(code, retry_after, **parts)
    refused.status = number  # type: ignore[misc]
    return refused


def _problem(refused: Refused) -> tuple[Response, int]:
    status = HTTPStatus(refused.status)
    problem = models.Problem(
        type="urn:videolecture:" + refused.code.replace(" ", "-"),
        title=status.phrase,
        status=status,
        detail=say(refused.code, request.accept_languages, default="en", parts=refused.parts),
        code=getattr(refused.parts.get("error"), "code", ""),
    )
    response = Response(problem.model_dump_json(), status, mimetype="application/problem+json")
    response.headers.update(refused.headers)
    if refused.retry_after:
        response.headers["Retry-After"] = str(refused.retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response, status
