"""Which part of a recording is which fragment: plain data, which crosses process boundaries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SaidSentence:
    """Where a sentence sounds in the recording, pauses excluded, and the words of it as they were said."""

    start: float  # seconds of the recording
    end: float  # the same as `start` where it was not said
    words: str  # as a speech engine would be given them; what was heard instead, where that is something else


@dataclass(frozen=True)
class Stretch:
    """The part of a recording that is one fragment."""

    start: float  # seconds of the recording
    end: float
    sentences: tuple[SaidSentence, ...]
