"""Who has logged in at the page with a token: a cookie names the session, the session names the token.

A session ends when its owner logs out, when it was not used for a day, after thirty days in any case, and when
its token is revoked. A restart of the service ends none. What is on disk lets nobody in: it is a digest of the cookie.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from videolecture.home import sessions_folder
from videolecture.storage.atomic import write_text

UNUSED = 86_400.0  # seconds
LONGEST = 30 * 86_400.0  # seconds
_NOTED = 600.0  # seconds between two notes that a session is used


@dataclass(frozen=True)
class Session:
    """Somebody who logged in."""

    token: str  # the text's digest, as the ledger keeps it: it must still be valid
    form: str  # what every request that changes something must carry beside the cookie
    began: float  # seconds since 1970
    used: float


class Sessions:
    """The sessions of a home."""

    def __init__(self, home: Path) -> None:
        self._root = sessions_folder(home)

    def begin(self, token: str, now: float | None = None) -> str:
        """A new session of a token's digest; the text of its cookie."""
        moment = time.time() if now is None else now
        self._sweep(moment)
        cookie = secrets.token_urlsafe(32)
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(cookie, Session(token, secrets.token_urlsafe(32), moment, moment))
        return cookie

    def find(self, cookie: str, now: float | None = None) -> Session | None:
        """The session of a cookie, if it has not ended."""
        moment = time.time() if now is None else now
        session = self._read(self._path(cookie)) if cookie else None
        if session is None or self._over(session, moment):
            return None
        if moment - session.used > _NOTED:
            session = replace(session, used=moment)
            self._write(cookie, session)
        return session

    def end(self, cookie: str) -> None:
        """Log out."""
        self._path(cookie).unlink(missing_ok=True)

    def _sweep(self, now: float) -> None:
        for path in self._root.glob("*.json"):
            session = self._read(path)
            if session is None or self._over(session, now):
                path.unlink(missing_ok=True)

    @staticmethod
    def _over(session: Session, now: float) -> bool:
        return now - session.used > UNUSED or now - session.began > LONGEST

    def _path(self, cookie: str) -> Path:
        return self._root / f"{hashlib.sha256(cookie.encode()).hexdigest()}.json"

    def _write(self, cookie: str, session: Session) -> None:
        write_text(self._path(cookie), json.dumps(asdict(session)))

    @staticmethod
    def _read(path: Path) -> Session | None:
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Session(**json.loads(path.read_text("utf-8")))
        return None
