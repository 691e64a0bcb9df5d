"""Whether the service can listen where it is told to; asked before anything else is started."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from pathlib import Path

from videolecture.errors import InputError, reason

_LISTENING = "0A"  # the state in /proc/net/tcp


def check(host: str, port: int) -> None:
    """Raise InputError with the reason, and with who listens there already, where the service cannot."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise InputError(
            "«{host}» is no address.",
            "Choose another --host, like 127.0.0.1.",
            code="address-unknown",
            host=host,
        ) from None
    with socket.socket(family, kind, protocol) as probe:
        if os.name != "nt":  # Windows would let two listen
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
            probe.listen(1)
        except OSError as error:
            raise _explained(error, host, port) from error


def _explained(error: OSError, host: str, port: int) -> InputError:
    if error.errno == errno.EADDRINUSE:
        if (holder := _holder(port)) is not None:
            return InputError(
                "Port {port} of {host} is in use by process {pid} ({command}).",
                "Stop that program, or choose another --port.",
                code="port-in-use-by",
                port=port,
                host=host,
                pid=holder[0],
                command=holder[1],
            )
        return InputError(
            "Port {port} of {host} is in use.",
            "Stop that program, or choose another --port.",
            code="port-in-use",
            port=port,
            host=host,
        )
    if error.errno == errno.EACCES:
        return InputError(
            "Port {port} is reserved for the administrator.",
            "Choose a --port from 1024 on.",
            code="port-reserved",
            port=port,
        )
    return InputError(
        "The service cannot listen on {host}, port {port}: {reason}.",
        "Choose another --host.",
        code="address-unusable",
        host=host,
        port=port,
        reason=reason(error),
    )


def _holder(port: int) -> tuple[str, str] | None:
    """Who listens on a port: its process number and command, as far as Linux tells this user."""
    sockets = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            rows = [line.split() for line in Path("/proc/net", table).read_text().splitlines()[1:]]
            sockets |= {f"socket:[{r[9]}]" for r in rows if r[3] == _LISTENING and int(r[1][-4:], 16) == port}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(os.readlink(file) in sockets for file in (process / "fd").iterdir()):  # noqa: PTH115 (no path)
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return process.name, command[:80]
    return None
