"""Logging in at the page: a cookie that ends, and requests that another site could not have made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from videolecture import settings
from videolecture.jobs import tokens
from videolecture.web import config
from videolecture.web.app import create_app
from videolecture.web.security import COOKIE
from videolecture.web.service import Service
from videolecture.web.sessions import LONGEST, UNUSED, Sessions

HTML = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    made = Service(settings.load(None, {}), config.load({"require_token": True}, {}, {}))
    yield made
    made.store.close()


def logged_in(service: Service) -> tuple[FlaskClient, str]:
    """A browser with a session, and what its forms carry."""
    client = create_app(service).test_client()
    answer = client.post("/login", data={"token": tokens.create(service.store, "anna"), "next": "/settings"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None and cookie.http_only
    assert cookie.same_site == "Lax"
    session = service.sessions.find(cookie.value)
    assert session is not None
    return client, session.form


def test_without_a_session_a_page_leads_to_the_login(guarded: Service) -> None:
    client = create_app(guarded).test_client()
    answer = client.get("/lectures/a?x=1", headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/lectures/a%3Fx%3D1")
    assert client.get("/api/v1/lectures", headers=HTML).status_code == 401
    assert client.get("/login").status_code == 200
    with client.get("/static/page.css") as style:
        assert style.status_code == 200


def test_a_wrong_token_is_told_so(guarded: Service) -> None:
    answer = (
        create_app(guarded).test_client().post("/login", data={"token": "vl_no"}, headers={"Accept-Language": "ru"})
    )
    assert answer.status_code == 401
    assert "Такого токена нет" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_with_a_session_the_page_may_do_what_its_form_carries(guarded: Service) -> None:
    client, form = logged_in(guarded)
    assert client.get("/api/v1/lectures").status_code == 200
    body = {"kind": "face", "name": "a.png", "bytes": 1}
    assert client.post("/api/v1/uploads", json=body).status_code == 403
    assert client.post("/api/v1/uploads", json=body, headers={"X-Form-Token": "x"}).status_code == 403
    assert client.post("/api/v1/uploads", json=body, headers={"X-Form-Token": form}).status_code == 201
    assert [upload.kind for upload in guarded.uploads.of("anna")] == ["face"]


def test_logging_out_and_a_revoked_token_end_a_session(guarded: Service) -> None:
    client, form = logged_in(guarded)
    cookie = client.get_cookie(COOKIE)
    assert client.post("/logout", headers={"X-Form-Token": form}).status_code == 204
    client.set_cookie(COOKIE, cookie.value if cookie else "")
    assert client.get("/api/v1/lectures").status_code == 401
    other = create_app(guarded).test_client()
    text = tokens.create(guarded.store, "boris")
    other.post("/login", data={"token": text})
    assert other.get("/api/v1/lectures").status_code == 200
    tokens.revoke(guarded.store, "boris")
    assert other.get("/api/v1/lectures").status_code == 401


def test_a_session_ends_unused_and_in_any_case(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    cookie = sessions.begin("digest", now=0.0)
    assert sessions.find(cookie, now=UNUSED - 1) is not None
    assert sessions.find(cookie, now=2 * UNUSED - 2) is not None, "it was used meanwhile"
    assert sessions.find(cookie, now=3 * UNUSED) is None
    assert Sessions(tmp_path).find(sessions.begin("digest", now=0.0), now=1.0) is not None, "a restart ends none"
    used = sessions.begin("digest", now=0.0)
    moment = 0.0
    while moment < LONGEST:
        moment += UNUSED / 2
        found = sessions.find(used, now=moment)
    assert found is not None
    assert sessions.find(used, now=moment + 1) is None
    assert cookie not in "".join(path.read_text() + path.name for path in tmp_path.rglob("*.json"))


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_a_login_leads_to_no_other_site(guarded: Service, target: str) -> None:
    client = create_app(guarded).test_client()
    answer = client.post("/login", data={"token": tokens.create(guarded.store, "a"), "next": target})
    assert answer.headers["Location"] == "/"


def test_another_site_may_link_to_a_page_and_do_nothing_else(client: FlaskClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", **HTML}
    assert client.get("/settings", headers=link).status_code == 200
    assert client.post("/login", headers=link).status_code == 403
    assert client.get("/api/v1/lectures", headers=link).status_code == 403
    assert client.get("/settings", headers={**link, "Sec-Fetch-Dest": "iframe"}).status_code == 403
