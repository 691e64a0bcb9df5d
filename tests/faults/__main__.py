"""The long table: `python -m tests.faults --write docs/reliability.md` (make faults). Takes a quarter of an hour."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from tests.conftest import write_wav
from tests.faults import course, scenes
from tests.faults.cancels import cancels
from tests.faults.heads import head_restarts
from tests.faults.kills import kills
from tests.faults.nodes import node_cancels, node_kills
from tests.web.conftest import Files, make_files

BEGIN, END = "<!-- table -->", "<!-- end of table -->"
PROMISED = (
    1.0  # seconds: orphans end, and cancels have stopped at the 99th percentile; on a machine that has time for it
)
PROMISED_ON_NODES = 2.0  # seconds: cancels on a cluster have stopped, at the 99th percentile
Scene = Callable[[Path, Files], Mapping[str, object]]


def main() -> int:
    """Run every scene, or those that were named; the exit code tells whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--cancels", type=int, default=200)
    parser.add_argument("--node-kills", type=int, default=20)
    parser.add_argument("--node-cancels", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    table = _table(options)
    rows = []
    for name in options.only or table:
        began = time.monotonic()
        try:
            cell, held = _describe(_staged(table[name])), "held"
        except (Exception, AssertionError) as error:
            cell, held = _describe({type(error).__name__: str(error)})[:300], "FAILED"
        rows.append(f"| {name} | {held} | {cell} | {time.monotonic() - began:.0f} |")
        print(rows[-1], flush=True)
    if options.write:
        _write(options.write, rows)
    return int(any("| FAILED |" in row for row in rows))


def _table(options: argparse.Namespace) -> dict[str, Scene]:
    def compared(scene: Callable[..., dict[str, object]], **arguments: object) -> Scene:
        return lambda home, files: scene(home, files, course.undisturbed(home, files), **arguments)

    def on_disk(scene: Callable[..., dict[str, object]]) -> Scene:
        def with_disk(home: Path, files: Files) -> dict[str, object]:
            expected = course.undisturbed(home, files)
            with scenes.small_disk(home.with_name("disk")) as disk:
                return scene(home, files, expected, disk)

        return with_disk

    return {
        "kills": compared(kills, count=options.kills, seed=options.seed, longest=PROMISED),
        "cancels": partial(cancels, count=options.cancels, seed=options.seed, longest=PROMISED),
        "interleaved": compared(scenes.interleaved),
        "worker dies, hangs, is out of memory": partial(
            scenes.poison, poisons=("Умри умри.", "Виси виси.", "Память."), VIDEOLECTURE_SERVICE_PATIENCE="10"
        ),
        "locked ledger": compared(scenes.locked),
        "SIGTERM": compared(scenes.parked),
        "full disk": on_disk(scenes.full_disk),
        "read-only folder": on_disk(scenes.read_only),
        "clock jumps": compared(scenes.clock_jumps),
        "kills of nodes (Ray)": partial(node_kills, count=options.node_kills, seed=options.seed),
        "the head of Ray dies": compared(head_restarts, count=3),
        "cancels on nodes (Ray)": partial(
            node_cancels, count=options.node_cancels, seed=options.seed, longest=PROMISED_ON_NODES
        ),
    }


def _staged(scene: Scene) -> Mapping[str, object]:
    """Run a scene in folders of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "service").mkdir()
        clock = np.arange(4 * 16_000) / 16_000
        buzz = np.sum([np.sin(2 * np.pi * 120 * clock * k) / k for k in range(1, 20)], axis=0)
        recording = write_wav(folder / "buzz.wav", 0.2 * buzz * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * clock)))
        return scene(folder / "service" / "home", make_files(folder / "course", recording))


def _describe(result: Mapping[str, object]) -> str:
    """A result as one cell of a table."""
    text = json.dumps(dict(result), ensure_ascii=False).strip("{}").replace('"', "").replace("|", "/")
    return text.replace("\\n", " ")


def _write(path: Path, rows: list[str]) -> None:
    load = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end" if hasattr(os, "getloadavg") else ""
    head = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}{load}."
    lines = [BEGIN, head, "", "| scene | | what was seen | s |", "|---|---|---|---|", *rows, END]
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    path.write_text(before + "\n".join(lines) + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    sys.exit(main())
