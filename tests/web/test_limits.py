"""What the service does not take on, and what its operator sees meanwhile: one service, kept busy."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.web.conftest import Files, make_files
from tests.web.server import Server, running
from videolecture.cli import main
from videolecture.web import server

LIMITS = {
    "VIDEOLECTURE_SERVICE_QUEUE": "1",
    "VIDEOLECTURE_SERVICE_STREAMS": "2",
    "VIDEOLECTURE_SERVICE_JOBS_AT_ONCE": "1",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Files:
    return make_files(tmp_path_factory.mktemp("limits") / "course", recording)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[Server]:
    """One lecture that never ends, one that waits."""
    with running(
        tmp_path_factory.mktemp("busy") / "home", "--allow-root", str(files.folder), environment=LIMITS
    ) as started:
        assert started.ask("POST", "/generate", files.original(1, "Начало.\n_;\nТут виси.")).status == 200
        started.until(lambda: list((files.folder / "out_1").rglob("*.mp4")), "the first clip", 1)
        assert started.ask("POST", "/generate", files.original(2)).json["message"] == "Генерация поставлена в очередь"
        yield started


def test_more_lectures_than_may_wait_are_refused_until_later(busy: Server, files: Files) -> None:
    refused = busy.ask("PUT", "/api/v1/lectures/third", files.paths())
    assert (refused.status, refused.json["type"]) == (429, "urn:videolecture:full")
    assert int(refused.headers["Retry-After"]) > 0
    original = busy.ask("POST", "/generate", files.original(3), Accept_Language="en")
    assert (original.status, original.json["message"]) == (400, "The queue is full, try again later")
    assert int(original.headers["Retry-After"]) > 0
    assert not list(busy.home.glob("lectures/*/third"))


def test_more_streams_than_may_be_open_are_refused_and_the_rest_goes_on(busy: Server) -> None:
    opened = [http.client.HTTPConnection("127.0.0.1", busy.port, timeout=300) for _ in range(2)]
    try:
        for connection in opened:
            connection.request("GET", "/api/v1/lectures/1/events", headers={"Accept": "text/event-stream"})
            assert connection.getresponse().read1(6) == b"retry:"
        third = busy.get("/api/v1/lectures/1/events", Accept="text/event-stream")
        assert (third.status, third.json["type"]) == (429, "urn:videolecture:streams")
        assert int(third.headers["Retry-After"]) > 0
        assert busy.get("/ping").json["result"] is True
    finally:
        for connection in opened:
            connection.close()


def test_operators_see_what_it_does(busy: Server) -> None:
    assert (busy.get("/healthz").body, busy.get("/readyz").body) == (b"ok\n", b"ok\n")
    told = busy.get("/metrics").body.decode()
    for line in (
        'videolecture_jobs{state="running"} 1.0',
        'videolecture_jobs{state="queued"} 1.0',
        'videolecture_fragments_total{how="rendered"} 1.0',
        'videolecture_requests_total{method="GET",route="/healthz",status="200"}',
    ):
        assert line in told
    log = (busy.home / "logs" / "jobs.log").read_text("utf-8")
    assert "lecture=1 slide=1 fragment=1 duration=" in log
    assert "speech_seconds=" in log and "face_seconds=" in log


def test_a_second_service_on_the_same_home_says_who_holds_it(busy: Server) -> None:
    second = subprocess.run(busy.command, env=busy.environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"{busy.home} is in use: process {busy.process.pid} on" in second.stderr
    assert "VIDEOLECTURE_HOME" in second.stderr


def test_the_log_is_found_without_the_services_settings_file(busy: Server, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "videolecture", "logs"], env=busy.environment, capture_output=True, text=True, check=True
    )
    assert "lecture=1 slide=1 fragment=1" in told.stdout
    with running(tmp_path / "home", environment={"LOGS_DIR_PATH": str(tmp_path / "logs")}) as other:
        other.until((tmp_path / "logs" / "jobs.log").exists, "the log")
        found = {**busy.environment, "VIDEOLECTURE_HOME": str(other.home)}
        command = [sys.executable, "-m", "videolecture", "logs", "--lines", "1"]
        assert subprocess.run(command, env=found, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"LOGS_DIR_PATH": "/dev/null/logs"}, "«/dev/null/logs» could not be written"),
        ({"VIDEOLECTURE_SERVICE_ALLOW_ROOTS": "/nowhere"}, "The folder /nowhere"),
        (
            {"VIDEOLECTURE_SPEECH": "tune"},
            "There is no speech engine called «tune»",
        ),
        ({"VIDEOLECTURE_PLUGINS": ""}, "It is named by VIDEOLECTURE_SPEECH: correct that"),
        ({"VIDEOLECTURE_SPEECH": "silero"}, "videolecture models pull"),
        (
            {"VIDEOLECTURE_FACE_ENGINE": "sadtalker-cli", "SAD_TALKER_DIR_PATH": "/nowhere"},
            "SAD_TALKER_DIR_PATH names /nowhere",
        ),
    ],
)
def test_settings_with_which_nothing_can_be_rendered_are_told_at_once(
    busy: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    told: str,
) -> None:
    for serve in ("_gunicorn", "_waitress"):
        monkeypatch.setattr(server, serve, lambda *_: pytest.fail("it serves"))
    environment = {**busy.environment, "VIDEOLECTURE_HOME": str(tmp_path), **change}
    with mock.patch.dict(os.environ, environment, clear=True):
        assert main(["serve", "--port", "0"]) in (1, 2)
    assert told in capsys.readouterr().err


def test_a_port_in_use_is_told_with_who_uses_it(busy: Server, tmp_path: Path) -> None:
    command = [*busy.command, "--port", str(busy.port)]
    environment = {**busy.environment, "VIDEOLECTURE_HOME": str(tmp_path)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert f"Port {busy.port} of 127.0.0.1 is in use" in ended.stderr and "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_signals_that_mean_something_to_gunicorn_start_nothing_twice(busy: Server) -> None:
    before = len(busy.processes())
    for name in ("SIGTTIN", "SIGTTOU", "SIGUSR2", "SIGWINCH"):
        busy.process.send_signal(getattr(signal, name))
    assert (busy.get("/readyz").status, len(busy.processes())) == (200, before)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_closed_terminal_stops_the_service_in_order(tmp_path: Path, files: Files) -> None:
    with running(tmp_path / "home", "--allow-root", str(files.folder)) as started:
        started.process.send_signal(signal.SIGHUP)
        assert started.process.wait() == 0
