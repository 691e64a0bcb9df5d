"""Webhooks: what a job came to, as a signed message to an address of the client's.

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
import socket
import ssl
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from videolecture.errors import InputError
from videolecture.jobs.rows import Job
from videolecture.messages import tell

TIMEOUT = 10.0  # seconds of silence from the other side

_NAMES = uuid.UUID("8f0c9a52-6a0e-4d0b-9a4e-2f6f5f0f3b17")  # of deliveries, for uuid5


def body(job: Job) -> str:
    """What is posted about a job that ended."""
    duration = job.result["duration"] if job.result else None
    language = (job.webhook or {}).get("language") or "en"
    error = tell(job.failure, language).what if job.failure else ""
    data = {"id": job.lecture, "job": job.number, "state": job.state, "error": error, "duration": duration}
    if job.failure and job.failure.code:
        data["code"] = job.failure.code
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
        raise InputError(
            "«{url}» is no address for a webhook.",
            "Give one like https://example.org/hook.",
            code="webhook-address",
            url=url,
        )


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
    return InputError(
        "The webhook {host} is inside this network ({address}).",
        "Allow it with webhook_internal.",
        code="webhook-inside",
        host=host,
        address=address,
    )


def check_secret(secret: str) -> None:
    """Refuse a secret that nothing can be signed with."""
    try:
        sign(secret, "", 0, "")
    except ValueError as error:
        raise InputError(
            "The webhook's secret is not base64: {reason}.",
            "After «whsec_» comes base64.",
            code="webhook-secret",
            reason=error,
        ) from error


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
