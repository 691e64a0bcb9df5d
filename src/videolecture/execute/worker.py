"""A worker process: one engine, loaded once, does task after task. `python -m videolecture.execute.worker` starts it.

It lives as long as the other end of its standard input: when that is closed, by its owner's death too, it ends at once,
whatever it is doing, and can write nothing afterwards.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from typing import Any

from videolecture.bounded.program import limit_memory
from videolecture.errors import Cancelled
from videolecture.execute import messages
from videolecture.execute.orphans import end_with_parent
from videolecture.execute.tasks import Places, Task

PYTHONS = "VIDEOLECTURE_ENGINE_PYTHONS"  # JSON: engine -> the interpreter it lives in, for those that have their own
# Bytes of address space of a worker that decodes untrusted files: far beyond any real photo, sample or deck.
UNTRUSTED_MEMORY = 6_000_000_000
_ALIVE_INTERVAL = 1.0  # seconds between two messages that tell the processor time used so far
_PROGRESS_INTERVAL = 0.1  # seconds between two progress messages


class _Channel:
    """The worker's two pipes. What libraries print goes to stderr, so that it cannot break the protocol."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self.cancelled = threading.Event()
        self.busy = threading.Event()  # a task is running
        self.tasks: queue.SimpleQueue[tuple[Task[Any], Places]] = queue.SimpleQueue()

    def send(self, message: dict[str, Any]) -> None:
        with self._lock:
            self._out.write(messages.line(message))

    def listen(self) -> None:
        for received in sys.stdin.buffer:
            message = json.loads(received)
            if "task" in message:
                self.cancelled.clear()
                self.tasks.put(messages.task_from_json(message["task"]))
            elif "cancel" in message:
                self.cancelled.set()
        os._exit(0)

    def send_heartbeats(self) -> None:
        """Tell the owner, again and again, whether the process works; a silent one that works is left alone longer."""
        while True:
            time.sleep(_ALIVE_INTERVAL)
            self.busy.wait()  # nobody reads between two tasks
            self.send({"alive": time.process_time()})


def main() -> None:
    """Serve tasks until nobody is left at the other end."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who tells us
    channel = _Channel()
    threading.Thread(target=channel.listen, daemon=True).start()
    from videolecture.execute.engines import Engines  # NumPy and the stages; after the pipes are safe
    from videolecture.execute.work import run

    engines = Engines(json.loads(os.environ.get(PYTHONS, "{}")))
    channel.send({"ready": True})
    threading.Thread(target=channel.send_heartbeats, daemon=True).start()
    while True:
        task, places = channel.tasks.get()
        last, said = 0.0, ""

        def progress(done: float, what: str = "") -> None:
            nonlocal last, said
            if channel.cancelled.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - last >= _PROGRESS_INTERVAL or done >= 1 or what != said:
                last, said = now, what
                channel.send({"progress": [done, what]})

        try:
            channel.busy.set()
            if task.side in ("deck", "listen", "inspect"):
                limit_memory(UNTRUSTED_MEMORY)
            progress(0.0)
            result = run(task, places, engines, progress)
            channel.busy.clear()
            channel.send({"done": messages.result_to_json(result)})
        except BaseException as error:
            channel.busy.clear()
            if not isinstance(error, Cancelled):
                traceback.print_exc()
            channel.send({"error": messages.error_to_json(error, task, places)})


if __name__ == "__main__":
    main()
