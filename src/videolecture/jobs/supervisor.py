"""Keeps one rendering process alive beside the web server: starts it, passes on orders, replaces it when it dies."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading

from videolecture.bounded.child import Child, import_path
from videolecture.errors import OutputError
from videolecture.jobs.lease import RUNNER, FencedError, HeldError, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.process import Config

STRIKES = 5  # deaths at one job without any progress between them, after which the job fails
PARKING = 10  # seconds that parking may take before the process is ended as it is

_log = logging.getLogger("videolecture.supervisor")


class Supervisor:
    """`start`, `look` and `park`; from any thread."""

    def __init__(self, config: Config, ledger: Ledger) -> None:
        self._config, self._ledger = config, ledger
        self._process: Child | None = None
        self._lock = threading.Lock()
        self._parked = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="supervisor", daemon=True)

    @property
    def ready(self) -> bool:
        """Whether the process takes jobs."""
        return self._ready.is_set()

    def start(self) -> None:
        """Start the process and keep it running."""
        self._thread.start()

    def look(self) -> None:
        """Tell it that something new is in the ledger (it would find it soon anyway)."""
        self._tell({"look": True})

    def park(self) -> None:
        """Stop its jobs so that they can go on later; returns when the process is gone."""
        self._parked.set()
        self._tell({"park": True})
        self._thread.join(PARKING)
        with self._lock:
            if self._process is not None:
                self._process.kill()
        self._thread.join(1.0)

    def _tell(self, order: dict[str, bool]) -> None:
        self._send(json.dumps(order).encode() + b"\n")

    def _send(self, line: bytes) -> None:
        with self._lock:
            if self._process is not None:
                self._process.send(line)

    def _keep(self) -> None:
        delay = 0.0
        while not self._parked.wait(delay):
            code, was_ready = self._run_once()
            if self._parked.is_set():
                return
            _log.error("the rendering process ended with %s; it is started again", code)
            # Dying again and again before it is ready (no disk, no memory) must not become a busy loop.
            delay = 0.1 if was_ready else min(10.0, delay * 2 + 0.5)
            self._strike()

    def _run_once(self) -> tuple[int | None, bool]:
        process = Child(
            [sys.executable, "-m", "videolecture.jobs.process"], {**os.environ, "PYTHONPATH": import_path(os.environ)}
        )
        with self._lock:
            self._process = process
            if self._parked.is_set():
                process.kill()
        self._send(self._config.line())
        was_ready = bool(process.output.readline())
        if was_ready:
            self._ready.set()
            process.output.read()  # ends when the process does
        code = process.wait()
        with self._lock:
            self._process = None
            process.end()
        self._ready.clear()
        return code, was_ready

    def _strike(self) -> None:
        """Note the death at the jobs it left. Whoever kills the whole service does not come here, and costs nothing."""
        try:
            lease = acquire(self._ledger.store, RUNNER)
            try:
                self._ledger.strike(lease, STRIKES)
            finally:
                lease.release()
        except (OutputError, HeldError, FencedError) as error:
            _log.warning("the death could not be noted: %s", error)
