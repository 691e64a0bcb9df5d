"""Requests that are refused, as exceptions: what to say in which language, and with which status."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):  # noqa: N818 (a polite word for it)
    """The request cannot be served. `code` is a key of `messages.TEXTS`, `parts` fill it in."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, retry_after: int | None = None, **parts: object) -> None:
        super().__init__(code)
        self.code, self.parts, self.retry_after = code, parts, retry_after
        self.headers: dict[str, str] = {}  # that the answer must have


class Forbidden(Refused):
    """It may not be done by this client, from there, or with that path."""

    status = 403


class Unauthorised(Refused):
    """A token is needed."""

    status = 401


class TooLarge(Refused):
    """More than the service accepts."""

    status = 413


class Unusable(Refused):
    """Well-formed, but nothing can be made of it."""

    status = 422


class TooMany(Refused):
    """Again later."""

    status = 429


class Conflict(Refused):
    """The lecture is not in a state for that."""

    status = 409


class Mismatch(Refused):
    """If-Match does not name the lecture as it is."""

    status = 412


class NeedsMatch(Refused):
    """The lecture exists with another content: If-Match must say which one is replaced."""

    status = 428


class NotThere(Refused):
    """There is no such thing."""

    status = 404


class Unsupported(Refused):
    """Another content type is needed."""

    status = 415
