"""Runs `videolecture render` as a user does, in a home of its own, and watches time, processor and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from videolecture.home import home as home_folder

EXAMPLES = Path(__file__).parents[1] / "examples"
LOOK = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """One render and what it took."""

    lecture: float  # seconds that the lecture plays
    seconds: float  # from the command to its end
    processor: float  # seconds of processor time, of all processes
    memory: float  # bytes: the most that all processes had together (PSS)
    events: list[dict[str, Any]]


def new_home(folder: Path) -> Path:
    """A VIDEOLECTURE_HOME with the weights of this machine and nothing else."""
    folder.mkdir(parents=True)
    (folder / "weights").symlink_to(home_folder() / "weights", target_is_directory=True)
    return folder


def render(text: Path | None, home: Path, out: Path, *options: str) -> Run:
    """Render with the example's portrait and voice; without a text the notes of a deck among the options."""
    command = [sys.executable, "-m", "videolecture", "render", *([str(text)] if text else [])]
    command += ["--out", str(out), "--json"]
    command += ["--face", str(EXAMPLES / "portrait.jpg"), "--voice", str(EXAMPLES / "voice.wav"), *options]
    before, started = os.times(), time.perf_counter()
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, env={**os.environ, "VIDEOLECTURE_HOME": str(home)}, stdout=subprocess.PIPE, text=True
    ) as process:
        memory = Memory(process.pid)
        assert process.stdout is not None  # noqa: S101 (it was asked for)
        events = [json.loads(line) for line in process.stdout]
    seconds, after = time.perf_counter() - started, os.times()
    memory.stop()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed: {events[-1:]}")
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    finished = next(event for event in events if event["event"] == "finished")
    return Run(finished["duration"], seconds, processor, memory.most, events)


class Memory:
    """Watches the proportional set size of a process and all below it; `most` is the largest seen, in bytes."""

    def __init__(self, pid: int) -> None:
        self.most = 0.0
        self._root = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK):
            try:
                family = [self._root, *self._root.children(recursive=True)]
            except psutil.Error:
                return
            self.most = max(self.most, sum(map(_pss, family)))

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()


def _pss(process: psutil.Process) -> float:
    try:
        full = process.memory_full_info()
    except psutil.Error:  # it has ended
        return 0.0
    return float(getattr(full, "pss", full.uss))
