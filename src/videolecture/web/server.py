"""Serves the application: gunicorn with one process and many threads, waitress where there is no gunicorn (Windows)."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from videolecture.errors import InputError
from videolecture.execute import executor_class
from videolecture.execute.orphans import end_with_parent
from videolecture.home import home as home_folder
from videolecture.home import logs_folder
from videolecture.jobs import logs, tokens
from videolecture.jobs.lease import SERVICE, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.retention import sweep
from videolecture.jobs.store import Store
from videolecture.jobs.supervisor import PARKING
from videolecture.rendering.plan import require_weights
from videolecture.rendering.request import RenderRequest, check_engines
from videolecture.settings import Settings
from videolecture.web import address
from videolecture.web.app import create_app
from videolecture.web.config import ServiceSettings
from videolecture.web.service import Service

_OUTLIVES = os.name != "nt" and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # before gunicorn takes it
_PARENT = 0.2  # seconds between two looks whether the parent process lives


def serve(settings: Settings, service: ServiceSettings, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises HeldError when another service uses the same home."""
    home = home_folder()
    store = Store(home)
    lease = acquire(store, SERVICE, logs=str(logs_folder(home, settings.logs)))
    try:
        if service.needs_token and not any(token.revoked is None for token in tokens.listed(store)):
            raise InputError(
                "The service may not listen on {host} without a token.",
                "Make one first: videolecture token create NAME.",
                code="serve-needs-token",
                host=service.host,
            )
        address.check(service.host, service.port)
        _check_engines(settings)
        _check_folders(settings, service, home)
        sweep(Ledger(store), home)
        store.close()  # SQLite's connections must not cross the fork
        if os.name == "nt":
            _waitress(settings, service, announce)
        else:
            _gunicorn(settings, service, announce)
    finally:
        lease.release()


def _check_engines(settings: Settings) -> None:
    """Whether lectures could be rendered as the settings say: told to the operator now, not to every client later."""
    nothing = Path()
    job = RenderRequest(nothing, nothing, nothing, nothing, **settings.request({}))
    check_engines(job)
    require_weights(job)
    executor_class(settings.executor).check(settings.setup())
    for engine, python in settings.pythons().items():
        if not os.access(python, os.X_OK):
            raise InputError(
                "The interpreter {python} of the engine {engine} cannot be run.",
                "Correct the setting.",
                code="interpreter-not-executable",
                python=python,
                engine=engine,
            )


def _check_folders(settings: Settings, service: ServiceSettings, home: Path) -> None:
    """Whether logs can be written, and whether clients can name files at all."""
    logs.check(logs_folder(home, settings.logs))
    for root in service.allow_roots:
        if not root.expanduser().is_dir():
            raise InputError(
                "The folder {root}, in which clients may name files, is not there.",
                "Check --allow-root.",
                code="root-not-there",
                root=root,
            )


def _gunicorn(settings: Settings, service: ServiceSettings, announce: Callable[[str], None]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """One worker process: the jobs' supervisor must exist once."""

        def load_config(self) -> None:
            for name, value in _options(service, announce).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            end_with_parent()
            _watch_parent(os.getppid())
            logs.to_file(logs_folder(home_folder(), settings.logs) / "web.log")
            running = Service(settings, service)
            running.start()
            self.service = running
            app = create_app(running)
            app.extensions["videolecture"] = running
            return app

    Server().run()


def _only_our_signals() -> None:
    """Of gunicorn's signals those that end it remain: a second worker would be a second supervisor of the jobs.

    A terminal that is closed ends the service as SIGTERM does, unless it was started to outlive it (nohup).
    """
    for name in (signal.SIGTTIN, signal.SIGTTOU, signal.SIGUSR2, signal.SIGWINCH):
        signal.signal(name, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN if _OUTLIVES else lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _options(service: ServiceSettings, announce: Callable[[str], None]) -> dict[str, Any]:
    def started(server: Any) -> None:
        _only_our_signals()
        for listener in server.LISTENERS:
            announce(str(listener))

    def ended(_: Any, worker: Any) -> None:
        with contextlib.suppress(AttributeError):  # it ended before it had loaded
            worker.app.service.stop()
            logging.shutdown()
            os._exit(0)  # not to wait for the threads of clients who still read or write

    from videolecture.web.connections import ENDING, Worker  # gunicorn is not everywhere

    host = f"[{service.host}]" if ":" in service.host else service.host
    return {
        "bind": [f"{host}:{service.port}"],
        "workers": 1,
        "worker_class": Worker,
        "threads": service.threads + service.streams,  # beside those of connections.Worker
        "worker_connections": 8 * (service.threads + service.streams),
        "keepalive": 15,
        "timeout": 0,  # renders are not requests; a request that is slow because the disk is must not end everything
        "graceful_timeout": PARKING + ENDING + 5,
        "when_ready": started,
        "worker_exit": ended,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "forwarded_allow_ips": "",  # nobody may say for another where a request comes from
        "proc_name": "videolecture",
        "control_socket_disable": True,
    }


def _waitress(settings: Settings, service: ServiceSettings, announce: Callable[[str], None]) -> None:
    from waitress import create_server

    logs.to_file(logs_folder(home_folder(), settings.logs) / "web.log")
    running = Service(settings, service)
    server = create_server(
        create_app(running),
        host=service.host,
        port=service.port,
        threads=service.threads + service.streams,
        connection_limit=4 * (service.threads + service.streams),  # below what select() takes on Windows
    )
    running.start()
    announce(f"http://{service.host}:{server.effective_port}")
    try:
        server.run()
    finally:
        running.stop()


def _watch_parent(parent: int) -> None:
    """Gunicorn's worker ends within a moment when its master is killed; the renderer and its engines follow it.

    Where the kernel sees to that, this covers the moment before it was asked to.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT)
        logging.getLogger("videolecture.web").error("the service's main process was killed: ending")
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
