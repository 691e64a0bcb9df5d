"""A Ray cluster of several nodes on this machine: nodes, actors and engines die in mid-render, cancels stop them."""

from __future__ import annotations

import contextlib
import math
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.execute.clusters import STORE, add_node, environment, joined, started
from tests.faults import course
from tests.faults.engines import HOLD, PLUGINS
from tests.web.conftest import Files
from videolecture.errors import Cancelled
from videolecture.execute.cluster.executor import RayExecutor
from videolecture.execute.processes import ProcessExecutor
from videolecture.rendering import events, pipeline
from videolecture.rendering.plan import plan
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache

NODES = 2  # beside the one that the service is on, which works at nothing
NODE = {"num_cpus": 2, "object_store_memory": STORE}
VICTIMS = ("node", "actor", "actor", "engine")


@contextlib.contextmanager
def nodes(files: Files) -> Iterator[Any]:
    """The cluster, with the slow engines."""
    hold = files.folder / "hold"
    hold.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patched, started(known(files), num_cpus=0) as cluster:
        for name, value in known(files).items():  # the local render has these engines, too
            patched.setenv(name, value)
        for _ in range(NODES):
            add_node(cluster, known(files), **NODE)
        with joined(cluster):
            yield cluster


def known(files: Files) -> dict[str, str]:
    """What the nodes know: the slow engines."""
    return {**environment(PLUGINS), HOLD: str(files.folder / "hold")}


def _request(files: Files, out: Path, turn: int = 0) -> RenderRequest:
    text = files.folder / f"text_{turn}.txt"
    text.write_text(course.LECTURE if not turn else course.LECTURE.replace("Это", f"Лекция {turn}, это"), "utf-8")
    return RenderRequest(
        text, files.face, files.voice, out, turn, speech="tone", face_engine="card", size=64, label=f"turn-{turn}"
    )


def node_kills(home: Path, files: Files, count: int, seed: int) -> dict[str, object]:
    """Kill nodes, actors and engines' processes `count` times while lectures are rendered; the lectures are whole."""
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    killed: Counter[str] = Counter()
    lectures = again = 0
    home.mkdir(parents=True, exist_ok=True)
    with nodes(files) as cluster, contextlib.closing(RayExecutor()) as executor:
        local, first = files.folder / "local", _request(files, files.folder / "local")
        with contextlib.closing(ProcessExecutor()) as calm:
            pipeline.run(plan(first), calm, Cache(home / "calm"), lambda _: None)
        while killed.total() < count:
            lectures += 1
            out = files.folder / f"ray_{lectures}"
            killer = _Killer(cluster, known(files), executor, chance, count - killed.total())
            request = replace(first, out=out)
            pipeline.run(plan(request), executor, Cache(home / f"cache-{lectures}"), killer)
            killed.update(killer.killed)
            again += killer.retried
            assert not (wrong := course.different(course.contents(out), course.contents(local))), wrong
    return {"kills": dict(sorted(killed.items())), "lectures": lectures, "tried again": again}


class _Killer:
    """Hears of what was finished, and kills now and then: not more often, so that no step dies three times by us."""

    def __init__(
        self, cluster: Any, known: Mapping[str, str], executor: RayExecutor, chance: random.Random, most: int
    ) -> None:
        self._cluster, self._known, self._executor, self._chance, self._most = cluster, known, executor, chance, most
        self.killed: Counter[str] = Counter()
        self.retried = 0

    def __call__(self, event: events.Event) -> None:
        if isinstance(event, events.Retrying):
            self.retried += 1
        finished = isinstance(event, (events.Spoken, events.Rendered))
        if finished and self.killed.total() < self._most and self._chance.random() < 0.3:
            self._kill(self._chance.choice(VICTIMS))

    def _kill(self, victim: str) -> None:
        seats = [seat for pool in self._executor._pools.values() for seat in pool.seats]
        if victim == "node":
            self._cluster.remove_node(self._chance.choice(self._cluster.list_all_nodes()[1:]), allow_graceful=False)
            add_node(self._cluster, self._known, **NODE)
        elif victim == "actor" and seats:
            self._executor._ray.kill(self._chance.choice(seats).actor)
        else:
            found = [p for p in psutil.process_iter() if _is_engine(p)]
            if not found:
                return
            with contextlib.suppress(psutil.NoSuchProcess):
                self._chance.choice(found).kill()
        self.killed[victim] += 1


def _is_engine(process: psutil.Process) -> bool:
    """Whether it is an engine's process of an actor of ours."""
    with contextlib.suppress(psutil.Error):
        if "videolecture.execute.worker" in process.cmdline():
            return process.environ().get("VIDEOLECTURE_PLUGINS") == PLUGINS and "ray::" in _name(process.parent())
    return False


def _name(process: psutil.Process | None) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline()) if process else ""
    return ""


def node_cancels(home: Path, files: Files, count: int, seed: int, longest: float = math.inf) -> dict[str, object]:
    """Cancel `count` lectures on the cluster, a quarter while the engine is deaf.

    `longest`: seconds that a cancel may take, at the 99th percentile.
    """
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    seconds: list[float] = []
    turn = 0
    home.mkdir(parents=True, exist_ok=True)
    with nodes(files), contextlib.closing(RayExecutor()) as executor, ThreadPoolExecutor(1) as threads:
        while len(seconds) < count:
            turn += 1
            deaf = chance.random() < 0.25
            stage = chance.choice(("enroll", "prepare", "speak", "animate"))
            took = _cancelled(home, files, turn, stage, deaf, chance, executor, threads)
            if took is not None:
                seconds.append(took)
            assert not Cache(home / f"cache-{turn}").staged()
        out = files.folder / "after"
        pipeline.run(plan(_request(files, out, turn + 1)), executor, Cache(home / "after"), lambda _: None)
    seconds.sort()
    at = {share: seconds[min(len(seconds) - 1, int(share * len(seconds)))] for share in (0.5, 0.99)}
    assert at[0.99] <= longest, seconds[-5:]
    return {"cancels": count, "seconds": f"median {at[0.5]:.2f}, p99 {at[0.99]:.2f}, worst {seconds[-1]:.2f}"}


def _cancelled(
    home: Path,
    files: Files,
    turn: int,
    stage: str,
    deaf: bool,
    chance: random.Random,
    executor: RayExecutor,
    threads: ThreadPoolExecutor,
) -> float | None:
    """Seconds that a cancel at that moment took; None when the lecture was finished before."""
    stop, reached = threading.Event(), files.folder / "hold" / f"at-{stage}"
    reached.unlink(missing_ok=True)
    request = _request(files, files.folder / f"out_{turn}", turn)
    with course.held(files, stage) if deaf else contextlib.nullcontext():
        running = threads.submit(
            pipeline.run, plan(request), executor, Cache(home / f"cache-{turn}"), lambda _: None, stop
        )
        while not reached.exists() and not running.done():
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.3))
        began = time.monotonic()
        stop.set()
        error = running.exception()
        took = time.monotonic() - began
    return took if isinstance(error, Cancelled) else None
