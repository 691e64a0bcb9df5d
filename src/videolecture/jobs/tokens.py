"""Bearer tokens of the service: shown once, kept only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from videolecture.errors import InputError
from videolecture.jobs.schema import tokens
from videolecture.jobs.store import Store

PREFIX = "vl_"  # so that scanners and our own logs recognise one


@dataclass(frozen=True)
class Token:
    """What is known of a token. Times are seconds since 1970."""

    name: str
    created: float
    revoked: float | None


def create(store: Store, name: str) -> str:
    """A new token's text: the only moment at which it is known."""
    text = PREFIX + secrets.token_urlsafe(32)
    with store.writing() as connection:
        if connection.execute(select(tokens).where(tokens.c.name == name)).first():
            raise InputError(
                "There is a token «{name}» already.",
                "Choose another name.",
                code="token-exists",
                name=name,
            )
        connection.execute(insert(tokens).values(name=name, hash=digest(text), created=time.time()))
    return text


def listed(store: Store) -> list[Token]:
    """Every token, the oldest first."""
    with store.reading() as connection:
        rows = connection.execute(select(tokens).order_by(tokens.c.created))
        return [Token(row.name, row.created, row.revoked) for row in rows]


def revoke(store: Store, name: str) -> None:
    """From now on the token is refused."""
    with store.writing() as connection:
        valid = update(tokens).where(tokens.c.name == name, tokens.c.revoked.is_(None))
        if connection.execute(valid.values(revoked=time.time())).rowcount == 0:
            raise InputError(
                "There is no valid token «{name}».",
                "See: videolecture token list.",
                code="token-unknown",
                name=name,
            )


def name_of(store: Store, text: str) -> str | None:
    """The name of a valid token, or None."""
    return name_of_digest(store, digest(text))


def name_of_digest(store: Store, wanted: str) -> str | None:
    """The name of the valid token with that digest, or None."""
    with store.reading() as connection:
        for row in connection.execute(select(tokens).where(tokens.c.revoked.is_(None))):
            if hmac.compare_digest(row.hash, wanted):
                return str(row.name)
    return None


def digest(text: str) -> str:
    """What the ledger keeps of a token."""
    return hashlib.sha256(text.encode()).hexdigest()
