"""Webhooks: signed, repeated until heard, given up at last, and never sent where they may not go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.jobs.test_ledger import order
from videolecture.errors import InputError
from videolecture.jobs.deliveries import DELAYS, Deliveries
from videolecture.jobs.lease import RUNNER, Lease, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.states import State
from videolecture.jobs.store import Store
from videolecture.jobs.webhooks import check_address, check_outside, check_secret, post, sign

SECRET = "a secret of at least sixteen"  # noqa: S105 (of this test)
HOOK = {"url": "https://example.org/hook", "secret": SECRET}


@pytest.fixture
def ended(tmp_path: Path) -> tuple[Ledger, Lease]:
    """A ledger with one finished job that has a webhook."""
    ledger = Ledger(Store(tmp_path))
    lease = acquire(ledger.store, RUNNER)
    number = ledger.submit(order(webhook=HOOK)).number
    ledger.begin(lease)
    ledger.finish(lease, number, State.SUCCEEDED)
    return ledger, lease


class Receiver:
    """Answers as it is told and remembers what it heard; its clock stands until it is moved."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.heard, self.now = list(statuses), list[tuple[str, dict[str, str]]](), 0.0

    def send(self, url: str, text: str, headers: Mapping[str, str], internal: bool) -> int:
        self.heard.append((text, dict(headers)))
        return self.statuses.pop(0)


def test_what_is_posted_carries_the_signature_of_standard_webhooks(ended: tuple[Ledger, Lease]) -> None:
    receiver = Receiver(204)
    Deliveries(*ended, internal=False, send=receiver.send, clock=lambda: receiver.now).deliver()
    text, headers = receiver.heard[0]
    assert json.loads(text)["type"] == "lecture.succeeded"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{text}".encode()
    code = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{code}"
    assert SECRET not in text


def test_the_signature_is_that_of_the_specifications_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 (published with the specification)
    text = '{"test": 2432232314}'
    assert sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, text) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_an_attempt_that_is_not_heard_is_repeated_under_the_same_name(ended: tuple[Ledger, Lease]) -> None:
    receiver = Receiver(500, 302, 200)
    deliveries_ = Deliveries(*ended, internal=False, send=receiver.send, clock=lambda: receiver.now)
    for delay in (0.0, DELAYS[1] - 1, 1.0, DELAYS[2], 1000.0):
        receiver.now += delay
        deliveries_.deliver()
    assert len(receiver.heard) == 3
    assert len({headers["webhook-id"] for _, headers in receiver.heard}) == 1


def test_no_other_delivery_has_the_same_name_in_this_service_or_another(tmp_path: Path) -> None:
    receiver = Receiver(*[204] * 4)
    for home in ("a", "b"):
        ledger = Ledger(Store(tmp_path / home))
        lease = acquire(ledger.store, RUNNER)
        for lecture in ("x", "y"):
            number = ledger.submit(order(lecture=lecture, webhook=HOOK)).number
            ledger.begin(lease)
            ledger.finish(lease, number, State.SUCCEEDED)
        Deliveries(ledger, lease, internal=False, send=receiver.send, clock=lambda: receiver.now).deliver()
    assert len({headers["webhook-id"] for _, headers in receiver.heard}) == 4


def test_after_the_last_attempt_it_is_given_up(ended: tuple[Ledger, Lease]) -> None:
    receiver = Receiver(*[500] * 20)
    deliveries_ = Deliveries(*ended, internal=False, send=receiver.send, clock=lambda: receiver.now)
    for _ in range(20):
        receiver.now += max(DELAYS) + 1
        deliveries_.deliver()
    assert len(receiver.heard) == len(DELAYS)


def test_addresses_inside_the_network_are_refused_unless_allowed() -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://localhost:{server.server_port}/hook?x=1"
        with pytest.raises(InputError, match="inside"):
            post(url, "{}", {}, internal=False)
        assert post(url, "{}", {}, internal=True) == 200
        server.shutdown()


def test_what_names_tell_to_be_inside_is_refused_before_it_is_posted_to(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"lms.example": ["10.0.0.5", "fd00::5"], "both.example": ["10.0.0.5", "93.184.216.34"]}

    def lookup(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "later.example":
            raise OSError("no such name")
        return [(0, 0, 0, "", (address, 0)) for address in known.get(host, [host])]

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    for url in ("http://127.0.0.1/x", "http://[fe80::1]/x", "http://169.254.169.254/x", "https://lms.example/x"):
        with pytest.raises(InputError, match="inside"):
            check_outside(url)
    for url in ("https://93.184.216.34/x", "https://both.example/x", "https://later.example/x"):
        check_outside(url)


@pytest.mark.parametrize("url", ["ftp://x/", "http://", "file:///etc/passwd", "http://a:b@x/", "http://x:99999/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        check_address(url)


@pytest.mark.parametrize("url", ["http://[::1/ok", "http://a..b/", "http://127.0.0.1/привет", "http://here/a b"])
def test_what_http_cannot_carry_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no address"):
        check_address(url)


def test_a_secret_that_is_no_base64_is_refused() -> None:
    check_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    check_secret("whatever else it is")
    with pytest.raises(InputError, match="not base64"):
        check_secret("whsec_abcdefghijk")


def test_a_webhook_that_cannot_be_signed_is_given_up_and_holds_up_no_other(tmp_path: Path) -> None:
    ledger = Ledger(Store(tmp_path))
    lease = acquire(ledger.store, RUNNER)
    for hook in ({**HOOK, "secret": "whsec_abcdefghijk"}, HOOK):
        number = ledger.submit(order(lecture=hook["secret"], webhook=hook)).number
        ledger.begin(lease)
        ledger.finish(lease, number, State.SUCCEEDED)
    receiver = Receiver(204)
    Deliveries(ledger, lease, internal=False, send=receiver.send, clock=lambda: receiver.now).deliver()
    assert len(receiver.heard) == 1
