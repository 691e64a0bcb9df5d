"""What will be spoken on which slide of a deck, as a render reads it: the same fragments, the same numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture import registry, text
from videolecture.deck import Deck
from videolecture.deck.unspoken import Unspoken
from videolecture.errors import Term
from videolecture.rendering.aims import Aim, aims
from videolecture.rendering.decks import OpenDeck
from videolecture.rendering.films import check_films
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.slides import lecture_text, superfluous_note, unspoken_of, with_deck
from videolecture.text import detect
from videolecture.types import Slide


@dataclass(frozen=True)
class SpokenDeck:
    """The slides of a deck with their words."""

    slides: tuple[Slide, ...]  # as many as the deck has
    aims: tuple[tuple[Aim, ...], ...]  # the marks of each
    unspoken: tuple[Unspoken, ...]
    language: str  # "" where nothing is spoken
    notes: tuple[Term, ...]  # what a user should know


def spoken_deck(deck: Deck, request: RenderRequest) -> SpokenDeck:
    """The words of `request.text`, or of the deck's notes, on the slides of an opened deck.

    Raises InputError for a text that cannot be read, for more texts than slides, for a film that is not there.
    """
    opened = OpenDeck(deck, Path(), "")
    lecture = lecture_text(request, opened)
    slides: tuple[Slide, ...] = ()
    language = ""
    if lecture.text.strip():
        language = detect.detect(lecture.text) if request.language == detect.AUTO else request.language
        slides = text.split_lecture(
            lecture.text,
            language,
            request.delimiter,
            dictionary=text.load_dictionary(request.dictionary) if request.dictionary else None,
            citations=request.citations,
        )
    request = dataclasses.replace(request, language=language)
    slides, told = with_deck(slides, lecture, request, opened)
    check_films(request.text or request.deck or Path(), slides)
    warnings = tuple(warning for slide in slides for fragment in slide.fragments for warning in fragment.warnings)
    return SpokenDeck(
        slides,
        tuple(aims(slide, shown.builds) for slide, shown in zip(slides, deck.slides, strict=True)),
        unspoken_of(deck, slides, language),
        language,
        (*lecture.warnings, *told, *warnings, *_of_marks(deck, slides)),
    )


def _of_marks(deck: Deck, slides: Sequence[Slide]) -> Iterator[Term]:
    """Layouts that nobody knows, and `[next]` without a picture to go on to."""
    for slide, shown in zip(slides, deck.slides, strict=True):
        if slide.layout and slide.layout not in (known := registry.names("layout")):
            yield Term(
                "Slide {slide}: there is no layout «{layout}»; known: {known}.",
                code="deck-layout-unknown",
                slide=slide.number,
                layout=slide.layout,
                known=", ".join(known),
            )
        marks = [mark for fragment in slide.fragments for mark in fragment.marks]
        if note := superfluous_note(slide.number, shown.builds, marks):
            yield note
