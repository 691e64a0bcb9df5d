"""Who may ask what, decided before any view runs.

On loopback everybody on this machine may ask, except web pages: a page of another site (Sec-Fetch-Site, Origin) and a
name that somebody pointed at this machine (Host) are refused, also on the original's GET /generate/cancel. Anywhere
else a bearer token is needed, or the cookie of a session at the page, with which every request that changes something
must carry what the page's forms have (X-Form-Token): a cookie alone is sent by other sites, too. A link from another
site may lead to a page, which changes nothing. Clients of the original API, who cannot send a token, are admitted by
their network and only to that API.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from flask import Request

from videolecture.web.config import ServiceSettings, is_loopback
from videolecture.web.refusals import Forbidden, Unauthorised

OPEN = frozenset({"/healthz", "/readyz", "/login"})  # for load balancers and who has yet to log in; nothing is told
OPEN_FOLDER = "/static/"  # the page's scripts and type
PAGES = re.compile(r"/(new|settings|login|lectures/[^/]+)?")
COOKIE = "videolecture_session"
FORM_HEADER, FORM_FIELD = "X-Form-Token", "form_token"
ORIGINAL = frozenset({"/generate", "/generate/cancel", "/generation", "/generation/", "/generation/cancel", "/ping"})
_SAME = ("same-origin", "none")


class Guard:
    """`admit` raises for requests that may not be served."""

    def __init__(
        self,
        settings: ServiceSettings,
        token_name: Callable[[str], str | None],
        session: Callable[[str], tuple[str, str] | None] = lambda _: None,
    ) -> None:
        """`token_name` of a token's text; `session`: the token's name and the form's secret of a cookie."""
        self._settings, self._token_name, self._session = settings, token_name, session
        self._networks = [ipaddress.ip_network(network, strict=False) for network in settings.original_api_from]

    def admit(self, request: Request) -> str:
        """Check where the request comes from and what it carries; the name of its token, "" where none is needed."""
        self._check_host(request)
        self._check_site(request)
        if request.path in OPEN or request.path.startswith(OPEN_FOLDER) or not self._settings.needs_token:
            return ""
        if request.path in ORIGINAL and self._from_original_client(request):
            name = _host_name(request.headers.get("Host", ""))
            if "Host" in request.headers and not self._is_ours(name):
                raise Forbidden("host", name=name)  # no token protects them from a name that somebody pointed here
            return ""
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        bearer = kind.lower() == "bearer"
        name = self._token_name(text.strip()) or "" if bearer else self._by_cookie(request)
        if not name:
            raise Unauthorised("token")
        return name

    def _by_cookie(self, request: Request) -> str:
        found = self._session(request.cookies.get(COOKIE, ""))
        if found is None:
            return ""
        name, secret = found
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            given = request.headers.get(FORM_HEADER, "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                raise Forbidden("form")
        return name

    def _check_host(self, request: Request) -> None:
        name = _host_name(request.headers.get("Host", ""))
        if "Host" not in request.headers:
            return  # HTTP/1.0, as load balancers ask for /ping: no browser does
        if name in self._settings.allow_hosts:
            return
        if self._settings.on_loopback and name != "localhost" and not is_loopback(name):
            raise Forbidden("host", name=name)

    def _is_ours(self, name: str) -> bool:
        """Whether a name is an address, this machine's own name, or one that the settings allow."""
        with suppress(ValueError):
            return bool(ipaddress.ip_address(name))
        machine = socket.gethostname().lower()
        return name in {"localhost", machine, machine.partition(".")[0], *self._settings.allow_hosts}

    def _check_site(self, request: Request) -> None:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None and _follows_a_link(request):
            return
        if site is not None and site not in _SAME:
            raise Forbidden("cross site")
        origin = request.headers.get("Origin")
        if site is None and origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
            raise Forbidden("cross site")

    def _from_original_client(self, request: Request) -> bool:
        try:
            address = ipaddress.ip_address(request.remote_addr or "")
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)


def _follows_a_link(request: Request) -> bool:
    """Whether a browser goes to one of the pages, in a window of its own: nothing is changed, no other site is told."""
    fetch = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    return request.method == "GET" and fetch == ("navigate", "document") and PAGES.fullmatch(request.path) is not None


def _host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
