"""What the mouth does for a stretch of letters: the plain form that the languages' rules give, before it is timed."""

from __future__ import annotations

from dataclasses import dataclass

from videolecture.types import VisemeName


@dataclass(frozen=True)
class Sound:
    """Mouth shapes made one after another during `letters` letters; none: the letters are silent."""

    letters: int
    shapes: tuple[tuple[VisemeName, float], ...]  # shape and stress, 0..1


@dataclass(frozen=True)
class Letter:
    """A letter of a word with its time."""

    text: str  # one lower-case letter, without the stress mark
    stressed: bool
    start: float  # seconds
    end: float  # seconds
