"""A running `videolecture serve`, as its operator and its clients meet it: a process and plain HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests import fakes
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
STAND_INS = {
    "VIDEOLECTURE_PLUGINS": fakes.ENVIRONMENT,
    "VIDEOLECTURE_SPEECH": "tone",
    "VIDEOLECTURE_FACE_ENGINE": "card",
    "VIDEOLECTURE_SIZE": "64",
}
REAL = {"VIDEOLECTURE_PLUGINS": ""}  # the engines that the program has itself, as its settings say
FINAL = ("succeeded", "failed", "cancelled")  # states of a lecture


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """Starts on a free port of loopback; `home` is its VIDEOLECTURE_HOME. Without other plug-ins it has stand-ins."""

    def __init__(self, home: Path, *options: str, environment: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "VIDEOLECTURE_HOME": str(home),
            **({} if (environment or {}).get("VIDEOLECTURE_PLUGINS") == "" else STAND_INS),
            "OMP_NUM_THREADS": "1",
            **(environment or {}),
        }
        self.command = [sys.executable, "-m", "videolecture", "serve", "--port", "0", *options]
        self.start()

    def start(self) -> None:
        told = self.home.parent / f"{self.home.name}.stderr"
        with told.open("wb") as errors:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdout=subprocess.PIPE, stderr=errors, cwd=self.home.parent
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        assert "serves at" in line, f"it does not serve: {line}{told.read_text('utf-8')}"
        self.port = int(line.rsplit(":", 1)[1])

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            named.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def processes(self) -> list[psutil.Process]:
        """Everything that the service started, itself first."""
        with contextlib.suppress(psutil.NoSuchProcess):
            main = psutil.Process(self.process.pid)
            return [main, *main.children(recursive=True)]
        return []

    def find(self, module: str) -> list[psutil.Process]:
        """The service's processes that run a module."""
        found = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                if any(part.endswith(module) for part in process.cmdline()):
                    found.append(process)
        return found

    def lost(self, lecture: int | str = "") -> str:
        """Why nothing is to be expected any more of the service, or of a lecture of it."""
        if (code := self.process.poll()) is not None:
            return f"the service ended with exit code {code}"
        if lecture == "":
            return ""
        view = self.get(f"/api/v1/lectures/{lecture}").json
        return f"the lecture has ended: {view}" if view.get("state") in FINAL[1:] else ""

    def until(self, true: Callable[[], Any], what: str, lecture: int | str = "") -> Any:
        """The first true value; a failure as soon as the service or the lecture that it depends on has ended."""
        return until(true, what, lost=lambda: self.lost(lecture))

    def ended(self, lecture: int | str) -> dict[str, Any]:
        """What is shown of a lecture once it has ended, in whatever way."""

        def final() -> Any:
            view = self.get(f"/api/v1/lectures/{lecture}").json
            return view if view["state"] in FINAL else None

        return dict(self.until(final, f"lecture {lecture} has ended"))

    def kill(self) -> None:
        """As `kill -9`."""
        self.process.kill()
        self.process.wait()
        self._close()

    def stop(self) -> None:
        """As SIGTERM."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        self._close()

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def running(home: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    server = Server(home, *options, environment=environment)
    try:
        yield server
    finally:
        server.stop()


def multipart(files: dict[str, tuple[str, bytes]], fields: dict[str, str]) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    blocks = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (filename, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        blocks.append(head.encode() + content + b"\r\n")
    return b"".join(blocks) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
