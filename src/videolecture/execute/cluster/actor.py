"""The actor of one engine on a node. It has the engine's worker process, kept from task to task, and feeds it.

Ray gives every method a thread of its own, so that an actor answers while its engine works. Nothing of ours travels
as a pickle: tasks, results and errors are JSON values, files are bytes.
"""

from __future__ import annotations

import os
import queue
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from videolecture import environments, registry, weights
from videolecture.errors import Cancelled, VideolectureError
from videolecture.execute import messages
from videolecture.execute.cluster import pieces, versions
from videolecture.execute.cluster.shelf import Shelf, own_folder
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Input, Places, Side
from videolecture.messages import as_data

Message = dict[str, Any]  # JSON values
THREADS = 8  # of an actor: its task and the next one, a cancel, and what travels
_PROGRESS_INTERVAL = 0.5  # seconds between two reports that are sent
# What Ray sets for its own workers, and bytes may depend on: engines get what the service has.
INHERITED = ("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def told(side: Side, engine: str, setup: Setup, session: str) -> Message:
    """What an actor is told when it is made."""
    return {
        "side": side,
        "engine": engine,
        "setup": {"pythons": dict(setup.pythons), "patience": setup.patience},
        "session": session,
        "environment": {name: os.environ.get(name) for name in INHERITED},
    }


def travelling(text: str, places: Mapping[Input, Path]) -> str:
    """A text with names for what lies somewhere else on every machine."""
    for one, path in places.items():
        text = text.replace(str(path), f"<{one.kind} {one.key}>")
    return text


def arrived(text: str, places: Mapping[Input, Path]) -> str:
    """The same with the paths of this machine."""
    for one, path in places.items():
        text = text.replace(f"<{one.kind} {one.key}>", str(path))
    return text


class Actor:
    """Made by Ray on a node. It does one task at a time, others wait; `ticket` tells tasks apart."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        import ray  # on the node it is there: it has made this

        self._node = str(ray.get_runtime_context().get_node_id())
        for name, value in told["environment"].items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        self._side: Side = told["side"]
        self._engine: str = told["engine"]
        self._shelf = Shelf(own_folder(told["session"], self._node))
        setup = Setup(**told["setup"])
        # An environment that was made on this node comes before one that the service has.
        self._executor = ProcessExecutor(replace(setup, pythons={**setup.pythons, **environments.pythons()}))
        self._staged: dict[tuple[int, Input], Path] = {}  # inputs that are being received, by ticket
        self._outputs: dict[int, Path] = {}  # by ticket: what has not been fetched yet
        self._lock = threading.Lock()
        self._cancelled: set[int] = set()  # tickets

    def hello(self) -> Message:
        """Who this is; or the error that keeps it from working."""
        try:
            if self._side == "speech" or self._side == "face":
                weights.require(*registry.engine(self._side, self._engine).info.weights)
            found = versions.versions(self._side, self._engine)
        except VideolectureError as error:
            return {"host": socket.gethostname(), "node": self._node, "error": as_data(error)}
        return {"host": socket.gethostname(), "node": self._node, "versions": found}

    def lacks(self, inputs: Sequence[tuple[Any, str]]) -> list[int]:
        """Which of these inputs, by their place in the list, have to be sent."""
        return [index for index, (kind, key) in enumerate(inputs) if not self._shelf.find(Input(kind, key))]

    def receive(self, ticket: int, kind: Any, key: str, name: str, offset: int, content: bytes, last: bool) -> None:
        """A piece of an input; with the last one it is there. Two tasks may be brought the same at the same time."""
        one = Input(kind, key)
        if (ticket, one) not in self._staged:
            self._staged[ticket, one] = self._shelf.stage()
        pieces.put(self._staged[ticket, one], name, offset, content)
        if last:
            self._shelf.keep(one, self._staged.pop((ticket, one)))

    def perform(self, ticket: int, task: Message) -> Iterator[Message]:
        """Do a task: {"queued"} once no other can come before it, {"progress": [done, what]} again and again, then
        {"done", "files"} or {"error"}.
        """
        output = self._outputs[ticket] = self._shelf.stage()
        known, _ = messages.task_from_json({**task, "inputs": [], "output": ""})
        found = {one: path for one in known.needs() if (path := self._shelf.find(one))}
        inbox: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
        with self._lock:
            future: Future[Any] = Future()
            if ticket in self._cancelled:
                future.set_exception(Cancelled())
            else:
                places = Places(output, found)
                future = self._executor.submit(known, places, lambda done, what: inbox.put((done, what)))
        future.add_done_callback(lambda _: inbox.put(None))
        yield {"queued": True}
        sent, said = 0.0, ""
        while (moved := inbox.get()) is not None:
            if time.monotonic() - sent >= _PROGRESS_INTERVAL or moved[1] != said:
                sent, said = time.monotonic(), moved[1]
                yield {"progress": list(moved)}
        if isinstance(error := future.exception(), VideolectureError):
            yield {"error": as_data(error.renamed(lambda text: travelling(text, found)))}
        else:
            yield {"done": messages.result_to_json(future.result()), "files": pieces.sizes(output)}

    def read(self, ticket: int, name: str, offset: int) -> bytes:
        """A piece of what a task made."""
        if Path(name).name != name:
            raise ValueError(f"«{name}» is no name of a file")
        return pieces.read(self._outputs[ticket] / name, offset)

    def drop(self, ticket: int) -> None:
        """Forget what a task made. Nobody waits for this: it may come while the next task is at work."""
        with self._lock:
            self._cancelled.discard(ticket)
        for begun in [one for one in self._staged if one[0] == ticket]:
            shutil.rmtree(self._staged.pop(begun), ignore_errors=True)
        if output := self._outputs.pop(ticket, None):
            shutil.rmtree(output, ignore_errors=True)

    def cancel(self, ticket: int, job: str) -> None:
        """Returns when nothing of the task runs any more: at its next batch, or by ending its process."""
        with self._lock:
            self._cancelled.add(ticket)
        if ticket in self._outputs:  # otherwise it has ended, and another of this job may be at work by now
            self._executor.cancel(job)

    def leave(self) -> None:
        """Forget everything that this node was given."""
        self._executor.close()
        shutil.rmtree(self._shelf.folder, ignore_errors=True)
