"""kill -9, again and again, at random moments, of any process of the service."""

from __future__ import annotations

import contextlib
import math
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults import course
from tests.faults.course import Contents
from tests.waiting import until_ended
from tests.web.conftest import Files
from tests.web.server import Server

VICTIMS = ("engine",) * 4 + ("renderer",) * 3 + ("web", "main")
WEARY = 3  # the attempt that a step is given when two workers died at it: a third death would be the step's own fault


def kills(
    home: Path, files: Files, expected: Contents, count: int, seed: int, longest: float = math.inf
) -> dict[str, object]:
    """Kill `count` processes while a lecture is rendered, from nothing, as often as needed.

    `longest`: seconds within which what a killed process had started must be gone.
    """
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    killed: Counter[str] = Counter()
    orphans: list[float] = []
    lectures = again = 0
    server = course.start(home, files)
    try:
        while killed.total() < count:
            lectures += 1
            course.fresh(home, files)
            out = course.ask(server, files, 1)
            made = 0
            while killed.total() < count and (made := _await_progress(server, made, chance)) >= 0:
                time.sleep(chance.uniform(0.0, 0.4))
                for victim in _chosen(server, chance):
                    dead = _kill(server, victim, chance)
                    killed.update(dead.names)
                    orphans += dead.seconds
            course.succeeded(server, 1)
            again += course.made_again(course.events(server, 1))
            assert not (wrong := course.different(course.contents(out), expected)), wrong
            assert not (left := course.staged(home)), left
    finally:
        server.stop()
    orphans.sort()
    assert orphans[-1] <= longest, orphans[-5:]
    return {
        "kills": dict(sorted(killed.items())),
        "lectures": lectures,
        "made again": again,
        "orphans end after s": f"median {orphans[len(orphans) // 2]:.2f}, worst {orphans[-1]:.2f}",
    }


def _await_progress(server: Server, made: int, chance: random.Random) -> int:
    """Wait until more fragments are finished than `made` (or until it begins, or, rarely, until only joining is left).

    How many they are then; -1 when the lecture has ended. Without this a slow machine would see its processes die
    before they had done anything, and the service would rightly take that for the lecture's own fault.
    """
    until_joined = chance.random() < 0.15
    while not course.is_final(view := course.look(server, 1)):
        assert not (lost := server.lost()), lost
        done, total = view["fragments"]["succeeded"], view["fragments"]["total"]
        enough = done == total if until_joined else done > made or (made == 0 and view["stage"])
        if total and enough and view["state"] == "running":
            return max(int(done), 1)
        time.sleep(0.05)
    return -1


def _chosen(server: Server, chance: random.Random) -> list[str]:
    """One victim; now and then a second one, which dies while the first is being replaced."""
    first = chance.choice(VICTIMS)
    with contextlib.suppress(OSError, ValueError, KeyError, IndexError):
        if first == "engine" and _is_weary(server):
            first = "renderer"
    return [first, "renderer"] if first != "engine" and chance.random() < 0.2 else [first]


def _is_weary(server: Server) -> bool:
    """Whether the runner has seen two workers die at a step that is not finished."""
    tried: dict[tuple[str, int], int] = {}
    finishes = {"enrolled": "enroll", "prepared": "prepare", "spoken": "speak", "rendered": "animate"}
    for event in course.events(server, 1):
        data = event["data"]
        if event["name"] == "retrying":
            tried[data["stage"], data["fragment"]] = data["attempt"]
        elif event["name"] in finishes:
            tried.pop((finishes[event["name"]], data.get("fragment", 0)), None)
        elif event["name"] == "resumed":
            tried.clear()
    return any(attempt >= WEARY for attempt in tried.values())


def victims(server: Server) -> dict[str, list[psutil.Process]]:
    """The service's processes by what they do."""
    renderers = server.find("videolecture.jobs.process")
    engines = [e for e in server.find("videolecture.execute.worker") if any(e.ppid() == r.pid for r in renderers)]
    everything = server.processes()
    web = [p for p in everything if p.ppid() == server.process.pid]
    return {"main": everything[:1], "web": web, "renderer": renderers, "engine": engines}


@dataclass(frozen=True)
class _Dead:
    names: tuple[str, ...] = ()  # who was killed
    seconds: tuple[float, ...] = ()  # until the last process that it had started was gone


def _kill(server: Server, victim: str, chance: random.Random) -> _Dead:
    """Kill one process, if there is one. The main process is started again at once, as systemd does."""
    with contextlib.suppress(psutil.NoSuchProcess):
        chosen = victims(server)[victim]
        if not chosen:
            return _Dead()
        target = chance.choice(chosen)
        below = target.children(recursive=True)
        target.kill()
        began = time.monotonic()
        if victim == "main":
            server.process.wait()
        until_ended(below, pause=0.005)
        seconds = time.monotonic() - began
        if victim == "main":
            server.kill()
            server.start()
        return _Dead((victim,), (seconds,) if below else ())
    return _Dead()
