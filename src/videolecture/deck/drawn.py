"""Words from a presentation's own file and pictures from the PDF that LibreOffice made of it, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from videolecture.deck.types import DeckSlide
from videolecture.errors import InputError


def drawn(slides: Sequence[DeckSlide], pictures: Sequence[DeckSlide], name: str) -> list[DeckSlide]:
    """The slides with their pictures. Raises InputError when LibreOffice drew another number of slides."""
    if len(slides) != len(pictures):
        raise InputError(
            "LibreOffice drew {drawn} of the {slides} slides of «{name}».",
            "Export the deck as PDF and give that.",
            code="deck-office-other-count",
            drawn=len(pictures),
            slides=len(slides),
            name=name,
        )
    return [
        replace(
            slide,
            title=slide.title or picture.title,
            pictures=picture.pictures,
            text=slide.text or picture.text,
        )
        for slide, picture in zip(slides, pictures, strict=True)
    ]
