"""Who is let in, and what nobody gets."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from tests.web.conftest import Files, make_files
from tests.web.server import ROOT, Server, multipart, running
from videolecture.errors import InputError
from videolecture.jobs import tokens
from videolecture.jobs.store import Store
from videolecture.web import config
from videolecture.web.inputs import Roots
from videolecture.web.refusals import Forbidden
from videolecture.web.security import Guard


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[Server]:
    """A service that wants tokens, and lets original clients in from an address that no test has."""
    home = tmp_path_factory.mktemp("guarded") / "home"
    tokens.create(Store(home), "unused")
    options = ("--require-token", "--original-api-from", "192.0.2.0/24", "--allow-root", str(files.folder))
    with running(home, *options) as started:
        yield started


@pytest.fixture(scope="module")
def token(guarded: Server) -> str:
    return tokens.create(Store(guarded.home), "course platform")


def test_without_a_token_nothing_is_told(guarded: Server) -> None:
    for path in ("/api/v1/lectures", "/metrics", "/openapi", "/api/v1/lectures/x/files/lecture.mp4"):
        answer = guarded.get(path)
        assert (answer.status, answer.headers.get("WWW-Authenticate")) == (401, "Bearer")
    for path in ("/ping", "/generate/cancel"):  # the original's clients from elsewhere than their network
        assert guarded.get(path).status == 400
    assert guarded.get("/healthz").status == 200


def test_a_token_opens_and_a_revoked_one_does_not(guarded: Server, token: str) -> None:
    assert guarded.get("/api/v1/lectures", Authorization=f"Bearer {token}").status == 200
    assert guarded.get("/ping", Authorization=f"bearer {token}").status == 200
    assert guarded.get("/api/v1/lectures", Authorization=f"Bearer {token}x").status == 401
    assert guarded.get("/api/v1/lectures", Authorization=f"Basic {token}").status == 401
    late = tokens.create(Store(guarded.home), "late")
    tokens.revoke(Store(guarded.home), "late")
    assert guarded.get("/api/v1/lectures", Authorization=f"Bearer {late}").status == 401


def test_the_document_says_that_a_token_is_needed(guarded: Server, token: str) -> None:
    document = guarded.get("/openapi", Authorization=f"Bearer {token}").json
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_tokens_are_kept_only_as_hashes_and_never_logged(guarded: Server, token: str) -> None:
    guarded.get(f"/api/v1/lectures?token={token}", Authorization=f"Bearer {token}")
    for file in guarded.home.rglob("*"):
        if file.is_file():
            assert token.encode() not in file.read_bytes(), file


def test_original_clients_are_admitted_by_their_network_and_only_to_their_api(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    tokens.create(Store(home), "unused")
    with running(home, "--require-token", "--original-api-from", "127.0.0.0/8") as server:
        assert server.get("/ping").status == 200
        assert server.get("/generate/cancel").json["result"] is False
        assert server.get("/api/v1/lectures").status == 401


def test_another_address_than_loopback_needs_a_token_to_exist(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "videolecture", "serve", "--host", "0.0.0.0"]  # noqa: S104 (it never listens)
    environment = {**os.environ, "VIDEOLECTURE_HOME": str(tmp_path / "home")}
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ended.returncode == 2
    assert "videolecture token create" in ended.stderr


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
        ("Host", "evil.example"),
    ],
)
def test_web_pages_of_other_sites_are_refused_even_a_get(server: Server, header: str, value: str) -> None:
    answer = server.get("/generate/cancel", **{header: value})
    assert (answer.status, answer.json["error"]) == (400, True)
    assert server.get("/api/v1/lectures", **{header: value}).status == 403


def test_a_page_of_the_service_itself_may_ask(server: Server) -> None:
    assert server.get("/ping", Sec_Fetch_Site="same-origin").status == 200
    assert server.get("/ping", Origin=f"http://127.0.0.1:{server.port}").status == 200


def test_links_do_not_lead_out_of_the_allowed_folders(server: Server, files: Files, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", "utf-8")
    link, folder = files.folder / "link.txt", files.folder / "linked"
    link.symlink_to(secret)
    folder.symlink_to(tmp_path)
    for path in (link, folder / "secret.txt", files.folder / ".." / tmp_path.name / "secret.txt"):
        answer = server.ask("PUT", "/api/v1/lectures/x", {**files.paths(), "text_path": str(path), "text": None})
        assert answer.status == 403, answer.body
        body = {**files.original(50), "lecture_text_path": str(path)}
        assert server.ask("POST", "/generate", body).status == 400
    (files.folder / "out_51").mkdir()
    (files.folder / "out_51" / "audio_fragments").symlink_to(tmp_path)
    assert server.ask("POST", "/generate", files.original(51)).status == 400
    assert sorted(tmp_path.iterdir()) == [secret]


def test_the_services_own_folder_is_out_of_reach(tmp_path: Path, recording: Path) -> None:
    files = make_files(tmp_path / "course", recording)
    with running(tmp_path / "course" / "home", "--allow-root", str(tmp_path)) as server:
        body = {**files.original(1), "lecture_text_path": str(server.home / "ledger.sqlite")}
        assert "--allow-root" in server.ask("POST", "/generate", body).json["message"]
        body = {**files.original(1), "generated_dir_path": str(server.home / "cache")}
        assert server.ask("POST", "/generate", body).status == 400


@pytest.mark.skipif(os.name == "nt", reason="FIFOs")
def test_a_file_that_is_no_file_hangs_nobody(server: Server, files: Files) -> None:
    os.mkfifo(files.folder / "pipe")
    body = {**files.original(52), "lecture_text_path": str(files.folder / "pipe")}
    assert server.ask("POST", "/generate", body).status == 400


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fledger.sqlite", "%2e%2e", "lecture.mp4%00.txt", "lecture_0x1.mp4", "LECTURE.MP4", "ledger.sqlite"],
)
def test_files_are_named_by_the_service_alone(server: Server, files: Files, name: str) -> None:
    server.ask("PUT", "/api/v1/lectures/named", files.paths("Имена."))
    assert server.get(f"/api/v1/lectures/named/files/{name}").status in (404, 422)


def png(width: int, height: int) -> bytes:
    """A whole, tiny file that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


HOSTILE = {
    "a decompression bomb": ("face", png(60_000, 60_000)),
    "a drawing that opens files": (
        "face",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    ),
    "half a photo": ("face", png(64, 64)[:60]),
    "an empty photo": ("face", b""),
    "a playlist": ("voice", b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
    "a list of files": ("voice", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "half a header": ("voice", b"RIFF\x00\x00\x00\x00WAVEfmt "),
    "noise as sound": ("voice", b"RIFF" + bytes(range(256)) * 16),
    "binary text": ("text", bytes(range(256)) * 16),
    "zeros": ("text", bytes(3000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_media_are_refused_and_hurt_nobody(server: Server, files: Files, name: str) -> None:
    contents = {"text": "Да.".encode(), "face": files.face.read_bytes(), "voice": files.voice.read_bytes()}
    field, content = HOSTILE[name]
    contents[field] = content
    body, kind = multipart({name: (name, given) for name, given in contents.items()}, {})
    answer = server.ask("PUT", "/api/v1/lectures/hostile", body, Content_Type=kind)
    assert answer.status == 422, answer.body
    assert answer.json["detail"]
    assert server.get("/api/v1/lectures/hostile").status == 404


def test_a_webhook_that_would_never_be_delivered_is_refused(tmp_path: Path, files: Files) -> None:
    closed = {"VIDEOLECTURE_SERVICE_WEBHOOK_INTERNAL": "false"}
    hook = {"url": "http://127.0.0.1:9/hook", "secret": "s" * 20}
    with running(tmp_path / "home", "--allow-root", str(files.folder), environment=closed) as server:
        answer = server.ask("PUT", "/api/v1/lectures/hook", {**files.paths(), "webhook": hook})
        assert answer.status == 422
        assert "inside this network" in answer.json["detail"]
        assert server.get("/api/v1/lectures/hook").status == 404


def test_more_than_the_service_takes_is_refused(tmp_path: Path, files: Files) -> None:
    small = {"VIDEOLECTURE_SERVICE_TEXT_BYTES": "1000"}
    with running(tmp_path / "home", "--allow-root", str(files.folder), environment=small) as server:
        body = {**files.paths("а" * 4000)}
        assert server.ask("PUT", "/api/v1/lectures/big", body).status == 413
        parts = {"text": ("t", b"a" * 4000), "face": ("f", b"f"), "voice": ("v", b"v")}
        raw, kind = multipart(parts, {})
        assert server.ask("PUT", "/api/v1/lectures/big", raw, Content_Type=kind).status == 413
        padded = json.dumps(body).encode() + b" " * 1_000_000
        assert server.ask("PUT", "/api/v1/lectures/big", padded, Content_Type="application/json").status == 413
        assert server.ask("POST", "/generate", padded, Content_Type="application/json").status == 400
        assert not list((server.home / "lectures").glob("*"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"prot": 1}, "prot"),
        ({"port": "x"}, "port"),
        ({"port": 70_000}, "port"),
        ({"queue": 0}, "queue"),
        ({"original_api_from": ["nowhere"]}, "«original_api_from» is wrong: 'nowhere'"),
    ],
)
def test_a_mistake_in_the_services_settings_is_named(values: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        config.load(values, {}, {})


def test_the_documents_name_every_setting_of_the_service() -> None:
    described = (ROOT / "docs" / "service" / "README.md").read_text("utf-8")
    assert not [
        entry.name for entry in dataclasses.fields(config.ServiceSettings) if f"`{entry.name}`" not in described
    ]


def test_settings_come_from_file_environment_and_options_in_that_order() -> None:
    table = {"port": 1, "queue": 2, "streams": 3}
    loaded = config.load(table, {"port": 9}, {"VIDEOLECTURE_SERVICE_QUEUE": "5", "VIDEOLECTURE_SERVICE_PORT": "7"})
    assert (loaded.port, loaded.queue, loaded.streams) == (9, 5, 3)
    assert loaded.on_loopback and not loaded.needs_token
    assert config.load({"host": "0.0.0.0"}, {}, {}).needs_token  # noqa: S104


def test_without_allowed_folders_only_clients_on_this_machine_may_name_files(tmp_path: Path) -> None:
    file = tmp_path / "face.png"
    file.touch()
    local = config.load({}, {}, {})
    assert Roots(local.roots, tmp_path / "home").check("face_path", str(file)) == file.resolve()
    for table in ({"host": "0.0.0.0"}, {"require_token": True}):  # noqa: S104
        with pytest.raises(Forbidden, match="no roots"):
            Roots(config.load(table, {}, {}).roots, tmp_path / "home").check("face_path", str(file))
        given = config.load({**table, "allow_roots": [str(tmp_path)]}, {}, {})
        assert Roots(given.roots, tmp_path / "home").check("face_path", str(file)) == file.resolve()


def test_a_client_elsewhere_is_told_how_files_are_allowed(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    token = tokens.create(Store(home), "course platform")
    with running(home, "--require-token") as server:
        answer = server.ask("PUT", "/api/v1/lectures/a", files.paths(), Authorization=f"Bearer {token}")
        assert answer.status == 403
        assert "--allow-root" in answer.json["detail"]
        old = server.ask("POST", "/generate", files.original(1), Authorization=f"Bearer {token}")
        assert old.status == 400
        assert "--allow-root" in old.json["message"]


def test_clients_without_a_token_call_a_network_service_by_its_own_name_or_address() -> None:
    everywhere = "0.0.0.0"  # noqa: S104 (nothing listens here)
    networks, names = ["10.0.0.0/8"], ["lectures.example"]
    table = {"host": everywhere, "original_api_from": networks, "allow_hosts": names}
    guard = Guard(config.load(table, {}, {}), lambda _: None)

    def asked(host: str) -> None:
        client = {"REMOTE_ADDR": "10.1.2.3"}
        builder = EnvironBuilder("/generate/cancel", headers=Headers({"Host": host}), environ_base=client)
        guard.admit(Request(builder.get_environ()))

    for name in ("10.0.0.9:54547", "lectures.example", socket.gethostname(), "[::1]:54547"):
        asked(name)
    with pytest.raises(Forbidden):
        asked("evil.example:54547")
