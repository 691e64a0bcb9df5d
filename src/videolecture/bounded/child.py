"""A child process: how it is started, drained and ended. Every process of ours that stays for a while is one of these.

Spawned with plain `subprocess`, never forked, so that Linux, macOS and Windows behave alike and the child may be of
another Python environment.
"""

from __future__ import annotations

import collections
import contextlib
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO


class Child:
    """A running process whose standard input we hold: that ends when we do, in any way, and tells it to end, too.

    `end` ends it at once. Its standard error is drained all the time, so that it never waits for us.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path | None = None,
        log: Path | None = None,
        kept_lines: int = 0,
    ) -> None:
        """Start `command` in `folder`; raises OSError if it cannot start.

        With a `log`, both outputs go to that file. Otherwise `output` reads the standard output, and of the standard
        error the last `kept_lines` are in `last_lines`; 0: it is our own.
        """
        self._lines: collections.deque[str] = collections.deque(maxlen=kept_lines)
        with contextlib.ExitStack() as opened:
            sink = opened.enter_context(log.open("wb")) if log else None
            own_error = subprocess.PIPE if kept_lines else None
            self._process = subprocess.Popen(  # noqa: S603 (our own program, or the user's own setting)
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=sink or subprocess.PIPE,
                stderr=subprocess.STDOUT if sink else own_error,
            )
        if self._process.stderr is not None:
            threading.Thread(target=self._drain, args=(self._process.stderr,), daemon=True).start()

    def _drain(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(ValueError):  # closed while we read: it is being ended
            for received in stream:
                self._lines.append(received.decode(errors="replace").rstrip())

    @property
    def pid(self) -> int:
        """Its number at the system."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    @property
    def output(self) -> IO[bytes]:
        """Its standard output, unless that goes to a log."""
        return _pipe(self._process.stdout)

    @property
    def input(self) -> IO[bytes]:
        """Its standard input. Writing raises OSError when it has ended."""
        return _pipe(self._process.stdin)

    @property
    def last_lines(self) -> list[str]:
        """The end of what it wrote to its standard error."""
        return list(self._lines)

    def send(self, message: bytes) -> None:
        """Write to its standard input, unless it has ended: whoever waits for the answer notices that."""
        with contextlib.suppress(OSError):
            self.input.write(message)
            self.input.flush()

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code, negative for a signal; None if it still runs after so many seconds."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End it at once, whatever it is doing; its pipes can still be read."""
        self._process.kill()

    def end(self) -> None:
        """End it at once, and leave nothing of it: no process to be waited for, no open pipe."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def import_path(environment: Mapping[str, str]) -> str:
    """A PYTHONPATH with which a child finds this package wherever it runs, before what `environment` names."""
    package = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(filter(None, (package, environment.get("PYTHONPATH", ""))))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the process was started without this pipe")
    return pipe
