"""`videolecture open`: the page of the service that runs, otherwise of one that is started."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from videolecture import cli, weights
from videolecture.cli import models, open_page
from videolecture.settings import Settings
from videolecture.web import server as web_server
from videolecture.web.config import ServiceSettings


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok\n" if self.path == "/healthz" else b"something else")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        pass


@pytest.fixture
def running() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def see(address: str) -> bool:
        seen.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", see)
    return seen


def test_a_service_that_runs_is_shown(running: int, opened: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "--port", str(running)]) == 0
    assert opened == [f"http://127.0.0.1:{running}/"]
    assert f"http://127.0.0.1:{running}/" in capsys.readouterr().out


def test_where_none_runs_weights_are_fetched_and_one_is_started(
    opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pulled: list[list[str]] = []

    def serve(_: Settings, service: ServiceSettings, announce: Callable[[str], None]) -> None:
        assert service.port == 0
        announce("http://127.0.0.1:4321")

    monkeypatch.setattr(models, "pull", pulled.append)
    monkeypatch.setattr(weights, "state", lambda name: "missing" if name == "htmx" else "installed")
    monkeypatch.setattr(web_server, "serve", serve)
    assert cli.main(["open", "--port", "0", "--no-browser"]) == 0
    assert pulled == [["htmx"]]
    assert opened == []
    assert "http://127.0.0.1:4321/" in capsys.readouterr().out


def test_whatever_else_answers_is_no_service(running: int) -> None:
    assert open_page.answers("127.0.0.1", running)
    assert open_page.answers("0.0.0.0", running)  # noqa: S104 (asked, not listened at)
    assert not open_page.answers("127.0.0.1", 0)
    assert not open_page.answers("127.0.0.1", 1)
