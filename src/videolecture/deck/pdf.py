"""PDF decks: a page is a slide, but consecutive pages of one label, as beamer writes them, are builds of one slide."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from videolecture.deck import pages
from videolecture.deck.types import Canvas, Deck, DeckSlide, Notice, ReaderInfo
from videolecture.types import Progress


class Pdf:
    """Reads PDF files with PDFium."""

    info: ClassVar[ReaderInfo] = ReaderInfo("pdf", "PDF", (".pdf",), behaviour=2)

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck; titles are the outline's, or what stands large at the top of a page."""
        slides = read_slides(path, path.name, folder, canvas, progress)
        with pages.opened(path, path.name) as document:
            title = (document.get_metadata_value("Title") or "").strip()
        return Deck(path.name, self.info.name, title, slides)

    def inputs(self, path: Path) -> tuple[Path, ...]:
        """The file alone."""
        return (path,)


def read_slides(
    path: Path, name: str, folder: Path | None, canvas: Canvas, progress: Progress, join_builds: bool = True
) -> tuple[DeckSlide, ...]:
    """The slides of a PDF, which messages call `name`. Other readers make PDFs and read them here, too."""
    with pages.opened(path, name) as document:
        titles = pages.titles(document)
        groups = pages.builds(document) if join_builds else [range(i, i + 1) for i in range(len(document))]
        slides = []
        for number, group in enumerate(groups, 1):
            progress(group.start / len(document), f"Slide {number}")
            slides.append(_slide(document, number, group, titles, folder, canvas))
    return tuple(slides)


def _slide(
    document: Any, number: int, group: range, titles: dict[int, str], folder: Path | None, canvas: Canvas
) -> DeckSlide:
    pictures, warnings = [], []
    for index in group if folder else ():
        assert folder is not None  # noqa: S101 (narrows the type)
        target = folder / f"slide_{number:04}_{index - group.start + 1:02}.png"
        pictures.append(target)
        if not pages.write_picture(document, index, canvas, target):
            warnings.append(
                Notice("deck-page-broken", "Page {page} is damaged and is empty here.", {"page": index + 1})
            )
    found = pages.words(document, group[-1])
    warnings += [
        Notice(
            "deck-font-missing",
            "The font «{font}» is not in the file; «{substitute}» is shown instead.",
            {"font": font.name, "substitute": font.substitute},
        )
        for font in sorted(found.fonts, key=lambda font: font.name)
    ]
    title = next((titles[index] for index in group if index in titles), "") or found.title
    return DeckSlide(
        number,
        group.start + 1,
        title,
        pictures=tuple(pictures),
        text=found.text,
        figures=("",) * found.figures,
        warnings=tuple(warnings),
        builds=len(group),
    )
