"""Whole lectures with slides at 1080p: how much faster than they play, by layout, and the memory that they take."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from bench.compose import CANVAS, clip_for, slide_picture, wav
from bench.running import EXAMPLES, Memory, new_home, render
from bench.table import Table
from videolecture.compose.assemble import Part, Section, lecture
from videolecture.compose.scene.composing import compose_scene
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown
from videolecture.types import FPS

LAYOUTS = {"corner": 3, "slide": 8}  # times faster than it plays that is wanted
CORES = 2  # that the wanted speed is counted on
TIMES = 5  # that the example's slides are repeated for the longer lecture
PIECE = 60  # seconds of a scene
LENGTHS = (2, 120)  # minutes
SENTENCE = "Добрый день, начинаем лекцию."


def slides(folder: Path) -> Table:
    """Render the Russian example deck, and one of five times its slides, with voice and portrait known already."""
    rows = []
    known = _home_that_knows(folder / "known")
    for times in (1, TIMES):
        deck = deck_of(folder / f"deck-{times}.md", times)
        for layout, wanted in LAYOUTS.items():
            home = shutil.copytree(known, folder / f"home-{layout}-{times}", symlinks=True)
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


def memory(folder: Path) -> Table:
    """The most memory that composing a minute of scenes and joining two hours of them take, for each layout."""
    rows: list[tuple[str, int, float, float]] = []
    slide = slide_picture(folder / "slide.png", "a")
    sound = wav(folder / "sound.wav", PIECE)
    for layout in LAYOUTS:
        first = 0.0
        for minutes in LENGTHS:
            watch = Memory(os.getpid())
            scene = Scene(PIECE * FPS, CANVAS, layout, (Shown(0.0, slide),))
            compose_scene(scene, folder / "scene.mp4", clip=clip_for(scene, folder), sound=sound)
            part = Part(folder / "scene.mp4", sound)
            sections = [Section(f"Slide {number + 1}", (part,)) for number in range(minutes * 60 // PIECE)]
            lecture(sections, folder / "lecture.mp4", "en", lambda *_: None)
            watch.stop()
            first = first or watch.most
            rows.append((f"`{layout}`", minutes, watch.most / 1e6, (watch.most - first) / 1e6))
    columns = ("layout", "lecture, min", "**most memory, MB**", "more than the short one, MB")
    note = (
        "One process that composes at 1920 x 1080, joins, masters the sound and encodes it; looked at twice a second."
    )
    return Table("Memory of lectures with slides", columns, rows, note)


def deck_of(path: Path, times: int) -> Path:
    """The example's slides so many times, every one a little different so that none is in the cache."""
    text = (EXAMPLES / "slides_ru.md").read_text(encoding="utf-8")
    front, _, rest = text.partition("---\n")[2].partition("---\n")
    slides = re.split(r"^---$", rest, flags=re.MULTILINE)
    (path.parent / "lightning.svg").write_bytes((EXAMPLES / "lightning.svg").read_bytes())
    changed = [
        slide.replace("Notes:\n", f"Notes:\nЧасть {number + 1}. " if times > 1 else "Notes:\n")
        for number in range(times)
        for slide in slides
    ]
    path.write_text(f"---\n{front}---\n" + "\n---\n".join(changed), encoding="utf-8")
    return path


def _home_that_knows(folder: Path) -> Path:
    """A home in which the voice and the portrait are known."""
    home = new_home(folder)
    known = folder.with_suffix(".txt")
    known.write_text(SENTENCE, encoding="utf-8")
    render(known, home, folder.with_suffix(".out"))
    return home
