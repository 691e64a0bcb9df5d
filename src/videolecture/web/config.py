"""The service's own settings: the table [service] of the settings file, VIDEOLECTURE_SERVICE_*, options of `serve`."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Limited
from pydantic.dataclasses import dataclass as checked

from videolecture.errors import InputError
from videolecture.web.faults import fault

PORT = 54547  # the original service's
PREFIX = "VIDEOLECTURE_SERVICE_"
_LISTS = ("allow_roots", "allow_hosts", "original_api_from")

Positive = Annotated[int, Limited(ge=1)]
Bytes = Annotated[int, Limited(ge=0)]


def _network(text: str) -> str:
    """The text, if it is a network; raises ValueError."""
    ipaddress.ip_network(text, strict=False)
    return text


Network = Annotated[str, AfterValidator(_network)]


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class ServiceSettings:
    """Every setting of the service, with its default."""

    host: str = "127.0.0.1"  # any other than loopback needs tokens
    port: Annotated[int, Limited(ge=0, le=65535)] = PORT
    allow_roots: tuple[Path, ...] = ()  # folders in which clients may name files; (): see `roots`
    allow_hosts: tuple[str, ...] = ()  # further names by which clients may call the service
    require_token: bool = False  # also on loopback: set it behind a reverse proxy
    original_api_from: tuple[
        Network, ...
    ] = ()  # networks (CIDR) whose clients may use the original API without a token
    consent: str = ""  # who stated, for the original API, that face and voice may be used; "": recorded as not stated
    queue: Positive = 100  # jobs that may wait; beyond it the answer is 429
    jobs_at_once: Positive = 8  # they share the workers by turns, so that a short one need not wait for a long one
    streams: Positive = 64  # event streams open at once; beyond it the answer is 429
    threads: Positive = 32  # for all other requests
    text_bytes: Bytes = 5_000_000
    face_bytes: Bytes = 50_000_000
    voice_bytes: Bytes = 200_000_000
    deck_bytes: Bytes = 300_000_000
    recording_bytes: Bytes = 1_000_000_000
    film_bytes: Bytes = 500_000_000  # of all films of a lecture together
    cache_bytes: Bytes = 20_000_000_000  # 0: no limit
    lectures_bytes: Bytes = 50_000_000_000  # 0: no limit
    patience: Annotated[float, Limited(gt=0)] = 120.0  # seconds without progress after which a worker counts as hung
    webhook_internal: bool | None = None  # webhooks to addresses inside; none: only when the service is on loopback

    def bytes_of(self, name: str) -> int:
        """How long an input may be: its own limit, otherwise that of the text."""
        name = "deck" if name == "deck_file" else name
        return int(getattr(self, f"{name}_bytes", self.text_bytes))

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host == "localhost" or is_loopback(self.host)

    @property
    def needs_token(self) -> bool:
        """Whether a request without a token is refused."""
        return self.require_token or not self.on_loopback

    @property
    def webhooks_inside(self) -> bool:
        """Whether webhooks may go to addresses inside this network."""
        return self.on_loopback if self.webhook_internal is None else self.webhook_internal

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders in which clients may name files, symbolic links resolved.

        Where none is given: the home, the current and the temporary folder for clients on this machine, who can read
        them anyway; none for clients elsewhere, who reach the service itself or the proxy before it.
        """
        own = () if self.needs_token else (Path.home(), Path.cwd(), Path(tempfile.gettempdir()))
        return tuple(root.expanduser().resolve() for root in self.allow_roots or own)


def load(
    table: Mapping[str, object], options: Mapping[str, Any], environment: Mapping[str, str] = os.environ
) -> ServiceSettings:
    """Defaults, overlaid by the file's table, the environment and the options that were given (not None)."""
    values: dict[str, Any] = dict(table)
    for name in (entry.name for entry in dataclasses.fields(ServiceSettings)):
        if text := environment.get(PREFIX + name.upper()):
            values[name] = text.split(os.pathsep if name == "allow_roots" else ",") if name in _LISTS else text
    values |= {name: value for name, value in options.items() if value is not None}
    try:
        return TypeAdapter(ServiceSettings).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"] if isinstance(part, str)) or "service"
        raise InputError(
            "The service's setting «{name}» is wrong: {fault}.",
            "Known: {known}.",
            code="service-setting",
            name=name,
            fault=fault(first),
            known=", ".join(entry.name for entry in dataclasses.fields(ServiceSettings)),
        ) from error


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
