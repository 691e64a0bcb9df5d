"""Whole lectures with slides at 1080p: how much faster than they play, by layout, and the memory that they take."""

from __future__ import annotations

import re
from pathlib import Path

from bench.running import EXAMPLES, Run, new_home, render
from bench.table import Table

LAYOUTS = {"corner": 3, "slide": 8}  # times faster than it plays that is wanted
CORES = 2  # that the wanted speed is counted on
TIMES = 5  # that the example's slides are repeated for the longer lecture
SENTENCE = "Добрый день, начинаем лекцию."


def slides(folder: Path) -> Table:
    """Render the Russian example deck, and one of five times its slides, with voice and portrait known already."""
    rows = []
    for times in (1, TIMES):
        deck = deck_of(folder / f"deck-{times}.md", times)
        for layout, wanted in LAYOUTS.items():
            home = _home_that_knows(folder / f"home-{layout}-{times}")
            run = render(None, home, folder / f"{layout}-{times}", "--deck", str(deck), "--layout", layout)
            floor = run.processor / CORES
            rows.append(
                (
                    f"`{layout}`",
                    run.lecture,
                    run.seconds,
                    run.lecture / run.seconds,
                    run.processor,
                    run.lecture / floor,
                    wanted,
                )
            )
    columns = (
        "layout",
        "lecture, s",
        "render, s",
        "**times faster than it plays**",
        "processor, s",
        f"times faster if {CORES} cores did nothing else",
        "wanted",
    )
    note = "`videolecture render --deck`, 1920 x 1080, workers started anew; voice and portrait are known, no more."
    return Table("A whole lecture with slides", columns, rows, note)


def memory(folder: Path, minutes: int) -> Table:
    """The most memory that all processes have together, for a short and a long lecture of each layout."""
    rows = []
    for layout in LAYOUTS:
        first = 0.0
        for times in (1, max(2, minutes // 2)):  # the example plays for about two minutes
            deck = deck_of(folder / f"deck-{layout}-{times}.md", times)
            home = new_home(folder / f"home-{layout}-{times}")
            run = render(None, home, folder / f"{layout}-{times}", "--deck", str(deck), "--layout", layout)
            first = first or run.memory
            rows.append((f"`{layout}`", run.lecture / 60, run.memory / 1e6, run.memory / first))
    columns = ("layout", "lecture, min", "**most memory, MB**", "compared with the first")
    note = "PSS of all processes together, looked at twice a second; slides at 1920 x 1080."
    return Table(
        "Memory of lectures with slides (wanted: a long one at most 1.1 times a short one)", columns, rows, note
    )


def deck_of(path: Path, times: int) -> Path:
    """The example's slides so many times, every one a little different so that none is in the cache."""
    text = (EXAMPLES / "slides_ru.md").read_text(encoding="utf-8")
    front, _, rest = text.partition("---\n")[2].partition("---\n")
    slides = re.split(r"^---$", rest, flags=re.MULTILINE)
    (path.parent / "lightning.svg").write_bytes((EXAMPLES / "lightning.svg").read_bytes())
    changed = [
        slide if number < 0 else slide.replace("Notes:\n", f"Notes:\nЧасть {number + 1}. " if times > 1 else "Notes:\n")
        for number in range(times)
        for slide in slides
    ]
    path.write_text(f"---\n{front}---\n" + "---".join(changed), encoding="utf-8")
    return path


def _home_that_knows(folder: Path) -> Path:
    """A home in which the voice and the portrait are known."""
    home = new_home(folder)
    known = folder.with_suffix(".txt")
    known.write_text(SENTENCE, encoding="utf-8")
    render(known, home, folder.with_suffix(".out"))
    return home


def seconds_by_event(run: Run) -> dict[str, float]:
    """What the events of a run say of the time that each stage took, in seconds."""
    told: dict[str, float] = {}
    for event in run.events:
        if "seconds" in event:
            told[event["event"]] = told.get(event["event"], 0.0) + event["seconds"]
    return told
