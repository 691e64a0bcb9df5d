"""`videolecture deck`: what is found in a deck of slides, and what will be spoken on which of them."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from videolecture import deck as decks
from videolecture import registry
from videolecture import text as texts
from videolecture.cli.progress import bar, many
from videolecture.deck.sheet import contact_sheet
from videolecture.deck.unspoken import notices, unspoken
from videolecture.execute import Report, new_executor
from videolecture.rendering.decks import read_deck, read_into
from videolecture.rendering.slides import superfluous_note
from videolecture.settings import Settings
from videolecture.storage.atomic import write_text, written_aside
from videolecture.text import detect, slide_marks
from videolecture.text.split import slide_texts

NAME = "deck"
HELP = "Show the slides of a deck, their notes, and what will be spoken on each."
CANVAS = (1920, 1080)  # of a film, as render makes it


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("deck", type=Path, metavar="DECK", help="PDF, PPTX, ODP, Markdown, Typst, a folder of pictures")
    parser.add_argument("--text", type=Path, metavar="LECTURE", help="the lecture text or .docx, instead of notes")
    parser.add_argument("--sheet", type=Path, metavar="SHEET.png", help="write all slides into one picture")
    parser.add_argument("--notes", type=Path, metavar="FILE", help="write the notes with delimiters, for editing")
    parser.add_argument("--unspoken", action="store_true", help="list what stands on the slides and is not spoken")
    parser.add_argument("--language", help="the language that is spoken, for --unspoken; as the text is without it")
    parser.add_argument("--json", action="store_true", help="what was found as JSON")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Open the deck, in a worker, and say what is in it."""
    with tempfile.TemporaryDirectory(prefix="videolecture-") as place, bar("Opening") as progress:
        deck = _opened(options.deck, Path(place), bool(options.sheet), settings, progress)
        if options.sheet:
            _save_sheet(deck, Path(place), options.sheet)
    paired = _paired(deck, options.text, settings.delimiter)
    if options.notes:
        write_text(options.notes, decks.notes_text(deck, settings.delimiter))
        print(options.notes)
    left = unspoken(deck, paired.texts, _language(options.language, paired.texts))
    if options.json:
        print(json.dumps({**deck.plain(), "spoken": paired.texts}, ensure_ascii=False, indent=2))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    _show(console, deck, paired.texts)
    told = (*deck.all_warnings, *paired.notices, *_of_marks(deck, paired.texts), *notices(left))
    for notice in told:
        console.print(f"[yellow]Note:[/] {escape(str(notice))}")
    if options.unspoken:
        for one in left:
            console.print(f"[bold]Slide {one.slide}[/], not spoken:")
            for line in (*one.lines, *(("(a figure)",) if one.figures else ())):
                console.print(f"  {escape(line)}")
        if not left:
            console.print("Something of everything on the slides is spoken.")
    return 0


def _opened(path: Path, folder: Path, pictures: bool, settings: Settings, report: Report) -> decks.Deck:
    """The deck, as a worker opened it: what others made is decoded there, within limits."""
    decks.reader_for(path)  # one that nobody reads is refused at once
    workers = new_executor(settings.executor, settings.setup())
    try:
        task = read_deck(NAME, "", CANVAS, pictures)
        return read_into(folder, path, task, workers, report)
    finally:
        workers.close()


def _paired(deck: decks.Deck, lecture: Path | None, delimiter: str) -> decks.Paired:
    if lecture is not None:
        return decks.pair(deck, slide_texts(texts.read(lecture).text, delimiter), lecture.name)
    return decks.Paired(tuple(slide.notes for slide in deck.slides))


def _language(chosen: str | None, spoken: tuple[str, ...]) -> str:
    said = " ".join(spoken)
    return chosen or (detect.detect(said) if said.strip() else "")


def _show(console: Console, deck: decks.Deck, spoken: tuple[str, ...]) -> None:
    console.print(f"[bold]{escape(deck.title or deck.name)}[/]: {many(len(deck.slides), 'slide')} ({deck.reader})")
    for slide, text in zip(deck.slides, spoken, strict=True):
        builds = f", {slide.builds} pictures" if slide.builds > 1 else ""
        page = f", page {slide.page}" if slide.page != slide.number else ""
        taken = slide_marks.take(text)
        layout = f", layout {taken.layout}" if taken.layout else ""
        console.print(f"[bold]{slide.number}.[/] {escape((slide.title or '(no title)') + page + builds + layout)}")
        lines = [line for stretch in taken.stretches for line in _lines(stretch)]
        for line in lines or ("(silent)",):
            console.print(f"   [green]→[/] {escape(line)}")
    if deck.hidden:
        console.print(f"Hidden pages, left out: {', '.join(map(str, deck.hidden))}")


def _lines(stretch: slide_marks.Stretch) -> Iterator[str]:
    """What is spoken, with the marks in it, and the film after it."""
    if said := " ".join(slide_marks.rewritten(stretch).split()):
        yield said
    if stretch.clip:
        yield f"(the film «{stretch.clip}», nothing is spoken)"


def _of_marks(deck: decks.Deck, spoken: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the marks in the texts: `[next]` without a picture, what is misspelled or misplaced."""
    for slide, text in zip(deck.slides, spoken, strict=True):
        taken = slide_marks.take(text)
        yield from (f"Slide {slide.number}: {warning}" for warning in taken.warnings)
        if taken.layout and taken.layout not in (known := registry.names("layout")):
            yield f"Slide {slide.number}: there is no layout «{taken.layout}»; known: {', '.join(known)}."
        marks = [mark for stretch in taken.stretches for mark in stretch.marks]
        if notice := superfluous_note(slide.number, slide.builds, marks):
            yield notice


def _save_sheet(deck: decks.Deck, folder: Path, target: Path) -> None:
    with written_aside(target) as aside:
        contact_sheet(deck, folder).save(aside, "PNG")
    print(target)
