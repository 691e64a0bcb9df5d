"""Joining a Ray cluster, or starting a small one here; what can be wrong with that, in words."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from videolecture.errors import InputError, MissingError, WorkerError, reason

_log = logging.getLogger("videolecture.jobs")
AUTO = "auto"
STORE = 400_000_000  # bytes of a local Ray's object store: pieces pass through it, nothing stays
FEWEST = 4  # processors that a local Ray counts at least: speech, face and scenes of one lecture side by side
STARTS = 5  # of a local Ray: it gives parts of its node 15 s, which a busy machine may not have at first
STARTING = 300  # seconds that a node may take to start: Ray's own half a minute is short on a busy machine
_PATIENCE = 10.0  # seconds to reach the head's port
# No statistics are sent and nothing is asked of the network. Of Ray's own warnings the user would see none anyway.
ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_worker_niceness": "0",  # engines are as important as those of `processes`; Ray's own choice is 15
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_gcs_server_port_wait_time_s": str(STARTING),
    "RAY_worker_register_timeout_seconds": str(STARTING),
}


def library() -> Any:
    """Ray itself. Raises MissingError where the extra is not installed."""
    os.environ.update(ENVIRONMENT)
    try:
        ray = import_module("ray")
    except ImportError as error:
        raise MissingError(
            "The executor ray needs the package ray.",
            "Install it: pip install 'videolecture[ray]'.",
            code="ray-missing",
        ) from error
    logging.getLogger("ray").setLevel(logging.ERROR)  # its hints are for those who start clusters
    # What happens to nodes Ray would print to our standard output, among the JSON of `render --json`.
    vars(import_module("ray._private.worker"))["print_worker_logs"] = _note
    return ray


def _note(said: Mapping[str, Any], *_: object) -> None:
    for line in said["lines"]:
        _log.info("ray: %s", str(line).partition("\n")[0])


def connect(ray: Any, address: str) -> bool:
    """Join the cluster; False where this process has joined one already. Raises InputError, WorkerError."""
    if ray.is_initialized():
        return False
    quiet = {"log_to_driver": False, "configure_logging": False, "namespace": "videolecture"}
    if not address:
        _start(ray, quiet)
        return True
    if address != AUTO:
        _probe(address)
    try:
        with _own_signals():
            ray.init(address=address, **quiet)
    except Exception as error:
        if "ersion mismatch" in str(error):
            raise InputError(
                "This machine and the Ray cluster at {address} have other versions: {reason}.",
                "Install the same Python and the same ray on every machine, from the same container image, say.",
                code="ray-version",
                address=address,
                reason=" ".join(str(error).split()),
            ) from error
        raise unreachable(address, error) from error
    return True


class EndedError(Exception):
    """A node ended while it was being started."""


def _start(ray: Any, quiet: Mapping[str, Any]) -> None:
    """Start a Ray of this machine, again where its node ends meanwhile. Raises WorkerError."""
    processors = max(FEWEST, os.cpu_count() or 1)
    for left in reversed(range(STARTS)):
        try:
            with _own_signals(), patience():
                ray.init("local", num_cpus=processors, object_store_memory=STORE, include_dashboard=False, **quiet)
            return
        except BaseException as error:
            ray.shutdown()
            if not isinstance(error, Exception):
                raise
            if not (left and isinstance(error, EndedError)):
                raise WorkerError(
                    "Ray could not be started on this machine: {reason}.",
                    "Run the same command again when the machine has less to do, or without --executor ray.",
                    code="ray-start",
                    reason=_reason(error),
                ) from error


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """While a node is started: have Ray wait for it as long as STARTING says. It asks again for half a minute only.

    Raises EndedError where the node has ended, for which Ray would wait all the same. Of a node that did not start
    nothing is left.
    """
    from ray._private import node, services

    kind: Any = node.Node
    asks, starts = services.get_node, kind.start_raylet
    nodes: list[Any] = []

    def start(self: Any, *arguments: Any, **options: Any) -> None:
        nodes.append(self)
        starts(self, *arguments, **options)

    def ask(*arguments: Any) -> Any:
        until = time.monotonic() + STARTING
        while True:
            try:
                return asks(*arguments)
            except RuntimeError as error:  # it has not said yet that it is there
                for started in nodes:
                    if (code := started.all_processes["raylet"][0].process.poll()) is not None:
                        log = f"{started.get_logs_dir_path()}/raylet.out"
                        raise EndedError(f"its node ended with exit code {code}, see {log}") from error
                if time.monotonic() >= until:
                    raise
            time.sleep(0.2)

    services.get_node, kind.start_raylet = ask, start
    try:
        yield
    except BaseException:
        for started in nodes:
            started.kill_all_processes(check_alive=False)
        raise
    finally:
        services.get_node, kind.start_raylet = asks, starts


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """Keep what signals do here, as Ray would have a SIGTERM end this process as it is; and while Ray joins or starts
    its processes let a signal wait, as nobody else would end those. The second one does not wait.
    """
    from ray._private import utils

    if threading.current_thread() is not threading.main_thread():  # signals are not for us, and Ray leaves them alone
        yield
        return
    sets, utils.set_sigterm_handler = utils.set_sigterm_handler, lambda _: None
    usual = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    waiting: list[int] = []

    def wait(number: int, _: object) -> None:
        _restore(usual)
        waiting.append(number)

    for number, handler in usual.items():
        if callable(handler):
            signal.signal(number, wait)
    try:
        yield
    finally:
        utils.set_sigterm_handler = sets
        _restore(usual)  # Ray's core has set one, too, below Python
        if waiting:  # also where it could not be started: nobody wants another try
            signal.raise_signal(waiting[0])


def _restore(usual: Mapping[signal.Signals, Any]) -> None:
    for number, handler in usual.items():
        if handler is not None:  # it is none of Python's
            signal.signal(number, handler)


def unreachable(address: str, error: Exception) -> WorkerError:
    """The error for a cluster that does not answer."""
    return WorkerError(
        "The Ray cluster at {address} cannot be reached: {reason}.",
        "Check address in the table [ray], and that this machine is one of the cluster: ray start --address=HOST:PORT.",
        code="ray-unreachable",
        address=address,
        reason=_reason(error),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return reason(error)
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _probe(address: str) -> None:
    """Raise unless something answers there: Ray itself would wait for a minute and end this process."""
    host, colon, port = address.rpartition(":")
    if "://" in address or not colon or not port.isdecimal():
        raise InputError(
            "«{address}» is no address of a Ray cluster.",
            "Write HOST:PORT of its head, or auto on a machine that is part of it.",
            code="ray-address",
            address=address,
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise unreachable(address, error) from error
