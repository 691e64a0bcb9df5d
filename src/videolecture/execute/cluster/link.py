"""Whether the cluster is still there, and joining it again when it has come back.

Ray ends a process whose head has not answered for a minute, and asking it hangs meanwhile. So it is the ports that are
looked at, of the head and of this machine's own node, and a cluster that is gone is left before Ray minds.
"""

from __future__ import annotations

import errno
import socket
import time
from typing import Any

from videolecture.errors import MissingError, WorkerError, reason
from videolecture.execute.cluster import connection

TRIES = 3  # in a row that must be in vain: a machine with much to do drops a connection now and then
BETWEEN = 0.5  # seconds between them
_PATIENCE = 5.0  # seconds for one of them
# What a connection fails with when nobody is there. Anything else (too many open files) is this machine's own trouble.
_NOBODY = frozenset(
    (
        *(errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.ETIMEDOUT),
        *(errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ENETDOWN, errno.ENETRESET),
    )
)


class Link:
    """This process's membership of a cluster. Its methods take seconds: they are for another thread than the loop's."""

    def __init__(self, ray: Any, address: str) -> None:
        """Join the cluster at the address, or start one where there is none. Raises InputError, WorkerError."""
        self._ray, self._address = ray, address
        self._ours = connection.connect(ray, address)
        self._note()

    def _note(self) -> None:
        """Keep in mind where the cluster is that was joined."""
        context = self._ray.get_runtime_context()
        host, _, port = context.gcs_address.rpartition(":")
        self.head = context.gcs_address
        own = next(node for node in self._ray.nodes() if node["NodeID"] == context.get_node_id())
        self._ports = ((host.strip("[]"), int(port)), (own["NodeManagerAddress"], own["NodeManagerPort"]))

    def gone(self) -> bool:
        """Whether the head or this machine's node does not answer any more. Raises WorkerError where it cannot ask."""
        for left in reversed(range(TRIES)):
            try:
                if all(_listens(host, port) for host, port in self._ports):
                    return False
            except OSError as error:
                if not left:
                    raise unseen(self.head, error) from error
            if left:
                time.sleep(BETWEEN)
        return True

    def resources(self) -> dict[str, float]:
        """What the cluster has altogether. Hangs when it is gone."""
        return dict(self._ray.cluster_resources())

    def leave(self) -> None:
        """Be no longer part of it."""
        self._ray.shutdown()

    def rejoin(self) -> None:
        """Join what is there now; a local Ray is started again. Raises WorkerError, as long as nothing answers."""
        try:
            connection.connect(self._ray, self._address or ("" if self._ours else self.head))
            self._note()
        except BaseException:
            self._ray.shutdown()
            raise
        self._ours = True

    def close(self) -> None:
        """Leave, unless whoever uses this process has joined it himself."""
        if self._ours:
            self._ray.shutdown()


def away(address: str) -> WorkerError:
    """What is told while the cluster does not answer."""
    return WorkerError(
        "The Ray cluster at {address} does not answer any more.",
        "Start its head again: what was finished is kept, and the rest goes on by itself.",
        code="ray-away",
        address=address,
    )


def unseen(address: str, error: OSError) -> WorkerError:
    """This machine cannot ask the cluster whether it is there."""
    return WorkerError(
        "Whether the Ray cluster at {address} is still there cannot be seen from here: {reason}.",
        "Mend that on this machine (too many open files: raise the limit, ulimit -n), then start the same "
        "lecture again: it goes on where it stopped.",
        code="ray-unseen",
        address=address,
        reason=reason(error),
    )


def lost(address: str, patience: float) -> MissingError:
    """What its tasks fail with when it has not come back."""
    return MissingError(
        "The Ray cluster at {address} has not come back for {minutes} minutes.",
        "Start its head, then the same lecture again: it goes on where it stopped. "
        "How long it is waited for: patience in the table [ray].",
        code="ray-not-back",
        address=address,
        minutes=f"{patience / 60:.3g}",
    )


def _listens(host: str, port: int) -> bool:
    """Whether somebody answers. Raises OSError, if this machine could not even ask."""
    try:
        socket.create_connection((host, port), timeout=_PATIENCE).close()
    except (TimeoutError, socket.gaierror):  # which have no errno, or one of their own
        return False
    except OSError as error:
        if error.errno not in _NOBODY:
            raise
        return False
    return True
