"""Which text is spoken on which slide: from the notes, or from texts that stand in the slides' order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from videolecture.deck.types import Deck, Notice
from videolecture.errors import InputError

FIRST_WORDS = 8  # of a text, where slides are listed
LONGEST_FIRST = 60  # characters


@dataclass(frozen=True)
class Paired:
    """A text for every slide of the deck, "" for a silent one, and what the user should know of it."""

    texts: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


def notes_text(deck: Deck, delimiter: str) -> str:
    """The notes as a lecture text with delimiters; a slide without notes keeps its place.

    Raises InputError when no slide has notes, or when a note holds the delimiter, which would shift all that follow.
    """
    if not any(slide.notes.strip() for slide in deck.slides):
        raise InputError(
            "No slide of «{name}» has notes to speak.",
            "Write notes under the slides, or give the lecture text in a file.",
            code="deck-no-notes",
            name=deck.name,
        )
    for slide in deck.slides:
        if delimiter in slide.notes:
            raise InputError(
                "The notes of slide {slide} of «{name}» hold the slide delimiter «{delimiter}».",
                "Take it out of the notes: each slide has its own.",
                code="deck-notes-delimiter",
                slide=slide.number,
                name=deck.name,
                delimiter=delimiter,
            )
    return f"\n{delimiter}\n".join(slide.notes.strip() for slide in deck.slides).rstrip() + "\n"


def pair(deck: Deck, texts: Sequence[str], name: str) -> Paired:
    """A text for each slide; `texts` are those of the file `name`, cut at the delimiter, empty ones in their places.

    Slides after the last text are silent, with a notice that lists them all. Raises InputError, with the same list,
    when there are more texts than slides.
    """
    if len(texts) > len(deck.slides):
        raise InputError(
            "«{name}» has more texts ({texts}) than «{deck}» has slides ({slides}):\n{list}",
            "Put the slide delimiter where a slide ends; a slide without text keeps its place between two of them.",
            code="deck-more-texts",
            name=name,
            texts=len(texts),
            deck=deck.name,
            slides=len(deck.slides),
            list=listing(deck, texts),
        )
    silent = len(deck.slides) - len(texts)
    full = (*(text.strip() for text in texts), *("",) * silent)
    if not silent:
        return Paired(full)
    notice = Notice(
        "deck-fewer-texts",
        "«{name}» has texts for {texts} of the {slides} slides of «{deck}»: the last ones are silent.\n{list}",
        {
            "name": name,
            "texts": len(texts),
            "slides": len(deck.slides),
            "deck": deck.name,
            "list": listing(deck, texts),
        },
    )
    return Paired(full, (notice,))


def listing(deck: Deck, texts: Sequence[str]) -> str:
    """A line for each slide and text: its number, the slide's title, the text's first words; — where one is missing."""
    lines = []
    for index in range(max(len(deck.slides), len(texts))):
        title = (
            (deck.slides[index].title or _first(" ".join(deck.slides[index].text)) or "…")
            if index < len(deck.slides)
            else "—"
        )
        lines.append(f"  {index + 1}. {title} | {(_first(texts[index]) or '—') if index < len(texts) else '—'}")
    return "\n".join(lines)


def _first(text: str) -> str:
    """The first words of a text, without what is marked up in it."""
    words = re.sub(r"\[[^\]\n]*\]", " ", text).split()
    said = " ".join(words[:FIRST_WORDS])[:LONGEST_FIRST]
    return said + " …" if len(words) > FIRST_WORDS else said
