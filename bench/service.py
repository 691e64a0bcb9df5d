"""The service while it renders: how soon the first fragment is there, how many questions it answers meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.lecture import long_text
from bench.running import EXAMPLES, new_home
from bench.table import Table

ASKING = 5.0  # seconds for each kind of question
STREAMS = 50
FIRST = "Добрый день, начинаем лекцию."


def service(folder: Path) -> Table:
    """Ask a service that renders a long lecture with the default engines."""
    (folder / "texts").mkdir()
    home = new_home(folder / "home-service")
    with running(home, folder) as port:
        cold = _first_fragment(port, folder, 1, FIRST)
        warm = _first_fragment(port, folder, 2, "Сегодня говорим о магните.")
        _ask(port, "POST", "/generate", _body(folder, 3, long_text(3)))
        while not list((folder / "out-3").rglob("*.mp4")):
            time.sleep(0.1)
        status = _many(port, "/api/v1/lectures/3")
        ping = _many(port, "/ping")
        with _streams(port, "/api/v1/lectures/3/events"):
            listened = _many(port, "/ping")
        if _get(port, "/api/v1/lectures/3")["state"] != "running":
            raise SystemExit("the lecture was finished before everything was asked")
        _get(port, "/generate/cancel")
    rows: list[tuple[object, ...]] = [
        ("POST to the first fragment, everything cold, s", cold, "", ""),
        ("POST to the first fragment, the service warm, s", warm, "", ""),
        ("/ping, answers a second", *_figures(ping)),
        ("a lecture's status, answers a second", *_figures(status)),
        (f"/ping with {STREAMS} event streams open (wanted: under 50 ms)", *_figures(listened)),
    ]
    note = "`videolecture serve`, one client that asks again and again over one connection while a lecture is rendered."
    return Table("The service", ("", "", "median, ms", "99 of 100 within, ms"), rows, note)


def _figures(seconds: list[float]) -> tuple[float, float, float]:
    """Answers a second, median and 99th percentile in ms."""
    ordered = sorted(seconds)
    return len(ordered) / sum(ordered), statistics.median(ordered) * 1000, ordered[int(0.99 * len(ordered))] * 1000


@contextlib.contextmanager
def running(home: Path, root: Path) -> Iterator[int]:
    """A service on a free port."""
    command = [sys.executable, "-m", "videolecture", "serve", "--port", "0", "--allow-root", str(root)]
    command += ["--allow-root", str(EXAMPLES)]
    environment = {**os.environ, "VIDEOLECTURE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (ours)
        try:
            line = process.stdout.readline() if process.stdout else ""
            while _ask(port := int(line.rsplit(":", 1)[1]), "GET", "/readyz") != 200:
                time.sleep(0.1)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)


def _body(folder: Path, number: int, text: str) -> dict[str, object]:
    path = folder / "texts" / f"{number}.txt"
    path.write_text(text, encoding="utf-8")
    return {
        "face_path": str(EXAMPLES / "portrait.jpg"),
        "voice_path": str(EXAMPLES / "voice.wav"),
        "lecture_text_path": str(path),
        "generated_dir_path": str(folder / f"out-{number}"),
        "id": number,
    }


def _get(port: int, path: str) -> dict[str, Any]:
    """The answer, which must be a JSON object."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        found: dict[str, Any] = json.load(response)
        return found


def _ask(port: int, method: str, path: str, body: dict[str, Any] | None = None) -> int:
    """The status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def _first_fragment(port: int, folder: Path, number: int, text: str) -> float:
    """Seconds from POST to a clip that can be played (clips appear whole)."""
    began = time.perf_counter()
    if (status := _ask(port, "POST", "/generate", _body(folder, number, text))) != 200:
        raise SystemExit(f"POST /generate answered {status}")
    clip = folder / f"out-{number}" / "video_fragments" / f"video_fragment_{number}_1_1.mp4"
    while not clip.exists():
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    while not (folder / f"out-{number}" / "final" / f"lecture_{number}.json").exists():
        time.sleep(0.05)
    return seconds


def _many(port: int, path: str) -> list[float]:
    """Seconds of each answer, one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    seconds: list[float] = []
    end = time.perf_counter() + ASKING
    while (began := time.perf_counter()) < end:
        connection.request("GET", path)
        connection.getresponse().read()
        seconds.append(time.perf_counter() - began)
    connection.close()
    return seconds


@contextlib.contextmanager
def _streams(port: int, path: str) -> Iterator[None]:
    """Event streams that are open, each with its first bytes read."""
    opened = []
    try:
        for _ in range(STREAMS):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            opened.append(connection)
            connection.request("GET", path, headers={"Accept": "text/event-stream"})
            response = connection.getresponse()
            if response.status != 200 or not response.read1(1):
                raise SystemExit(f"a stream answered {response.status}")
        yield
    finally:
        for connection in opened:
            connection.close()
