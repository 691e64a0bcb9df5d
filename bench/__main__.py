"""`python -m bench [PART...] [--minutes 20] [--out bench/RESULTS.md]`: every part in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Table, machine

PARTS = (
    "lecture",
    "slides",
    "cold",
    "speech",
    "face",
    "encode",
    "compose",
    "service",
    "page",
    "memory",
    "slides-memory",
)


def measure(part: str, folder: Path, minutes: int) -> Table:
    """One part's table. Engines are imported here, so that a part loads only its own."""
    if part == "speech":
        from bench.speech import speech

        return speech(folder)
    if part == "face":
        from bench.face import face

        return face(folder)
    if part == "encode":
        from bench.encode import encode

        return encode(folder)
    if part == "compose":
        from bench.compose import compose

        return compose(folder)
    if part == "service":
        from bench.service import service

        return service(folder)
    if part == "page":
        from bench.page import page

        return page(folder)
    from bench import lecture, slides

    if part == "slides":
        return slides.slides(folder)
    if part == "slides-memory":
        return slides.memory(folder)

    if part == "memory":
        return lecture.memory(folder, minutes)
    return {"lecture": lecture.lecture, "cold": lecture.cold}[part](folder)


def main() -> None:
    """Measure the parts, print their tables, write them to a file if one is named."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}; none: all")
    parser.add_argument("--minutes", type=int, default=20, help="of the long lecture of the memory part (20)")
    parser.add_argument("--out", type=Path, help="file for all tables")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if len(options.parts) == 1:
        with tempfile.TemporaryDirectory(prefix="videolecture-bench-") as folder:
            print(measure(options.parts[0], Path(folder), options.minutes).markdown())
        return
    texts = [f"# What it costs\n\nMade by `make bench` on {machine()}.\n"]
    print(texts[0], flush=True)
    for part in options.parts or PARTS:
        command = [sys.executable, "-m", "bench", part, "--minutes", str(options.minutes)]
        texts.append(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)  # noqa: S603
        print(texts[-1], flush=True)
    if options.out:
        options.out.write_text("\n".join(text.strip() + "\n" for text in texts), encoding="utf-8")


if __name__ == "__main__":
    main()
