"""Compiling Typst in a process of its own, within bounds of time and memory, without the network."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from videolecture import weights
from videolecture.bounded.program import Tree
from videolecture.deck.types import Canvas
from videolecture.errors import InputError
from videolecture.types import Progress

FONTS = "slide-fonts"  # in the manifest of weights
THEME = Path(__file__).parent / "theme"  # where «@local/videolecture:1.0.0» is found
MEMORY = 6_000_000_000  # bytes of address space
SECONDS = 120.0  # a hundred slides take about two
TICK = 0.05  # seconds between two looks whether the job was cancelled


@dataclass(frozen=True)
class Compiled:
    """A compiled document."""

    pdf: Path
    warnings: tuple[str, ...]  # the compiler's own
    notes: tuple[dict[str, Any], ...]  # {"page", "text"} of each `#notes`
    sizes: tuple[dict[str, Any], ...]  # {"page", "size", "fits"}: how far the theme made a slide's type smaller
    pdfpc: tuple[dict[str, Any], ...]  # what polylux and touying say of their pages


@contextmanager
def compiled(
    source: Path, name: str, canvas: Canvas, progress: Progress, *, system_fonts: bool, language: str = "en"
) -> Iterator[Compiled]:
    """The document at `source`, which may read its own folder and nothing else; gone after the block.

    Raises InputError, with Typst's own words and `name`; MissingError without the fonts of slides.
    """
    with tempfile.TemporaryDirectory(prefix="videolecture-typst-") as folder:
        place = Path(folder)
        job = {
            "input": str(source),
            "root": str(source.parent),
            "output": str(place / "deck.pdf"),
            "fonts": [str(weights.weight_path(FONTS))],
            "system_fonts": system_fonts,
            "packages": str(THEME),
            "inputs": {"ratio": "{}:{}".format(*Fraction(*canvas).as_integer_ratio()), "lang": language},
        }
        (place / "job.json").write_text(json.dumps(job), encoding="utf-8")
        _run(place, name, progress)
        result = json.loads((place / "result.json").read_text(encoding="utf-8"))
        if result["error"]:
            raise _error(name, result["error"], result["hints"])
        yield Compiled(
            place / "deck.pdf",
            tuple(result["warnings"]),
            tuple(result["notes"]),
            tuple(result["sizes"]),
            tuple(result["pdfpc"]),
        )


def _run(place: Path, name: str, progress: Progress) -> None:
    """Nobody listens at the proxy's port: packages that are not there already cannot be fetched."""
    blocked = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = {**os.environ, **blocked, **{key.upper(): value for key, value in blocked.items()}}
    package = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (package, environment.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", "videolecture.deck.typst_child", str(place / "job.json")]
    end = time.monotonic() + SECONDS
    with Tree(command, place, environment, place / "log.txt", memory=MEMORY) as tree:
        while time.monotonic() < end:
            progress(0.0, "Typst sets the slides")
            finished = tree.wait(TICK)
            if finished is not None:
                if (place / "result.json").is_file():
                    return
                raise InputError(
                    "Typst broke down at «{name}»: {said}",
                    "Something in it needs more memory than a deck may take; look for endless loops and huge pictures.",
                    code="deck-typst-memory",
                    name=name,
                    said=finished.output.rpartition("\n")[2] or "it was ended by the system.",
                )
    raise InputError(
        "Typst did not finish «{name}» within {minutes} minutes.",
        "Look for loops without an end in it.",
        code="deck-typst-slow",
        name=name,
        minutes=round(SECONDS / 60),
    )


def _error(name: str, said: str, hints: Sequence[str]) -> InputError:
    package = re.search(r"@preview/[\w-]+(?::[\d.]+)?", said)
    if package and ("download" in said or "not found" in said or "network" in said):
        return InputError(
            "«{name}» uses the package {package}, which is not on this machine; nothing is fetched while rendering.",
            "Compile the deck once with Typst itself, which keeps the package, or give the PDF.",
            code="deck-typst-package",
            name=name,
            package=package.group(),
        )
    if "outside of project root" in said or "would escape" in said or "access denied" in said:
        return InputError(
            "«{name}» reads a file outside its folder: {said}",
            "Put what it needs into its folder.",
            code="deck-typst-outside",
            name=name,
            said=said.strip(),
        )
    return InputError(
        "Typst cannot compile «{name}»: {said}",
        "{hints}",
        code="deck-typst-error",
        name=name,
        said=said.strip(),
        hints=" ".join(hints) or "Correct that place.",
    )
