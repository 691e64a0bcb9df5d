"""Which server speaks, and how it is asked: the table [engines.http] of the settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from videolecture.errors import InputError


@dataclass(frozen=True)
class Server:
    """Where the speech comes from: the table [engines.http] of the settings."""

    url: str = ""  # http://localhost:8000 or http://localhost:8000/v1
    model: str = "tts-1"
    voice: str = "alloy"
    key_variable: str = "OPENAI_API_KEY"  # the environment variable that holds the key, if there is one
    timeout: float = 120.0  # seconds without data
    tries: int = 3
    together: int = 4  # requests at a time
    send_seed: bool = False  # some servers take a seed, some refuse what the standard does not name
    commercial: bool = False  # the operator says that its voice may be sold, under the licence named
    licence: str = ""

    @property
    def address(self) -> str:
        """The address that speaks."""
        base = self.url.rstrip("/")
        return (base if base.endswith("/v1") else base + "/v1") + "/audio/speech"


def server(options: Mapping[str, object]) -> Server:
    """The server that the settings describe. Raises InputError for a setting that is missing or wrong."""
    known = {field.name: type(field.default) for field in fields(Server)}
    for name, value in options.items():
        kind = known.get(name)
        if kind is None:
            raise InputError(
                "The engine http has no setting «{name}».",
                "Known: {known}.",
                code="http-setting-unknown",
                name=name,
                known=", ".join(known),
            )
        fits = isinstance(value, (int, float) if kind is float else kind) and (kind is bool or value is not True)
        if not fits:
            raise InputError(
                "The setting «{name}» of the engine http cannot be {value}.",
                "Correct [engines.http].",
                code="http-setting-wrong",
                name=name,
                value=value,
            )
    described = Server(**options)  # type: ignore[arg-type]  # checked above
    try:
        parts = urlsplit(described.url)
        (parts.hostname or "").encode("idna")
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # no IPv6 address, no name of a host, no port
        named = False
    if not named:
        raise InputError(
            "The engine http needs the address of its server, not «{url}».",
            'Write it in the settings: [engines.http] url = "http://localhost:8000".',
            code="http-no-address",
            url=described.url,
        )
    if described.tries < 1 or described.together < 1 or not 0 < described.timeout < math.inf:
        raise InputError(
            "The settings tries, together and timeout of the engine http must be positive.",
            "Correct [engines.http].",
            code="http-not-positive",
        )
    if described.commercial and not described.licence.strip():
        raise InputError(
            "The voice of the speech server is declared fit for commercial use, but no licence is named.",
            'Name the licence that allows it: [engines.http] licence = "...".',
            code="http-no-licence",
        )
    return described
