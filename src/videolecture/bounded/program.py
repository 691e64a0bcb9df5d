"""Runs a foreign program so that it, and everything it starts, ends with us.

The program runs under a small supervisor, `python -m videolecture.bounded.program MEMORY PROGRAM ...`, that reads its
standard input. When that ends, because we closed it or because we were ended ourselves in any way, it ends the whole
tree below it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.bounded.child import Child, import_path

PATIENCE = 10.0  # seconds the supervisor gets to end the tree before it is killed itself
PROC = Path("/proc")  # what Linux tells of processes


@dataclass(frozen=True)
class Finished:
    """How a program ended and the end of what it wrote, standard output and error as they came."""

    code: int
    output: str


class Tree:
    """A running program. Leaving the `with` block ends it and all its descendants."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, memory: int = 0
    ) -> None:
        """Start `command` in `folder`; what it writes goes to the file `log`. Raises OSError if it cannot start.

        `memory` bounds the address space of each of its processes, in bytes; 0: no bound. Windows has no such bound.
        """
        self._log = log
        # The supervisor finds this package wherever it runs; it gives its child the user's own PYTHONPATH.
        self._supervisor = Child(
            [sys.executable, "-m", "videolecture.bounded.program", str(memory), *command],
            {**environment, "PYTHONPATH": import_path(environment)},
            folder,
            log,
        )

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def wait(self, seconds: float) -> Finished | None:
        """How it ended, or None if it still runs after so long."""
        code = self._supervisor.wait(seconds)
        return None if code is None else Finished(code, _tail(self._log))

    def written(self) -> int:
        """Bytes that it has written so far."""
        return self._log.stat().st_size

    def last_line(self) -> str:
        """The end of what it has written so far."""
        return _tail(self._log, 400).rpartition("\n")[2].strip()

    def worked(self) -> float:
        """Processor seconds of the program and its descendants that live; 0 where the system does not tell."""
        if not (PROC / "self").exists():
            return 0.0
        return sum(_processor_seconds(pid) for pid in descendants(self._supervisor.pid))

    def end(self) -> None:
        """End the program and its descendants; does nothing when they have ended."""
        with contextlib.suppress(OSError):
            self._supervisor.input.close()
        if self._supervisor.wait(PATIENCE) is None:
            end_tree(self._supervisor.pid)
        self._supervisor.end()


def _tail(log: Path, size: int = 4000) -> str:
    text = log.read_bytes()[-size:].decode("utf-8", errors="replace")
    # Progress bars rewrite their line: only what was left of it is shown.
    return "\n".join(line.split("\r")[-1] for line in text.replace("\r\n", "\n").splitlines() if line.strip())


def end_tree(root: int) -> None:
    """Kill a process and all its descendants, also those that are being started meanwhile."""
    if os.name == "nt":
        command = ["taskkill", "/PID", str(root), "/T", "/F"]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        return
    stopped: list[int] = []  # parents before their children
    while found := [pid for pid in (root, *descendants(root)) if pid not in stopped]:  # who is stopped starts no others
        _signal(found, signal.SIGSTOP)
        stopped += found
    # Children first: should this be interrupted, those that are left are still found below the root.
    _signal(reversed(stopped), signal.SIGKILL)


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def descendants(root: int) -> list[int]:
    """The processes below one, children of children included, even in sessions of their own (POSIX)."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found, due = [], [root]
    while due:
        below = children.get(due.pop(), [])
        found += below
        due += below
    return found


def _parents() -> Iterator[tuple[int, int]]:
    """Every process and its parent: from /proc where there is one, as small containers have no ps."""
    if (PROC / "self").exists():
        for path in PROC.glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it ended in between
                # "pid (name) state parent ...", and the name may hold anything, brackets too
                yield int(path.parent.name), int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
        return
    listing = subprocess.run(["/bin/ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False).stdout
    for line in listing.splitlines():
        pid, parent = line.split()
        yield int(pid), int(parent)


def _processor_seconds(pid: int) -> float:
    try:
        times = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0  # it has ended
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def limit_memory(size: int) -> None:
    """Bound the address space of this process and of those it starts, in bytes; a tighter bound stays."""
    try:
        import resource
    except ImportError:  # Windows: the sizes checked before decoding are all there is
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY or soft > size:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def _supervise(memory: int, command: Sequence[str]) -> int:
    """Run the command until it ends or our standard input does."""
    if memory:
        limit_memory(memory)
    environment = dict(os.environ)
    _, _, rest = environment.get("PYTHONPATH", "").partition(os.pathsep)
    environment["PYTHONPATH"] = rest
    if not rest:
        del environment["PYTHONPATH"]
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)  # noqa: S603
    except OSError as error:
        print(f"{command[0]} cannot be started: {error}", file=sys.stderr)
        return 127
    threading.Thread(target=_end_with, args=(sys.stdin.fileno(), process), daemon=True).start()
    return process.wait()


def _end_with(stream: int, process: subprocess.Popen[bytes]) -> None:
    while os.read(stream, 4096):  # not through a file object, whose lock would be held when Python shuts down
        pass
    if process.poll() is None:
        end_tree(process.pid)


if __name__ == "__main__":
    raise SystemExit(_supervise(int(sys.argv[1]), sys.argv[2:]) & 0xFF)
