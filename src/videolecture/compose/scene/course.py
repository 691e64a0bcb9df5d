"""From marks at words to what a slide shows when: `[next]`, `[point:...]`, `[highlight:...]` through its fragments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Caption, spoken_at
from videolecture.types import SlideMark


@dataclass(frozen=True)
class Course:
    """What one fragment of a slide shows: a `Scene`'s pictures and marks."""

    pictures: tuple[Shown, ...]
    marks: tuple[TimedMark, ...]


def courses(pictures: Sequence[Path], fragments: Sequence[Sequence[tuple[float, SlideMark]]]) -> tuple[Course, ...]:
    """One Course for each fragment of a slide, from its marks with their times (seconds; `when`).

    Without any `[next]` the slide's last picture is shown, which is the complete one; else they begin with the first.
    A `[next]` after the last picture changes nothing: `superfluous` tells them. A pointer or highlight stands until
    the next of these, through fragments, and goes with the picture that it was made for.
    """
    steps = any(mark.kind == "next" for fragment in fragments for _, mark in fragment)
    at = 0 if steps or not pictures else len(pictures) - 1
    mark: Mark | None = None
    found = []
    for fragment in fragments:
        shown = [Shown(0.0, pictures[at])] if pictures else []
        marked = [TimedMark(0.0, mark)] if mark else []
        for seconds, told in fragment:
            if told.kind != "next":
                mark = Mark(told.kind, *told.place)
                marked.append(TimedMark(seconds, mark))
            elif at + 1 < len(pictures):
                at += 1
                shown = [entry for entry in shown if entry.at < seconds] + [Shown(seconds, pictures[at])]
                if mark:
                    mark = None
                    marked.append(TimedMark(seconds, None))
        if shown:
            shown[0] = Shown(0.0, shown[0].picture)
        found.append(Course(tuple(shown), tuple(marked)))
    return tuple(found)


def superfluous(pictures: int, kinds: Sequence[str]) -> int:
    """How many `[next]` among a slide's marks, given by their kinds, there are for which it has no picture."""
    return max(0, kinds.count("next") - max(0, pictures - 1))


def when(mark: SlideMark, captions: Sequence[Caption]) -> float:
    """Seconds from the fragment's start at which the mark's word is spoken; `captions` are the fragment's sentences."""
    caption = captions[mark.sentence]
    words = caption.text.split()
    if mark.word >= len(words):
        return caption.end
    if mark.word == 0:
        return caption.words[0].start if caption.words else caption.start
    return min(max(spoken_at(mark.word, words, caption), caption.start), caption.end)
