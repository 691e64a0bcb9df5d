"""Webhooks: what a job came to, told to an address of the client's, signed, and again until it is heard.

Headers and signature follow the Standard Webhooks specification (standardwebhooks.com): webhook-id stays the same
over all attempts, webhook-signature is «v1,» + base64(HMAC-SHA256(secret, id.timestamp.body)).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import socket
import ssl
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update

from videolecture.errors import InputError, VideolectureError
from videolecture.jobs.lease import Lease
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.rows import Job
from videolecture.jobs.schema import deliveries, jobs

DELAYS = (0, 5, 30, 120, 600, 1800, 7200)  # seconds before each attempt; after the last one it is given up
TIMEOUT = 10.0  # seconds of silence from the other side

_NAMES = uuid.UUID("8f0c9a52-6a0e-4d0b-9a4e-2f6f5f0f3b17")  # of deliveries, for uuid5

_log = logging.getLogger("videolecture.webhooks")


def body(job: Job) -> str:
    """What is posted about a job that ended."""
    duration = job.result["duration"] if job.result else None
    data = {"id": job.lecture, "job": job.number, "state": job.state, "error": job.error, "duration": duration}
    return json.dumps({"type": f"lecture.{job.state}", "data": data}, ensure_ascii=False, default=str)


def sign(secret: str, identity: str, timestamp: int, text: str) -> str:
    """The value of webhook-signature. A secret «whsec_...» is base64, any other is taken as it is."""
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    code = hmac.new(key, f"{identity}.{timestamp}.{text}".encode(), hashlib.sha256)
    return "v1," + base64.b64encode(code.digest()).decode()


def name_of(delivery: int, folder: str, created: float) -> str:
    """The value of webhook-id: the same for every attempt, and in no other service.

    `folder` is where the job's inputs are, whose name is random; `created` when the job was asked for.
    """
    return f"msg_{uuid.uuid5(_NAMES, f'{delivery} {created!r} {folder}').hex}"


def check_address(url: str) -> None:
    """Refuse what can never be posted to."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or 0 < parts.port < 65536
        (parts.hostname or "").encode("idna")
        fits = url.isascii() and url.isprintable() and " " not in url
    except ValueError:  # no port, no IPv6 address, no name of a host
        fits = port_is_one = False
    if not (fits and port_is_one and parts.scheme in ("http", "https") and parts.hostname) or parts.username:
        raise InputError(f"«{url}» is no address for a webhook.", "Give one like https://example.org/hook.")


def check_outside(url: str) -> None:
    """Refuse what is inside this network as far as names tell now; `post` asks the connection itself."""
    host = urlsplit(url).hostname or ""
    try:
        found = {place[0] for *_, place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:  # no such name at this moment: there may be one when the lecture has ended
        return
    if found and not any(_is_outside(str(address)) for address in found):
        raise _inside(host, str(min(found)))


def _is_outside(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def _inside(host: str, address: str) -> InputError:
    return InputError(f"The webhook {host} is inside this network ({address}).", "Allow it with webhook_internal.")


def check_secret(secret: str) -> None:
    """Refuse a secret that nothing can be signed with."""
    try:
        sign(secret, "", 0, "")
    except ValueError as error:
        raise InputError(f"The webhook's secret is not base64: {error}.", "After «whsec_» comes base64.") from error


def post(url: str, text: str, headers: Mapping[str, str], internal: bool) -> int:
    """The status of the answer. Redirections are not followed; addresses inside are refused unless `internal`."""
    check_address(url)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    )
    try:
        connection.connect()
        peer = connection.sock.getpeername()[0]
        if not internal and not _is_outside(peer):  # asked of the connection itself: names can change their meaning
            raise _inside(host, peer)
        target = parts.path or "/"
        connection.request("POST", target + (f"?{parts.query}" if parts.query else ""), text.encode(), dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


class Postman:
    """Delivers what the ledger holds, one at a time, from a thread of its own."""

    def __init__(
        self,
        ledger: Ledger,
        lease: Lease,
        internal: bool,
        send: Callable[[str, str, Mapping[str, str], bool], int] = post,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger, self._lease, self._internal, self._send, self._clock = ledger, lease, internal, send, clock
        self._due: dict[int, float] = {}  # delivery -> when, monotonic: a changed wall clock delays nothing

    def run(self, stop: threading.Event) -> None:
        """Until `stop`."""
        while not stop.wait(0.5):
            try:
                self.deliver()
            except VideolectureError as error:
                _log.warning("webhooks wait: %s", error)

    def deliver(self) -> None:
        """Try everything that is due."""
        of_job = (jobs.c.webhook, jobs.c.request, jobs.c.created)
        waiting = select(deliveries, *of_job).join(jobs, jobs.c.number == deliveries.c.job)
        with self._ledger.store.reading() as connection:
            rows = connection.execute(waiting.where(deliveries.c.state == "waiting")).all()
        for row in rows:
            due = self._due.setdefault(row.number, self._clock())
            if self._clock() >= due:
                name = name_of(row.number, row.request["text"], row.created)
                self._attempt(row.number, name, row.attempts + 1, row.body, row.webhook)

    def _attempt(self, number: int, identity: str, attempt: int, text: str, webhook: Mapping[str, Any]) -> None:
        now = int(time.time())
        try:
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "videolecture",
                "webhook-id": identity,
                "webhook-timestamp": str(now),
                "webhook-signature": sign(webhook["secret"], identity, now, text),
            }
            status = self._send(webhook["url"], text, headers, self._internal)
            last, heard = f"answered {status}", 200 <= status < 300
        except (OSError, ValueError, http.client.HTTPException, VideolectureError) as error:
            last, heard = f"{type(error).__name__}: {error}", False
        state = "delivered" if heard else "waiting" if attempt < len(DELAYS) else "given up"
        if state == "waiting":
            self._due[number] = self._clock() + DELAYS[attempt]
        else:
            self._due.pop(number, None)
        _log.info("delivery=%d attempt=%d state=%s %s", number, attempt, state, last)
        with self._ledger.store.writing() as connection:
            self._lease.check(connection)
            one = update(deliveries).where(deliveries.c.number == number)
            connection.execute(one.values(attempts=attempt, state=state, last=last[:500]))
