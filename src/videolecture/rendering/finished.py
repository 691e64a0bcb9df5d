"""What rendering leaves of a fragment: entries of the cache, and what can be told from them."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from videolecture.compose import chapters
from videolecture.compose.subtitles import Caption
from videolecture.rendering.plan import Plan, PlannedFragment
from videolecture.speech import stage as speech_stage
from videolecture.text.formulas_shown import shown
from videolecture.types import FPS, SAMPLES_PER_FRAME, Fragment, Slide

SOUND = "speech.wav"  # in a speech's cache entry


def frames_of(speech: Path) -> int:
    """Frames of the clip that belongs to a speech's cache entry: its sound is a whole number of them."""
    return frames_in(speech / SOUND)


def frames_in(sound: Path) -> int:
    """Frames that a WAV lasts."""
    with wave.open(str(sound)) as file:
        return int(file.getnframes()) // SAMPLES_PER_FRAME


def duration_of(speech: Path) -> float:
    """Seconds of a speech's cache entry."""
    return frames_of(speech) / FPS


def captions_of(
    fragment: Fragment, speech: Path, language: str, has: Callable[[str], bool] = lambda _sign: True
) -> tuple[Caption, ...]:
    """The sentences of a fragment with their times in its speech's cache entry.

    `has` tells whether a sign of a formula can be drawn; formulas that cannot are shown in words of the language.
    """
    spoken = speech_stage.read_fragment(speech)
    words = [mark for mark in spoken.speech.marks if mark.kind == "word"]
    return tuple(
        Caption(
            sentence.text,
            start,
            end,
            tuple(word for word in words if start <= word.start < end),
            shown(sentence.text, language, has),
        )
        for sentence, (start, end) in zip(fragment.sentences, spoken.sentences, strict=True)
    )


@dataclass(frozen=True)
class FinishedPart:
    """A piece of the film with the cache entries that were made of it: a fragment, or a slide without text."""

    slide: int
    picture: Path  # file: the scene, or the clip where there are no scenes
    sound: Path  # file
    frames: int
    fragment: PlannedFragment | None = None  # None: nothing is spoken
    speech: Path | None = None  # folder


def lecture_title(plan: Plan) -> str:
    """The lecture's title, as it was asked for; with slides also the deck's own, or its first slide's; "" without."""
    if plan.request.title:
        return plan.request.title
    if not (plan.stage and plan.stage.deck):
        return ""
    return shown(plan.stage.deck.deck.called, plan.request.language)


def chapter_title(plan: Plan, slide: Slide) -> str:
    """The name of a slide's chapter: the title that it has in the deck, or its first words."""
    if plan.stage and plan.stage.deck and (own := plan.stage.deck.deck.slides[slide.number - 1].title):
        return chapters.title(slide.number, (shown(own, plan.request.language),))
    written = (sentence.text for fragment in slide.fragments for sentence in fragment.sentences)
    sentences = (shown(text, plan.request.language) for text in written)
    return chapters.title(slide.number, sentences)
