"""Makes `home.tar.xz`: what a service of an earlier version left when it was killed in the middle of a lecture.

The one beside this file was written by version 0.1.0 at commit 3acd829, from the root of a checkout of the present:

    git worktree add /tmp/before 3acd829
    PYTHONPATH=src python -m tests.jobs.upgrade.make /tmp/before

Three lectures: 1 is finished; 2 was half rendered when every process of the service was killed; 3 waited behind it.
Both folders, of the service and of its client, are in the archive; where they lay stands as PLACE in the ledger.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import psutil

from tests.conftest import write_wav
from tests.faults import course
from tests.web.conftest import Files, make_files
from tests.web.server import Server

ARCHIVE = Path(__file__).with_name("home.tar.xz")
PLACE = "/the/place/of/the/fixture"  # instead of the folder in which it was made
FINISHED = "Раз. Два.\n_;\nТри."
HALF = "\n_;\n".join(["Раз. Два.", *(f"Слайд {n}." for n in ("один", "два", "три", "пять", "шесть"))])
WAITING = "Раз. Два.\n_;\nВосемь."
BEFORE_THE_KILL = 3  # fragments of lecture 2


def move(ledger: Path, old: str, new: str) -> None:
    """Rename a text, such as the folder in which everything lies, wherever a ledger holds free text."""
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        for table, column in (("jobs", "request"), ("jobs", "result"), ("events", "data"), ("leases", "holder")):
            connection.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (old, new))  # noqa: S608
        connection.commit()
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _render(server: Server, files: Files) -> None:
    course.ask(server, files, 1, FINISHED)
    course.succeeded(server, 1)
    course.ask(server, files, 2, HALF)
    course.until_finished(server, 2, BEFORE_THE_KILL)
    with course.held(files, "animate"):
        reached = files.folder / "hold" / "at-animate"
        reached.unlink(missing_ok=True)
        server.until(reached.exists, "the face engine is at work", 2)
        course.ask(server, files, 3, WAITING)
        left = course.look(server, 2)["fragments"]
        assert left["succeeded"] < left["total"], "made too fast: once more"
        processes = server.processes()
        server.kill()
        psutil.wait_procs(processes)


def main(before: Path) -> None:
    """Write the archive with the version that is checked out in the folder `before`."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        home = place / "service" / "home"
        home.parent.mkdir()
        clock = np.arange(2 * 16_000) / 16_000
        recording = write_wav(place / "buzz.wav", 0.2 * np.sin(2 * np.pi * 120 * clock) * (np.sin(9 * clock) > 0))
        files = make_files(place / "course", recording)
        path = os.pathsep.join([str(before / "src"), str(before)])
        _render(course.start(home, files, PYTHONPATH=path), files)
        move(home / "ledger.sqlite", str(place), PLACE)
        move(home / "ledger.sqlite", f'"{platform.node()}"', '"elsewhere"')
        with tarfile.open(ARCHIVE, "w:xz", preset=9) as archive:
            for name in ("course", "service"):
                archive.add(place / name, name, filter=_anonymous)


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Nobody's files; no logs, which name this machine."""
    if Path(entry.name).name in ("logs", "hold"):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
