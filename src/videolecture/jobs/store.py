"""The ledger's file: SQLite in WAL mode, migrated when it is opened, written in short immediate transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from videolecture.errors import DiskFullError, OutputError
from videolecture.home import ledger_file
from videolecture.jobs.schema import HEAD
from videolecture.storage.atomic import output_error

BUSY = 5.0  # seconds a transaction waits for another's to end
MIGRATIONS = Path(__file__).parent / "migrations"


class LockedError(OutputError):
    """Another program keeps the ledger locked."""


class Store:
    """Connections to one ledger; safe to use from any thread, not across a fork."""

    def __init__(self, home: Path, busy: float = BUSY) -> None:
        self.home = home
        self.path = ledger_file(home)
        try:
            home.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)  # it holds webhooks' secrets; SQLite's other files get the same rights
        except OSError as error:
            raise output_error(home, error) from error
        self._engine = _engine(self.path, busy)
        with _explained(self.path):
            if self._revision() != HEAD:
                self._migrate()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: alone from its first statement on, so that what it read still holds."""
        with _explained(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger and hinders nobody."""
        with _explained(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _revision(self) -> str:
        with self._engine.connect() as connection:
            query = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
            if connection.exec_driver_sql(query).first() is None:
                return ""
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
            return str(row[0]) if row else ""

    def _migrate(self) -> None:
        from alembic import command  # 0.4 s, so only when there is something to do
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with FileLock(self.home / "migrating.lock"), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                connection.exec_driver_sql("ROLLBACK")
                raise OutputError(
                    "The ledger {path} was written by another version of videolecture ({reason}).",
                    "Use that version, or let VIDEOLECTURE_HOME name another folder.",
                    code="ledger-other-version",
                    path=self.path,
                    reason=error,
                ) from error
            connection.exec_driver_sql("COMMIT")


def _engine(path: Path, busy: float) -> Engine:
    engine = create_engine(f"sqlite:///{path}", pool_size=8, max_overflow=64, connect_args={"timeout": busy})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, before the first statement
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last moves, never consistency
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Database errors as ours."""
    try:
        yield
    except DatabaseError as error:
        kind = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # without SQLite's finer distinctions
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LockedError(
                "The ledger {path} is locked by another program.",
                "Close that program.",
                code="ledger-locked",
                path=path,
            ) from error
        if kind == sqlite3.SQLITE_FULL:
            raise DiskFullError(
                "The disk of {path} is full.", "Free some space.", code="ledger-disk-full", path=path
            ) from error
        raise OutputError(
            "The ledger {path} cannot be used: {reason}.",
            "Check that its folder can be written, or let VIDEOLECTURE_HOME name another folder.",
            code="ledger-unusable",
            path=path,
            reason=error.orig,
        ) from error
