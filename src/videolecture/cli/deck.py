"""`videolecture deck`: what is found in a deck of slides, and what will be spoken on which of them."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from videolecture import deck as decks
from videolecture.cli import lecture
from videolecture.cli.progress import bar, many
from videolecture.deck.sheet import contact_sheet
from videolecture.errors import InputError
from videolecture.execute import Report, new_executor
from videolecture.rendering.aims import Aim, drawn
from videolecture.rendering.decks import read_deck, read_into
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.spoken_deck import SpokenDeck, spoken_deck
from videolecture.settings import Settings
from videolecture.storage.atomic import write_text, written_aside
from videolecture.text import detect, view
from videolecture.text.formulas_shown import shown
from videolecture.types import Fragment

NAME = "deck"
HELP = "Show the slides of a deck, their notes, and what will be spoken on each."
_OF_TEXTS = ("delimiter", "dictionary", "citations")  # options of a lecture that its words are read by
CANVAS = (1920, 1080)  # of a film, as render makes it


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("deck", type=Path, metavar="DECK", help="PDF, PPTX, ODP, Markdown, Typst, a folder of pictures")
    parser.add_argument("--text", type=Path, metavar="LECTURE", help="the lecture text or .docx, instead of notes")
    parser.add_argument(
        "--sheet",
        type=Path,
        metavar="SHEET.png",
        help="write all slides into one picture, with pointers and highlights",
    )
    parser.add_argument(
        "--grid", action="store_true", help="rule the sheet in tenths, to aim [point:x,y] and [highlight:x,y,w,h]"
    )
    parser.add_argument("--notes", type=Path, metavar="FILE", help="write the notes with delimiters, for editing")
    parser.add_argument("--unspoken", action="store_true", help="list what stands on the slides and is not spoken")
    parser.add_argument("--language", help="the language that is spoken; as the text is without it")
    lecture.add(parser, _OF_TEXTS)
    parser.add_argument("--json", action="store_true", help="what was found as JSON")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Open the deck, in a worker, and say what is in it."""
    if options.grid and not options.sheet:
        raise InputError(
            "--grid rules a sheet, and none is asked for.",
            "Name its file: --sheet SHEET.png --grid.",
            code="deck-grid-without-sheet",
        )
    given = argparse.Namespace(**{name: getattr(options, name) for name in _OF_TEXTS})
    asked = settings.request(lecture.chosen(given)) | {"language": options.language or detect.AUTO}
    request = RenderRequest(options.text, None, None, Path(), **{**asked, "deck": options.deck})
    with tempfile.TemporaryDirectory(prefix="videolecture-") as place, bar("Opening") as progress:
        deck = _opened(options.deck, Path(place), bool(options.sheet), settings, progress)
        if options.notes:
            write_text(options.notes, decks.notes_text(deck, request.delimiter))
            print(options.notes)
        spoken = spoken_deck(deck, request)
        if options.sheet:
            _save_sheet(deck, spoken, Path(place), options)
    if options.json:
        print(json.dumps(_plain(deck, spoken), ensure_ascii=False, indent=2))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    _show(console, deck, spoken)
    for notice in dict.fromkeys(spoken.notes):
        console.print(f"[yellow]Note:[/] {escape(notice)}")
    if options.unspoken:
        _show_unspoken(console, spoken)
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


def _show(console: Console, deck: decks.Deck, spoken: SpokenDeck) -> None:
    def title(text: str) -> str:
        return escape(shown(text, spoken.language))

    console.print(f"[bold]{title(deck.title or deck.name)}[/]: {many(len(deck.slides), 'slide')} ({deck.reader})")
    for slide, words, aims in zip(deck.slides, spoken.slides, spoken.aims, strict=True):
        builds = f", {slide.builds} pictures" if slide.builds > 1 else ""
        page = f", page {slide.page}" if slide.page != slide.number else ""
        layout = f", layout {escape(words.layout)}" if words.layout else ""
        console.print(f"[bold]{slide.number}.[/] {title(slide.title or '(no title)')}{page}{builds}{layout}")
        for fragment in words.fragments:
            console.print(f"   [cyan]{fragment.number}[/] [green]→[/] {escape(_said(fragment))}")
            for aim in aims:
                if aim.fragment == fragment.number:
                    console.print(f"       {escape(_told(aim, slide.builds))}", style="dim")
        if not words.fragments:
            console.print("   [green]→[/] (silent)")
    if deck.hidden:
        console.print(f"Hidden pages, left out: {', '.join(map(str, deck.hidden))}")


def _said(fragment: Fragment) -> str:
    return f"(the film «{fragment.clip}», nothing is spoken)" if fragment.clip else fragment.spoken


def _told(aim: Aim, pictures: int) -> str:
    """A mark with its word and its effect."""
    place = f"{'after' if aim.after else 'at'} «{aim.word}»"
    if aim.mark.kind == "next":
        return f"{aim.written} {place}: picture {aim.picture}"
    where = f", on picture {aim.picture}" if pictures > 1 else ""
    return f"{aim.written} {place}: number {aim.number} on the sheet{where}"


def _show_unspoken(console: Console, spoken: SpokenDeck) -> None:
    for one in spoken.unspoken:
        console.print(f"[bold]Slide {one.slide}[/], not spoken:")
        for line in (*one.lines, *(("(a figure)",) if one.figures else ())):
            console.print(f"  {escape(line)}")
    if not spoken.unspoken:
        console.print("Something of everything on the slides is spoken.")


def _plain(deck: decks.Deck, spoken: SpokenDeck) -> dict[str, Any]:
    """The deck as JSON values, with what is spoken on each slide, the marks' effects, and notes under their codes."""
    return {
        **deck.plain(),
        "language": spoken.language,
        "spoken": [" ".join(fragment.spoken for fragment in slide.fragments) for slide in spoken.slides],
        "fragments": list(_fragments(spoken)),
        "notes": [{"code": note.code, "text": note} for note in dict.fromkeys(spoken.notes)],
    }


def _fragments(spoken: SpokenDeck) -> Iterator[dict[str, Any]]:
    """As `videolecture text` shows them, with each mark's word and picture."""
    seen: Any = view(spoken.slides)
    for slide, aims in zip(seen["slides"], spoken.aims, strict=True):
        for fragment in slide["fragments"]:
            marks = [
                {
                    "mark": aim.written,
                    "word": aim.word,
                    "after": aim.after,
                    "picture": aim.picture,
                    "number": aim.number,
                }
                for aim in aims
                if aim.fragment == fragment["number"]
            ]
            yield {"slide": slide["number"], **fragment, "marks": marks}


def _save_sheet(deck: decks.Deck, spoken: SpokenDeck, folder: Path, options: argparse.Namespace) -> None:
    def draw(picture: Any, slide: int, build: int) -> Any:
        return drawn(picture, [aim for aim in spoken.aims[slide - 1] if aim.picture == build])

    with written_aside(options.sheet) as aside:
        contact_sheet(deck, folder, draw, options.grid).save(aside, "PNG")
    print(options.sheet)
