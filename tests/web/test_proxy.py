"""The files for operators: nginx in front of the service, systemd under it."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import until
from tests.web.conftest import Files
from tests.web.server import ROOT, Answer, Server, multipart, running
from videolecture.jobs import tokens
from videolecture.jobs.store import Store

DOCS = ROOT / "docs" / "service"
NAME = "lectures.example.org"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def nginx(folder: Path, server: Server, originals: str) -> Iterator[int]:
    """nginx with the configuration of the documentation, on a free port."""
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    certificate += ["-keyout", str(folder / "lectures.key"), "-out", str(folder / "lectures.crt")]
    subprocess.run(certificate, check=True, capture_output=True)
    port = free_port()
    text = (DOCS / "nginx.conf").read_text("utf-8")
    for documented, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("127.0.0.1:54547", f"127.0.0.1:{server.port}"),
        ("/etc/nginx/", f"{folder}/"),
        ("10.1.0.0/16", originals),
    ):
        assert documented in text
        text = text.replace(documented, ours)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    main = (
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {places} {text} }}"
    )
    (folder / "nginx.conf").write_text(main, "utf-8")
    command = [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    process = subprocess.Popen(command)
    try:
        until(lambda: answers(port), "nginx answers", lost=lambda: process.poll() is not None and "it has ended")
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    return False


class Client:
    """Speaks TLS to the proxy, as browsers and platforms do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers = {"Host": f"{NAME}:{port}"}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # signed by itself, a moment ago
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {**self.headers, **named})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx and openssl are not installed"
)
def test_the_documented_nginx_passes_on_everything_that_the_service_offers(
    tmp_path: Path, files: Files, recording: Path
) -> None:
    home = tmp_path / "home"
    token = tokens.create(Store(home), "platform")
    options = ("--require-token", "--allow-host", NAME, "--original-api-from", "127.0.0.1/32")
    (tmp_path / "nginx").mkdir()
    with (
        running(home, *options, "--allow-root", str(files.folder)) as server,
        nginx(tmp_path / "nginx", server, "127.0.0.0/8") as port,
    ):
        client = Client(port)
        assert client.ask("GET", "/ping").status == 200  # an original client, admitted by the proxy
        assert client.ask("GET", "/api/v1/lectures").status == 401
        client.headers["Authorization"] = f"Bearer {token}"
        large = recording.read_bytes() + bytes(2_000_000)  # beyond nginx's own limit
        parts = {"text": ("t", "Привет.".encode()), "face": ("f", files.face.read_bytes()), "voice": ("v", large)}
        body, kind = multipart(parts, {})
        assert client.ask("PUT", "/api/v1/lectures/a", body, Content_Type=kind).status == 202
        told = client.ask("GET", "/api/v1/lectures/a/events", Accept="text/event-stream").body  # ends with the lecture
        assert b"event: succeeded" in told
        part = client.ask("GET", "/api/v1/lectures/a/files/lecture.mp4", Range="bytes=4-7")
        assert (part.status, part.body) == (206, b"ftyp")
        origin = f"https://{NAME}:{port}"
        assert client.ask("GET", "/api/v1/lectures", Origin=origin).status == 200
        assert client.ask("GET", "/api/v1/lectures", Origin="https://evil.example").status == 403
        client.headers["Host"] = "evil.example"
        assert client.ask("GET", "/api/v1/lectures").status == 403


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx and openssl are not installed"
)
def test_the_documented_nginx_keeps_strangers_from_the_original_api(tmp_path: Path, server: Server) -> None:
    with nginx(tmp_path, server, "192.0.2.0/24") as port:
        for path in ("/ping", "/generate/cancel", "/generation/", "/generate"):
            assert Client(port).ask("GET", path).status == 403


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = (DOCS / "videolecture.service").read_text("utf-8")
    command = "/opt/videolecture/.venv/bin/videolecture"
    assert f"ExecStart={command} serve" in unit
    (tmp_path / "videolecture.service").write_text(unit.replace(command, "/bin/true"), "utf-8")
    checked = subprocess.run(
        [str(shutil.which("systemd-analyze")), "verify", str(tmp_path / "videolecture.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
