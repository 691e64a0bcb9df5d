"""Clients that are slow, by accident or on purpose, and hurt nobody."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.server import Server

pytest.importorskip("gunicorn.workers.gthread", reason="waitress serves on Windows", exc_type=ImportError)
from videolecture.web import connections
from videolecture.web.connections import Arrival, Paced

HEAD = b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
WHOLE = [
    b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
    HEAD + b"Content-Length: 2\r\n\r\n{}",
    HEAD + b"content-length:2 \r\n\r\n{}",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
]
HALF = {
    "nothing": b"",
    "half a head": b"GET /ping HTTP/1.1\r\nHost: localhost\r\n",
    "half a body": HEAD + b"Content-Length: 500\r\n\r\n{",
    "half a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    "half an upload": b"PUT /api/v1/lectures/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n"
    + b"a" * 2 * connections.BODY,
    "an answer nobody reads": b"GET /api/v1/lectures HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
}


@given(st.sampled_from(WHOLE), st.data())
def test_a_request_is_whole_with_its_last_byte_however_it_comes(request_: bytes, data: st.DataObject) -> None:
    arrival = Arrival()
    rest = request_
    while rest:
        assert not arrival.whole and not arrival.ready
        size = data.draw(st.integers(1, len(rest)))
        arrival.add(rest[:size])
        rest = rest[size:]
    assert arrival.whole and arrival.ready
    assert bytes(arrival.data) == request_


def test_a_long_body_is_an_upload_once_its_client_has_shown_that_it_sends() -> None:
    arrival = Arrival(HEAD + b"Content-Length: 1000000\r\n\r\n")
    arrival.add(b"a" * (connections.BODY - 1))
    assert not arrival.ready
    arrival.add(b"a")
    assert arrival.ready and not arrival.whole
    assert arrival.lane == connections.UPLOADS


def test_a_head_without_end_is_too_long() -> None:
    assert Arrival(b"GET / HTTP/1.1\r\nX: " + b"a" * connections.HEAD).too_long


@pytest.mark.parametrize(
    ("line", "lane"),
    [
        (b"GET /ping HTTP/1.1", connections.QUICK),
        (b"POST /generate HTTP/1.1", connections.ORDERS),
        (b"PUT /api/v1/lectures/a HTTP/1.1", connections.ORDERS),
        (b"GET /api/v1/lectures/a/files/lecture.mp4 HTTP/1.1", connections.FILES),
        (b"GET /generate/cancel HTTP/1.1", ""),
        (b"POST /api/v1/lectures/a/cancel HTTP/1.1", ""),
    ],
)
def test_what_is_slow_by_nature_has_threads_of_its_own(line: bytes, lane: str) -> None:
    assert Arrival(line + b"\r\nHost: localhost\r\n\r\n").lane == lane


def test_an_upload_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SILENCE", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"abc")
        reader = Paced(ours)
        assert reader.chunk() == b"abc"
        with pytest.raises(TimeoutError):
            reader.chunk()


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked_once(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(HEAD + b"Content-Length: 2\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n")
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"{}")
        answer = b"".join(iter(lambda: client.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert "face_path" in json.loads(answer.partition(b"\r\n\r\n")[2])["message"]


def test_two_requests_sent_at_once_are_both_answered(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(WHOLE[0] + WHOLE[0].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answers = b"".join(iter(lambda: client.recv(1000), b""))
    assert answers.count(b"Pong") == 2


def test_a_load_balancer_that_speaks_http_1_0_is_answered(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /ping HTTP/1.0\r\n\r\n")
        assert b"Pong" in b"".join(iter(lambda: client.recv(1000), b""))


@contextlib.contextmanager
def crowd(server: Server, sent: bytes) -> Iterator[list[socket.socket]]:
    """Clients who never send or read the rest."""
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(120)]
        for client in clients:
            with contextlib.suppress(ConnectionError):  # it was one too many
                client.sendall(sent)
        yield clients


@pytest.mark.parametrize("kind", HALF)
def test_a_crowd_of_slow_clients_keeps_nobody_waiting(server: Server, kind: str) -> None:
    with crowd(server, HALF[kind]):
        assert server.get("/ping").json["result"] is True
        assert server.get("/api/v1/lectures").status == 200
        assert server.get("/generate/cancel").status == 200
        assert server.ask("POST", "/generate", {}).status == 400


def test_where_there_are_too_many_connections_the_slowest_goes(server: Server) -> None:
    with contextlib.ExitStack() as crowds:
        first = crowds.enter_context(crowd(server, HALF["half a head"]))
        for _ in range(6):  # more than 8 * (32 + 64) connections
            crowds.enter_context(crowd(server, HALF["nothing"]))
        assert server.get("/ping").status == 200
        assert first[0].recv(1000) == b""


@pytest.mark.parametrize("sent", [HALF["half an upload"], WHOLE[0]], ids=["uploads", "kept alive"])
def test_no_kind_of_request_takes_all_connections(server: Server, sent: bytes) -> None:
    with contextlib.ExitStack() as crowds:
        for _ in range(7):
            crowds.enter_context(crowd(server, sent))
        assert server.get("/ping").status == 200
        assert server.ask("POST", "/generate", {}).status == 400
