"""GET /generate/cancel at every stage, also of engines that do not listen."""

from __future__ import annotations

import contextlib
import math
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import psutil

from tests.faults import course
from tests.waiting import until
from tests.web.conftest import Files
from tests.web.server import Server

STAGES = ("enroll", "prepare", "speak", "animate")  # at which an engine can be held
MOMENTS = (*STAGES, "assemble", "any")
ROLES = ("videolecture", "videolecture.jobs.process", "videolecture.execute.worker")
WARM = 20  # cancels after which the service has loaded everything it ever loads


def cancels(home: Path, files: Files, count: int, seed: int, longest: float = math.inf) -> dict[str, object]:
    """Cancel `count` lectures; nothing of them may be at work, on the disk or in memory afterwards.

    `longest`: seconds that a cancel may take, at the 99th percentile.
    """
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    seconds: list[float] = []
    moments: Counter[str] = Counter()
    slowest = (0.0, "")
    memory: list[int] = []
    turn = 0
    with course.service(home, files) as server:
        while len(seconds) < count:
            turn += 1
            deaf = chance.random() < 0.25
            moment = chance.choice(STAGES if deaf else MOMENTS)
            took = _cancelled(server, files, turn, moment, deaf, chance)
            if took is None:  # it was finished before
                continue
            seconds.append(took)
            name = f"{moment} (deaf)" if deaf else moment
            moments[name] += 1
            slowest = max(slowest, (round(took, 2), name))
            assert not (left := course.staged(home)), left
            _assert_silence(files.folder / f"out_{turn}", chance)
            memory.append(_memory(server))
        text = _text(turn := turn + 1)
        course.ask(server, files, turn, text)
        course.succeeded(server, turn)  # the service is as able as before
    seconds.sort()
    at = {share: seconds[min(len(seconds) - 1, int(share * len(seconds)))] for share in (0.5, 0.99)}
    assert at[0.99] <= longest, (seconds[-5:], slowest)
    grown = max(0, memory[-1] - memory[min(WARM, len(memory)) - 1])
    return {
        "at": dict(sorted(moments.items())),
        "seconds": f"median {at[0.5]:.2f}, p99 {at[0.99]:.2f}, worst {seconds[-1]:.2f} at {slowest[1]}",
        "memory": f"{memory[-1] // 1_000_000} MB, {grown // 1_000_000} MB more than after {min(WARM, len(memory))}",
    }


def _text(turn: int) -> str:
    return "\n_;\n".join(f"Лекция {turn}, слайд {n}. В нём два предложения." for n in range(1, 5))


def _cancelled(server: Server, files: Files, turn: int, moment: str, deaf: bool, chance: random.Random) -> float | None:
    """Seconds that a cancel at that moment took; None when the lecture was finished before."""
    voice, face = files.folder / f"voice_{turn}.wav", files.folder / f"face_{turn}.png"
    voice.write_bytes(files.voice.read_bytes() + bytes([turn % 256, turn // 256]))  # never in the cache
    face.write_bytes(files.face.read_bytes() + bytes([turn % 256, turn // 256]))
    reached = files.folder / "hold" / f"at-{moment}"
    reached.unlink(missing_ok=True)
    with course.held(files, moment) if deaf else contextlib.nullcontext():
        course.ask(server, files, turn, _text(turn), voice_path=str(voice), face_path=str(face))
        with contextlib.closing(sqlite3.connect(f"file:{server.home}/ledger.sqlite?mode=ro", uri=True)) as ledger:
            until(
                lambda: moment == "any" or reached.exists() or _is_at(ledger, moment),
                f"{moment} begins",
                pause=0.01,
                lost=server.lost,
            )
        time.sleep(chance.uniform(0.0, 0.1 if moment != "any" else 1.0))
        began = time.monotonic()
        answer = server.get("/generate/cancel").json
        took = time.monotonic() - began
    if course.look(server, turn)["state"] == "succeeded" and not deaf:
        return None
    assert answer["result"] is True, answer
    assert course.look(server, turn)["state"] == "cancelled"
    return took


def _is_at(ledger: sqlite3.Connection, moment: str) -> bool:
    """Whether the newest job is at this stage, or at its end; asked of the ledger itself, which costs the least."""
    query = "SELECT stage, finished FROM jobs ORDER BY number DESC LIMIT 1"
    stage, finished = ledger.execute(query).fetchone()
    return finished is not None or stage == moment


def _assert_silence(out: Path, chance: random.Random) -> None:
    """Nothing writes any more."""
    before = course.contents(out)
    time.sleep(chance.uniform(0.0, 0.1))
    assert course.contents(out) == before, "something still writes"
    assert not [name for name in before if "partial" in name], before


def _memory(server: Server) -> int:
    """Bytes that all processes of the service have; fails when there is one that does not belong there."""
    found: Counter[str] = Counter()
    total = 0
    for process in server.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            command = process.cmdline()
            found.update(role for role in ROLES if role in command)
            total += process.memory_info().rss
    # the main process and the one for HTTP; the runner; its two engines and the one that looks at inputs
    allowed = {"videolecture": 2, "videolecture.jobs.process": 1, "videolecture.execute.worker": 3}
    assert all(count <= allowed[role] for role, count in found.items()), found
    return total
