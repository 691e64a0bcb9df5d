"""Typst decks: the document as its author wrote it, with its own pages or with our theme; notes by `#notes`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from videolecture.deck import pages, pdf
from videolecture.deck.types import Canvas, Deck, DeckSlide, Notice, ReaderInfo
from videolecture.deck.typst_run import Compiled, compiled
from videolecture.types import Progress

SMALL = 0.75  # of the theme's size: type below it is hard to read on a phone


class Typst:
    """Reads Typst documents with the compiler of the package `typst`."""

    info: ClassVar[ReaderInfo] = ReaderInfo("typst", "Typst", (".typ",), behaviour=3)

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck. Titles are its headings; pages of one number, as the theme writes them, are builds of one slide."""
        with compiled(path.absolute(), path.name, canvas, progress, system_fonts=True) as document:
            slides = pdf.read_slides(document.pdf, path.name, folder, canvas, progress)
            with pages.opened(document.pdf, path.name) as opened:
                title = (opened.get_metadata_value("Title") or "").strip()
        return Deck(
            path.name,
            self.info.name,
            title,
            with_metadata(slides, document),
            warnings=tuple(warnings(document.warnings)),
        )

    def inputs(self, path: Path) -> None:  # noqa: ARG002 (the Protocol's name)
        """Only compiling tells what it reads."""
        return


def with_metadata(slides: Iterable[DeckSlide], document: Compiled) -> tuple[DeckSlide, ...]:
    """The slides with what the document says of its pages: notes, and type that had to be made small."""
    slides = tuple(slides)
    notes: dict[int, list[str]] = {}
    for one in document.notes:
        notes.setdefault(_slide_of(slides, int(one["page"])), []).append(str(one["text"]).strip())
    page = 1
    for entry in document.pdfpc:  # {"t": "Idx", "v": page from 0}, then {"t": "Note", "v": text}
        if entry.get("t") == "Idx":
            page = int(entry["v"]) + 1
        elif entry.get("t") == "Note":
            notes.setdefault(_slide_of(slides, page), []).append(str(entry["v"]).strip())
    sizes = {_slide_of(slides, int(one["page"])): one for one in document.sizes}
    return tuple(
        replace(
            slide,
            notes="\n\n".join(dict.fromkeys(notes.get(slide.number, []))),
            warnings=(*slide.warnings, *_size_notices(slide.number, sizes.get(slide.number))),
        )
        for slide in slides
    )


def _slide_of(slides: tuple[DeckSlide, ...], page: int) -> int:
    """The number of the slide that a page belongs to."""
    return max((slide.number for slide in slides if slide.page <= page), default=1)


def _size_notices(number: int, size: dict[str, float] | None) -> Iterable[Notice]:
    if size is None:
        return
    if not size["fits"]:
        yield Notice(
            "deck-slide-overfull", "Slide {slide} is too full: its end is cut off. Share it out.", {"slide": number}
        )
    elif size["size"] < SMALL:
        yield Notice(
            "deck-slide-full",
            "Slide {slide} is very full: its type is {percent} % of the usual size and hard to read on a phone.",
            {"slide": number, "percent": round(100 * size["size"])},
        )


def warnings(said: Iterable[str]) -> Iterable[Notice]:
    """The compiler's warnings as notices; a missing font is named with what Typst takes instead."""
    for one in dict.fromkeys(said):
        font = re.search(r"unknown font family: (.+)", one)
        if font:
            yield Notice(
                "deck-font-missing-here",
                "The font «{font}» is not installed; «{substitute}» is shown instead.",
                {"font": font.group(1).strip(), "substitute": "Libertinus Serif"},
            )
        else:
            yield Notice("deck-typst-warning", "Typst: {said}", {"said": one})
