"""What can go wrong with a running service, done to it on purpose; each scene returns what it saw."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import psutil

from tests.faults.engines import PLUGINS
from tests.web.conftest import Files
from tests.web.server import Server, until
from videolecture.cache import Cache

LECTURE = "\n_;\n".join(f"Это фрагмент номер {n}. В нём два предложения." for n in range(1, 25))
VICTIMS = ("engine",) * 5 + ("renderer",) * 3 + ("web", "main")  # the service itself takes longest to come back


def start(home: Path, files: Files, *options: str, **environment: str) -> Server:
    """A service with slow engines."""
    quick = {"VIDEOLECTURE_PLUGINS": PLUGINS, "VIDEOLECTURE_SERVICE_PATIENCE": "5", **environment}
    return Server(home, "--allow-root", str(files.folder), *options, environment=quick)


@contextlib.contextmanager
def service(home: Path, files: Files, *options: str, **environment: str) -> Iterator[Server]:
    """The same, stopped at the end."""
    server = start(home, files, *options, **environment)
    try:
        yield server
    finally:
        server.stop()


def ask(server: Server, files: Files, number: int, text: str = LECTURE, **change: object) -> None:
    """POST /generate, asked again while the service is just starting."""
    answer = server.ask("POST", "/generate", {**files.original(number, text), **change})
    assert answer.status == 200, answer.body


def state(server: Server, number: int) -> str:
    """The state of a lecture; "" while the service does not answer."""
    try:
        return str(server.get(f"/api/v1/lectures/{number}").json.get("state", ""))
    except (OSError, ValueError):
        return ""


def ended(server: Server, number: int) -> str:
    """The final state of a lecture."""
    final = ("succeeded", "failed", "cancelled")
    return str(until(lambda: (now := state(server, number)) in final and now, f"lecture {number} ended"))


def contents(out: Path) -> dict[str, str]:
    """What must be identical: bytes of fragments and subtitles, packets of joined films, no other file."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = str(path.relative_to(out)).replace(out.name.removeprefix("out_"), "N")
        if path.is_file() and path.suffix == ".mp4" and path.parent.name in ("combined", "final"):
            found[name] = packets(path)
        elif path.is_file() and path.suffix != ".json":
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def packets(path: Path) -> str:
    """Digest of every packet of every stream with its times."""
    code = hashlib.sha256()
    with av.open(str(path)) as film:
        for packet in film.demux():
            if packet.size:
                code.update(f"{packet.stream_index} {packet.pts} {packet.dts} {packet.duration}".encode())
                code.update(bytes(packet))
    return code.hexdigest()


def victims(server: Server) -> dict[str, list[psutil.Process]]:
    """The service's processes by what they do."""
    renderers = server.find("videolecture.jobs.process")
    engines = [e for e in server.find("videolecture.execute.worker") if any(e.ppid() == r.pid for r in renderers)]
    everything = server.processes()
    web = [p for p in everything if p.ppid() == server.process.pid]
    return {"main": everything[:1], "web": web, "renderer": renderers, "engine": engines}


def kill(server: Server, victim: str, chance: random.Random) -> float | None:
    """Kill one process; the seconds until nothing of its is left, None when there was nobody to kill."""
    with contextlib.suppress(psutil.Error):
        chosen = victims(server)[victim]
        if not chosen:
            return None
        target = chance.choice(chosen)
        below = target.children(recursive=True)
        target.kill()
        began = time.monotonic()
        if victim == "main":
            server.process.wait()
        psutil.wait_procs(below, timeout=30)
        assert not [p for p in below if p.is_running() and p.status() != psutil.STATUS_ZOMBIE], "an orphan lives on"
        return time.monotonic() - began
    return None


def kills(home: Path, files: Files, count: int, seed: int) -> dict[str, object]:
    """Kill `count` processes at random moments while a lecture renders; compare with one that nobody disturbed."""
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    killed: Counter[str] = Counter()
    orphans: list[float] = []
    lectures, made = 0, 0
    with service(home.with_name("calm"), files) as calm:
        ask(calm, files, 1)
        assert ended(calm, 1) == "succeeded"
    expected = contents(files.folder / "out_1")
    server = start(home, files)
    try:
        while sum(killed.values()) < count:
            lectures += 1
            number = 100 + lectures
            voice = files.folder / f"voice_{number}.wav"  # another voice each time: nothing is in the cache
            voice.write_bytes(files.voice.read_bytes())
            photo = files.folder / f"photo_{number}.png"
            grey = np.full((64, 64, 3), 90, np.uint8)
            grey[0, 0] = lectures % 256
            cv2.imwrite(str(photo), grey)
            ask(server, files, number, face_path=str(photo))
            for _ in range(8):
                if sum(killed.values()) >= count or state(server, number) == "succeeded":
                    break
                time.sleep(chance.uniform(0.0, 0.7))
                victim = chance.choice(VICTIMS)
                seconds = kill(server, victim, chance)
                if seconds is not None:
                    killed[victim] += 1
                    orphans.append(seconds)
                if server.process.poll() is not None:
                    server._close()
                    server.start()
            assert ended(server, number) == "succeeded"
            made += rendered_twice(server, number)
            shown = contents(files.folder / f"out_{number}")
            assert set(shown) == set(expected), "files are missing or left over"
            sounds = [name for name in expected if name.endswith((".wav", ".srt", ".vtt"))]
            assert [shown[name] for name in sounds] == [expected[name] for name in sounds]
        assert not Cache(home / "cache").staged()
    finally:
        server.stop()
    worst = max(orphans)
    return {"kills": dict(killed), "lectures": lectures, "twice": made, "orphans_end_s": round(worst, 2)}


def rendered_twice(server: Server, number: int) -> int:
    """How many clips were rendered again although they were finished."""
    events, after = [], 0
    while page := server.get(f"/api/v1/lectures/{number}/events?limit=1000&after={after}").json["items"]:
        events += page
        after = page[-1]["seq"]
    rendered = Counter(e["data"]["fragment"] for e in events if e["name"] == "rendered" and not e["data"]["cached"])
    return sum(times - 1 for times in rendered.values())


def cancels(home: Path, files: Files, count: int, seed: int) -> dict[str, object]:
    """Cancel at random moments, also engines that do not listen; nothing may be at work afterwards."""
    chance = random.Random(seed)  # noqa: S311
    waits: list[float] = []
    deaf = 0
    with service(home, files) as server:
        for turn in range(count):
            number = 1000 + turn
            is_deaf = chance.random() < 0.25
            deaf += is_deaf
            text = "молчи\n_;\n" + LECTURE if is_deaf else LECTURE.replace("номер", f"номер {turn}")
            ask(server, files, number, text)
            time.sleep(chance.uniform(0.0, 1.2))
            if state(server, number) == "succeeded":
                continue
            began = time.monotonic()
            answer = server.get("/generate/cancel")
            waits.append(time.monotonic() - began)
            assert answer.json["result"] is True, answer.body
            assert state(server, number) == "cancelled"
            assert not Cache(home / "cache").staged(), "a file is left"
            before = contents(files.folder / f"out_{number}")
            time.sleep(0.05)
            assert contents(files.folder / f"out_{number}") == before, "something still writes"
        memory = sum(p.memory_info().rss for p in server.processes())
    waits.sort()
    at = {share: waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.99)}
    return {
        "cancels": len(waits),
        "deaf": deaf,
        "p50_s": round(at[0.5], 3),
        "p99_s": round(at[0.99], 3),
        "worst_s": round(waits[-1], 3),
        "rss_mb": memory // 1_000_000,
    }


def interleaved(home: Path, files: Files) -> dict[str, object]:
    """Two lectures with different voices and faces side by side give what each gives alone."""
    voice, photo = files.folder / "other.wav", files.folder / "other.png"
    content = bytearray(files.voice.read_bytes())
    content[-1] ^= 1
    voice.write_bytes(bytes(content))
    cv2.imwrite(str(photo), np.full((64, 64, 3), 200, np.uint8))
    other = {"voice_path": str(voice), "face_path": str(photo)}
    for place, options in (("alone", ()), ("together", ("--jobs-at-once", "2"))):
        with service(home.with_name(place), files, *options) as server:
            first, second = (11, 12) if place == "alone" else (21, 22)
            ask(server, files, first)
            if place == "alone":
                assert ended(server, first) == "succeeded"
            ask(server, files, second, **other)
            if place == "together":
                until(lambda: state(server, 22) == "running" and state(server, 21) == "running", "both run")
            assert {ended(server, first), ended(server, second)} == {"succeeded"}
    outs = {n: contents(files.folder / f"out_{n}") for n in (11, 12, 21, 22)}
    assert outs[11] == outs[21] and outs[12] == outs[22] and outs[11] != outs[12]
    return {"files": len(outs[21]) + len(outs[22]), "identical": True}


def poison(home: Path, files: Files, text: str) -> dict[str, object]:
    """A fragment that kills, hangs or exhausts its worker fails alone, with its reason; the rest is finished."""
    with service(home, files, VIDEOLECTURE_SERVICE_PATIENCE="3") as server:
        ask(server, files, 31, f"Первый.\n_;\n{text}\n_;\nТретий.")
        assert ended(server, 31) == "failed"
        fragments = server.get("/api/v1/lectures/31/fragments").json["items"]
        lecture = server.get("/api/v1/lectures/31").json
    assert [f["state"] for f in fragments] == ["succeeded", "failed", "succeeded"]
    assert "Fragment 2" in lecture["error"]["what"]
    return {"attempts": fragments[1]["attempts"], "reason": fragments[1]["error"]}


def locked(home: Path, files: Files, seconds: float = 8.0) -> dict[str, object]:
    """Another program locks the ledger for longer than anybody waits: the job waits and goes on."""
    with service(home, files) as server:
        ask(server, files, 41)
        until(lambda: list((files.folder / "out_41").rglob("*.wav")), "the first sound")
        other = sqlite3.connect(home / "ledger.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        ping = server.get("/ping").status
        other.execute("ROLLBACK")
        other.close()
        assert ended(server, 41) == "succeeded"
    return {"ping": ping, "state": "succeeded"}


def parked(home: Path, files: Files) -> dict[str, object]:
    """SIGTERM in the middle: everything ends soon, the job is queued, and goes on at the next start."""
    server = start(home, files)
    ask(server, files, 51)
    until(lambda: list((files.folder / "out_51").rglob("*.mp4")), "the first clip")
    everything = server.processes()
    began = time.monotonic()
    server.stop()
    seconds = time.monotonic() - began
    alive = [p.cmdline() for p in everything if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not alive
    with contextlib.closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT state FROM jobs").fetchall() == [("queued",)]
    assert not Cache(home / "cache").staged()
    with service(home, files) as again:
        assert ended(again, 51) == "succeeded"
        twice = rendered_twice(again, 51)
    assert twice == 0
    return {"stopped_s": round(seconds, 2), "twice": twice}


def full_disk(home: Path, files: Files, disk: Path) -> dict[str, object]:
    """The output's disk fills up: the job waits with its reason and goes on when there is room."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    with service(home, files, "--allow-root", str(disk)) as server:
        ask(server, files, 61, generated_dir_path=str(disk / "out_61"))
        view = until(lambda: (v := server.get("/api/v1/lectures/61").json)["paused"] and v, "it waits")
        assert view["state"] == "running" and "full" in view["paused"]
        ballast.unlink()
        assert ended(server, 61) == "succeeded"
        assert server.get("/api/v1/lectures/61").json["paused"] == ""
    return {"reason": view["paused"]}


def describe(result: dict[str, object]) -> str:
    """A result as one cell of a table."""
    return json.dumps(result, ensure_ascii=False).strip("{}").replace('"', "").replace("|", "/")
