"""Who may work on this home's jobs. The operating system's lock says who lives; the ledger's token fences off the rest.

The lock ends with its process, however that ends, so that a restart need not wait and no clock is asked. Whoever takes
it raises the lease's token in the ledger; every later write under an older token is refused, whatever its writer
still believes (a lock on a network folder may have been lost without its holder's notice).
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from videolecture.errors import WorkerError
from videolecture.home import locks_folder
from videolecture.jobs.schema import leases
from videolecture.jobs.store import Store

SERVICE = "service"
RUNNER = "runner"


class FencedError(WorkerError):
    """Somebody else holds the lease now: stop without writing anything."""


class HeldError(WorkerError):
    """Another process holds the lease."""


@dataclass(frozen=True)
class Lease:
    """The right to write as `name`, until somebody takes a newer token."""

    name: str
    token: int
    lock: FileLock

    def check(self, connection: Connection) -> None:
        """Raise FencedError when it is ours no longer. Call it inside the transaction that it protects."""
        query = select(leases.c.token).where(leases.c.name == self.name)
        if connection.execute(query).scalar() != self.token:
            raise FencedError(
                "Another process took over «{name}».",
                "Nothing is to be done: it goes on there.",
                code="lease-lost",
                name=self.name,
            )

    def release(self) -> None:
        """Let the next one in."""
        self.lock.release()


def acquire(store: Store, name: str, patience: float = 3.0, **facts: str) -> Lease:
    """Take a lease, or raise HeldError with who has it. `patience`: seconds, for one who is just ending.

    `facts`: what others may want to know of the holder.
    """
    lock = FileLock(lock_path(store.home, name), thread_local=False)
    try:
        lock_path(store.home, name).parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience, poll_interval=0.05)
    except Timeout:
        raise _held(store, name) from None
    holder = {"pid": os.getpid(), "host": platform.node(), "since": time.time(), "command": Path(sys.argv[0]).name}
    holder |= facts
    with store.writing() as connection:
        token = (connection.execute(select(leases.c.token).where(leases.c.name == name)).scalar() or 0) + 1
        values = {"token": token, "holder": holder}
        statement = insert(leases).values(name=name, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    return Lease(name, token, lock)


def is_held(home: Path, name: str) -> bool:
    """Whether a living process holds the lease."""
    if not lock_path(home, name).exists():
        return False
    lock = FileLock(lock_path(home, name))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def lock_path(home: Path, name: str) -> Path:
    """The file that the operating system locks."""
    return locks_folder(home) / f"{name}.lock"


def last_holder(store: Store, name: str) -> Mapping[str, Any]:
    """Who holds the lease, or held it last; empty when nobody ever did."""
    with store.reading() as connection:
        return connection.execute(select(leases.c.holder).where(leases.c.name == name)).scalar() or {}


def _held(store: Store, name: str) -> HeldError:
    holder = last_holder(store, name)
    if not holder:
        return HeldError(
            "{home} is in use: another process holds it.",
            "Stop that one first, or let VIDEOLECTURE_HOME name another folder.",
            code="home-in-use",
            home=store.home,
        )
    return HeldError(
        "{home} is in use: process {pid} on {host} holds it since {since}.",
        "Stop that one first, or let VIDEOLECTURE_HOME name another folder.",
        code="home-in-use-by",
        home=store.home,
        pid=holder["pid"],
        host=holder["host"],
        since=time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(holder["since"])),
    )
