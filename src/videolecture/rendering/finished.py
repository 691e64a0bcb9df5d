"""What rendering leaves of a fragment: entries of the cache, and what can be told from them."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose import chapters
from videolecture.types import FPS, SAMPLES_PER_FRAME, Fragment, Slide

SOUND = "speech.wav"  # in a speech's cache entry


def frames_of(speech: Path) -> int:
    """Frames of the clip that belongs to a speech's cache entry: its sound is a whole number of them."""
    with wave.open(str(speech / SOUND)) as file:
        return int(file.getnframes()) // SAMPLES_PER_FRAME


def duration_of(speech: Path) -> float:
    """Seconds of a speech's cache entry."""
    return frames_of(speech) / FPS


@dataclass(frozen=True)
class FinishedFragment:
    """A fragment with the cache entries that were made of it."""

    fragment: Fragment
    speech: Path  # folder
    clip: Path  # file
    speech_key: str
    clip_key: str


def title_of(slide: Slide) -> str:
    """The name of a slide's chapter."""
    sentences = (sentence.text for fragment in slide.fragments for sentence in fragment.sentences)
    return chapters.title(slide.number, sentences)
