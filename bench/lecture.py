"""The whole command: how much faster than the lecture plays, how soon a sentence, how much memory."""

from __future__ import annotations

import re
from pathlib import Path

from bench.running import EXAMPLES, new_home, render
from bench.table import Table

SENTENCE = "Добрый день, начинаем лекцию."


def lecture(folder: Path) -> Table:
    """Render the example lectures with the voice and the portrait known already."""
    rows = []
    for language in ("ru", "en"):
        home = new_home(folder / f"home-{language}")
        known = folder / f"known-{language}.txt"
        known.write_text({"ru": SENTENCE, "en": "Good afternoon, we begin."}[language], encoding="utf-8")
        render(known, home, folder / f"known-{language}", "--language", language)
        run = render(EXAMPLES / f"lecture_{language}.txt", home, folder / f"lecture-{language}", "--language", language)
        rows.append((language, run.lecture, run.seconds, run.lecture / run.seconds, run.processor))
    note = "`videolecture render`, workers started anew; voice and portrait are in the cache, nothing else is."
    columns = ("language", "lecture, s", "render, s", "**times faster than it plays**", "processor, s")
    return Table("The whole render (wanted: 3 times faster than it plays)", columns, rows, note)


def cold(folder: Path) -> Table:
    """Render one sentence with an empty cache: engines load, the voice and the portrait are learned."""
    text = folder / "sentence.txt"
    text.write_text(SENTENCE, encoding="utf-8")
    run = render(text, new_home(folder / "home-cold"), folder / "cold")
    seconds = {event["event"]: event["seconds"] for event in run.events if "seconds" in event}
    row = (run.lecture, run.seconds, seconds["enrolled"], seconds["prepared"], run.processor)
    columns = ("lecture, s", "**render, s**", "voice learned in, s", "photo read in, s", "processor, s")
    return Table("One sentence, nothing in the cache (wanted: under 20 s)", columns, [row])


def memory(folder: Path, minutes: int) -> Table:
    """The most memory that all processes have together, for a lecture of a minute and for a long one."""
    runs = []
    for length in (1, minutes):
        text = folder / f"{length}-minutes.txt"
        text.write_text(long_text(length), encoding="utf-8")
        run = render(text, new_home(folder / f"home-{length}"), folder / f"{length}-minutes")
        runs.append((run.lecture / 60, run.memory / 1e6))
    rows = [(length, most, most / runs[0][1]) for length, most in runs]
    columns = ("lecture, min", "**most memory, MB**", "compared with the first")
    note = "PSS of all processes together, looked at twice a second."
    return Table("Memory (wanted: under 2000 MB, a long lecture at most 1.1 times a short one)", columns, rows, note)


def long_text(minutes: int) -> str:
    """About so many minutes of the Russian example, every slide a little different so that none is in the cache."""
    slides = re.split(r"^_;$", (EXAMPLES / "lecture_ru.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    wanted = minutes * 2  # the example's four slides play for about two minutes
    return "\n_;\n".join(f"Слайд номер {number + 1}: {slides[number % 4].strip()}" for number in range(wanted))
