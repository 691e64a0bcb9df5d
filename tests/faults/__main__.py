"""The long table: `python -m tests.faults --write docs/reliability.md` (make faults). Takes many minutes."""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.conftest import write_wav
from tests.faults import scenes
from tests.web.conftest import Files, make_files

BEGIN, END = "<!-- table -->", "<!-- end of table -->"
Scene = Callable[[Path, Files], dict[str, object]]


def main() -> int:
    """Run every scene, or those that were named; the exit code tells whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--cancels", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    table: dict[str, Scene] = {
        "kills": lambda home, files: scenes.kills(home, files, options.kills, options.seed),
        "cancels": lambda home, files: scenes.cancels(home, files, options.cancels, options.seed),
        "interleaved": scenes.interleaved,
        "dies": lambda home, files: scenes.poison(home, files, "умри"),
        "hangs": lambda home, files: scenes.poison(home, files, "виси"),
        "out of memory": lambda home, files: scenes.poison(home, files, "память"),
        "locked ledger": scenes.locked,
        "SIGTERM": scenes.parked,
        "full disk": _full_disk,
    }
    rows = []
    for name, scene in table.items():
        if options.only and name not in options.only:
            continue
        began = time.monotonic()
        try:
            cell, held = scenes.describe(_staged(scene)), "held"
        except Exception as error:
            cell, held = f"{type(error).__name__}: {error}".splitlines()[0][:200], "FAILED"
        rows.append(f"| {name} | {held} | {cell} | {time.monotonic() - began:.0f} |")
        print(rows[-1], flush=True)
    if options.write:
        _write(options.write, rows)
    return int(any("| FAILED |" in row for row in rows))


def _staged(scene: Scene) -> dict[str, object]:
    """Run a scene in folders of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "service").mkdir()
        clock = np.arange(4 * 16_000) / 16_000
        buzz = np.sum([np.sin(2 * np.pi * 120 * clock * k) / k for k in range(1, 20)], axis=0)
        recording = write_wav(folder / "buzz.wav", 0.2 * buzz * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * clock)))
        return scene(folder / "service" / "home", make_files(folder / "course", recording))


def _full_disk(home: Path, files: Files) -> dict[str, object]:
    disk = home.with_name("disk")
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=True)  # noqa: S607
    try:
        return scenes.full_disk(home, files, disk)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)  # noqa: S607


def _write(path: Path, rows: list[str]) -> None:
    head = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    lines = [BEGIN, head, "", "| scene | | what was seen | s |", "|---|---|---|---|", *rows, END]
    text = path.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(before + "\n".join(lines) + after, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
