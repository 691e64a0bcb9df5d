"""The process that renders for the service, `python -m videolecture.jobs.process`; another one answers HTTP.

It is told its configuration and its orders over standard input, one JSON object a line: the configuration first, then
{"look": true} (something new is in the ledger) and {"park": true} (stop so that it can go on later, then end). The end
of its input means that its owner is gone: it ends at once, and its engines with it. It answers {"ready": true}.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from videolecture.errors import VideolectureError, WorkerError
from videolecture.execute import Executor, new_executor
from videolecture.execute.orphans import end_with_parent
from videolecture.execute.setup import Setup
from videolecture.home import cache_folder
from videolecture.jobs import logs
from videolecture.jobs.deliveries import Deliveries
from videolecture.jobs.lease import RUNNER, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.retention import Limits, Retention
from videolecture.jobs.runner import Runner
from videolecture.jobs.store import Store
from videolecture.rendering import assembly
from videolecture.storage.cache import Cache

_AGAIN = 5.0  # seconds until a cluster that does not answer is tried again
_log = logging.getLogger("videolecture.jobs")


@dataclass(frozen=True)
class Config:
    """Everything the process must know. JSON values."""

    home: str
    logs: str
    executor: str = "processes"
    setup: Setup = field(default_factory=Setup)  # of the executor
    jobs_at_once: int = 8
    cache_bytes: int = 20_000_000_000
    lectures_bytes: int = 50_000_000_000
    webhook_internal: bool = True  # whether webhooks may go to addresses inside the network

    def line(self) -> bytes:
        """As it travels."""
        return json.dumps(dataclasses.asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Config:
        """The configuration that travelled as this line."""
        values = json.loads(line)
        return cls(**{**values, "setup": Setup(**values["setup"])})


def main() -> None:
    """Serve until parked, or until the owner is gone."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who tells us
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    config = Config.read(sys.stdin.buffer.readline())
    parked = threading.Event()
    look = threading.Event()
    threading.Thread(target=_obey, args=(parked, look), daemon=True).start()
    logs.to_file(Path(config.logs) / "jobs.log")
    home = Path(config.home)
    store = Store(home)
    lease = acquire(store, RUNNER, patience=10.0)
    ledger, cache = Ledger(store), Cache(cache_folder(home))
    executor = _executor(config, parked)
    runner = Runner(ledger, lease, executor, cache, config.jobs_at_once)
    with contextlib.suppress(OSError):  # no room for its lock: then the jobs wait, and say so
        cache.sweep()
    runner.start()
    webhooks = Deliveries(ledger, lease, config.webhook_internal)
    retention = Retention(ledger, cache, home, Limits(config.cache_bytes, config.lectures_bytes))
    for work in (webhooks.run, retention.run):
        threading.Thread(target=work, args=(parked,), daemon=True).start()
    _load()  # before it is ready: the first lecture's engines need the processors for themselves
    print(json.dumps({"ready": True}), flush=True)
    while not parked.is_set():
        if look.wait(1.0):
            look.clear()
            runner.look()
        if runner.superseded:
            break
    runner.park()
    executor.close()
    cache.close()
    lease.release()
    os._exit(0)  # daemon threads may be inside the ledger: everything that matters is written


def _executor(config: Config, parked: threading.Event) -> Executor:
    """The executor, as soon as its cluster answers: jobs wait for that in the ledger."""
    while True:
        try:
            return new_executor(config.executor, config.setup)
        except WorkerError as error:
            _log.warning("waiting: %s", error)
        if parked.wait(_AGAIN):
            os._exit(0)


def _load() -> None:
    """What the first lecture would load at its end, and could not be cancelled meanwhile."""
    with contextlib.suppress(OSError, VideolectureError):  # no room: it will be loaded when it is needed
        assembly.load()


def _obey(parked: threading.Event, look: threading.Event) -> None:
    for received in sys.stdin.buffer:
        order = json.loads(received)
        if "park" in order:
            parked.set()
        look.set()
    os._exit(0)


if __name__ == "__main__":
    main()
