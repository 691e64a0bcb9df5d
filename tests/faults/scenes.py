"""What else can go wrong with a running service, done to it on purpose; each scene returns what it saw."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from tests.faults import course
from tests.faults.course import LECTURE, Contents
from tests.waiting import runs
from tests.web.conftest import Files
from tests.web.server import ROOT, Server

DAY = 86_400.0  # seconds


def interleaved(home: Path, files: Files, expected: Contents) -> dict[str, object]:
    """Two lectures with different voices and faces side by side give what each gives alone."""
    voice, photo = files.folder / "other.wav", files.folder / "other.png"
    voice.write_bytes(files.voice.read_bytes() + b"another")
    cv2.imwrite(str(photo), np.full((64, 64, 3), 200, np.uint8))
    other = {"voice_path": str(voice), "face_path": str(photo)}
    with course.service(home.with_name("alone"), files) as server:
        alone = course.ask(server, files, 1, generated_dir_path=str(files.folder / "alone"), **other)
        course.succeeded(server, 1)
    with course.service(home, files, "--jobs-at-once", "2") as server:
        with course.held(files, "enroll"):
            outs = [course.ask(server, files, 1), course.ask(server, files, 2, **other)]
            server.until(lambda: all(course.look(server, n)["state"] == "running" for n in (1, 2)), "both run", 1)
        for number in (1, 2):
            course.succeeded(server, number)
        order = [event["job"] for event in server_events(server) if event["name"] == "rendered"]
    (outs[1] / "final").joinpath("lecture_2.json").unlink()  # the number is in it
    first, second = course.contents(outs[0]), course.contents(outs[1])
    lone = {name.replace("_1", "_2", 1): code for name, code in course.contents(alone).items()}
    lone.pop("final/lecture_2.json")
    assert not (wrong := course.different(first, expected)), wrong
    assert not (wrong := course.different(second, lone)), wrong
    heard, seen = ({c for n, c in one.items() if n.endswith((".wav", ".mp4"))} for one in (first, second))
    assert not heard & seen, "the two lectures share something"
    turns = sum(one != following for one, following in itertools.pairwise(order))
    assert turns > 1, "they did not run side by side"
    return {"files": len(first) + len(second), "turns": turns}


def server_events(server: Server) -> list[dict[str, object]]:
    """Events of both lectures in the order in which they happened."""
    both = [event for number in (1, 2) for event in course.events(server, number)]
    return sorted(both, key=lambda event: event["seq"])


def poison(home: Path, files: Files, poisons: Sequence[str], **environment: str) -> dict[str, tuple[int, str]]:
    """Fragments that kill, hang or exhaust their worker fail alone, with their reasons; the rest is finished."""
    with course.service(home, files, **environment) as server:
        course.ask(server, files, 1, "\n_;\n".join(["Первый.", *poisons, "Последний."]))
        view = course.ended(server, 1)
        fragments = server.get("/api/v1/lectures/1/fragments").json["items"]
    told = f"{len(poisons)} of {len(poisons) + 2} fragments could not be rendered"
    assert view["state"] == "failed" and told in view["error"]["what"], view
    assert [f["state"] for f in fragments] == ["succeeded", *["failed"] * len(poisons), "succeeded"]
    return {f["text"]: (f["attempts"], f["error"]) for f in fragments if f["state"] == "failed"}


def locked(home: Path, files: Files, expected: Contents, seconds: float = 8.0) -> dict[str, object]:
    """Another program locks the ledger for longer than anybody waits for it: the job waits and goes on."""
    with course.service(home, files) as server:
        out = course.ask(server, files, 1)
        server.until(lambda: list(out.rglob("*.wav")), "the first sound", 1)
        with contextlib.closing(sqlite3.connect(home / "ledger.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            assert server.get("/ping").status == 200
            refused = server.ask("POST", "/generate", files.original(2, LECTURE))
            assert (refused.status, refused.json["error"]) == (400, True)
            other.execute("ROLLBACK")
        course.succeeded(server, 1)
        again = course.made_again(course.events(server, 1))
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    assert again == 0
    return {"ping": "answered", "POST": refused.json["message"], "made again": again}


def parked(home: Path, files: Files, expected: Contents) -> dict[str, object]:
    """SIGTERM in the middle: everything ends soon, the job is queued, and goes on at the next start."""
    server = course.start(home, files)
    out = course.ask(server, files, 1)
    server.until(lambda: list(out.rglob("*.mp4")), "the first clip", 1)
    everything = server.processes()
    began = time.monotonic()
    server.stop()
    seconds = time.monotonic() - began
    assert not [process for process in everything if runs(process)]
    with contextlib.closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT state FROM jobs").fetchall() == [("queued",)]
    assert not course.staged(home)
    with course.service(home, files) as again:
        course.succeeded(again, 1)
        twice = course.made_again(course.events(again, 1))
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    assert twice == 0
    return {"stopped after s": round(seconds, 2), "made again": twice}


def full_disk(home: Path, files: Files, expected: Contents, disk: Path) -> dict[str, object]:
    """The output's disk fills up: the job waits with its reason and goes on when there is room."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - 600_000))
    with course.service(home, files, "--allow-root", str(disk)) as server:
        out = course.ask(server, files, 1, generated_dir_path=str(disk / "out_1"))
        view = server.until(lambda: (v := course.look(server, 1))["paused"] and v, "it waits", 1)
        assert view["state"] == "running" and "full" in view["paused"]
        ballast.unlink()
        course.succeeded(server, 1)
        assert course.look(server, 1)["paused"] == ""
        again = course.made_again(course.events(server, 1))
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    assert again == 0
    return {"reason": view["paused"].replace(str(disk), "..."), "made again": again}


def read_only(home: Path, files: Files, expected: Contents, disk: Path) -> dict[str, object]:
    """The output's folder cannot be written any more: the lecture fails with the reason, and goes on when it can."""
    with course.service(home, files, "--allow-root", str(disk)) as server:
        with contextlib.ExitStack() as read_only_now:
            with course.held(files, "animate"):
                out = course.ask(server, files, 1, generated_dir_path=str(disk / "out_1"))
                server.until(lambda: list(out.rglob("*.wav")), "the first sound", 1)
                read_only_now.enter_context(read_only_disk(disk))
            view = course.ended(server, 1)
            assert view["state"] == "failed" and "could not be written" in view["error"]["what"], view
            refused = server.ask("POST", "/generate", files.original(2) | {"generated_dir_path": str(disk / "out_2")})
            assert refused.status == 400
        course.ask(server, files, 1, generated_dir_path=str(out))
        course.succeeded(server, 1)
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    reason = view["error"]["what"].replace(str(disk), "...")
    return {"reason": reason, "POST": refused.json["message"].replace(str(disk), "...")}


def clock_jumps(home: Path, files: Files, expected: Contents) -> dict[str, object]:
    """The wall clock is set ten years ahead, then two days back, while a lecture is rendered: nobody cares."""
    clock = files.folder / "clock"
    clock.write_text("0")
    path = os.pathsep.join(str(part) for part in (Path(__file__).parent / "clock", ROOT / "src", ROOT))
    jumps = []
    with course.service(home, files, PYTHONPATH=path, VIDEOLECTURE_TEST_CLOCK=str(clock)) as server:
        out = course.ask(server, files, 1)
        for finished, wrong_by in enumerate((3650 * DAY, -2 * DAY, 0.0), 1):
            course.until_finished(server, 1, 2 * finished)
            clock.write_text(str(wrong_by))
            jumps.append(int(wrong_by / DAY))
        course.succeeded(server, 1)
        happened = course.events(server, 1)
    years = {event["at"][:4] for event in happened}
    assert len(years) > 1, "the service did not notice the jumps at all"
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    assert course.made_again(happened) == 0
    return {"days": jumps, "made again": 0}


@contextlib.contextmanager
def small_disk(place: Path, size: str = "8m") -> Iterator[Path]:
    """A disk of its own, if the operating system lets us make one; otherwise PermissionError."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if (failed := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:
        raise PermissionError(failed.stderr)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607


@contextlib.contextmanager
def read_only_disk(disk: Path) -> Iterator[None]:
    """Nothing can be written under this path during the block, not even by root.

    A read-only mount of the disk lies over the disk itself: the lock of a lecture that is being rendered is open for
    writing, so the disk itself could not become read-only.
    """
    subprocess.run(["mount", "--bind", str(disk), str(disk)], check=True)  # noqa: S607
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], check=True)  # noqa: S607
        yield
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)  # noqa: S607
