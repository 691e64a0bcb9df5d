"""A scene's pictures, marks and cues, each with its time -> what stands still from which frame to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.subtitles import Cue
from videolecture.types import FPS

FADE_FRAMES = 8  # in which the slide's picture fades in, where the lecture fades at all


@dataclass(frozen=True)
class Shown:
    """From `at` (seconds from the scene's start) on the slide shows this picture."""

    at: float
    picture: Path


@dataclass(frozen=True)
class TimedMark:
    """From `at` (seconds from the scene's start) on this mark stands on the slide; None: no more mark."""

    at: float
    mark: Mark | None


@dataclass(frozen=True)
class State:
    """What stands still on the canvas over some frames."""

    start: int  # frame
    frames: int
    picture: Path | None
    mark: Mark | None
    cue: str
    share: float  # of the picture, the rest is the one that it fades in over; 1.0: faded in
    fresh: bool  # the picture is another one than before: a player should find a key frame here


def states(
    frames: int, pictures: Sequence[Shown], marks: Sequence[TimedMark], cues: Sequence[Cue], fades: bool
) -> tuple[State, ...]:
    """The states of a scene of so many frames, in order, without a gap. The first picture counts from frame 0."""
    shown = {_frame(entry.at) if place else 0: entry.picture for place, entry in enumerate(pictures)}
    marked = {_frame(entry.at): entry.mark for entry in marks}
    said = {_frame(cue.end / 1000): "" for cue in cues} | {_frame(cue.start / 1000): cue.text for cue in cues}
    shares = {frame: (frame + 1) / (FADE_FRAMES + 1) for frame in range(FADE_FRAMES + 1)} if fades else {}
    changes = {frame for times in (shown, marked, said, shares) for frame in times}
    starts = sorted({0} | {frame for frame in changes if 0 < frame < frames})
    found: list[State] = []
    state = State(0, frames, None, None, "", 1.0, True)
    for start, end in pairwise([*starts, frames]):
        state = State(
            start,
            end - start,
            shown.get(start, state.picture),
            marked.get(start, state.mark),
            said.get(start, state.cue),
            shares.get(start, state.share),
            start == 0 or start in shown or (fades and start == FADE_FRAMES),
        )
        found.append(state)
    return tuple(found)


def _frame(seconds: float) -> int:
    return max(0, round(seconds * FPS))
