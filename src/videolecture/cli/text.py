"""`videolecture text`: what will be spoken, without rendering anything."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from videolecture import registry
from videolecture.cli.progress import bar
from videolecture.errors import MissingError
from videolecture.settings import Settings
from videolecture.text import STRESS_WEIGHTS, detect, load_dictionary, read, split_lecture, view
from videolecture.text.speaking import PAUSE, SWITCH
from videolecture.types import Fragment, Progress, Slide

LONG = 20_000  # characters: a text that takes long enough to read for a bar

NAME = "text"
HELP = "Show the slides, the fragments and exactly what will be spoken, without rendering."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("text", type=Path, metavar="LECTURE.txt", help="the lecture; slides separated by _;")
    parser.add_argument("--language", help="ru, en, ...; auto: as the text is")
    parser.add_argument(
        "--dictionary", type=Path, metavar="FILE", help="how words are said: written -> spoken, TOML or CSV"
    )
    parser.add_argument("--strict", action="store_true", help="refuse a text of which something would be left unsaid")
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def _slides(lecture: str, options: argparse.Namespace, settings: Settings, progress: Progress) -> tuple[Slide, ...]:
    """As they will be spoken; without stress marks, and saying so, while their weights are not installed."""
    read_as = partial(
        split_lecture,
        lecture,
        options.language or settings.language,
        settings.delimiter,
        dictionary=load_dictionary(options.dictionary) if options.dictionary else None,
        strict=options.strict,
        progress=progress,
    )
    try:
        return read_as(stress=STRESS_WEIGHTS in registry.speech_engine(settings.speech).info.weights)
    except MissingError as missing:
        print(f"Note: shown without stress marks. {missing}", file=sys.stderr)
        return read_as()


def _with_pauses(fragment: Fragment) -> str:
    """What is spoken, and the pauses that the author set."""
    phrases = [phrase for sentence in fragment.sentences for phrase in sentence.phrases]
    usual = (PAUSE, SWITCH)
    return " ".join(
        phrase.spoken if phrase.pause in usual else f"{phrase.spoken} [pause:{phrase.pause:g}s]" for phrase in phrases
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print slides, fragments, spoken forms and warnings."""
    lecture = read(options.text)
    with bar("Reading" if len(lecture.text) > LONG else "") as progress:
        slides = _slides(lecture.text, options, settings, progress)
    language = options.language or settings.language
    if options.json:
        print(json.dumps(view(slides), ensure_ascii=False, indent=2))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    doubt = detect.doubt(lecture.text, language) if language != detect.AUTO else None
    for warning in (*lecture.warnings, *((doubt,) if doubt else ())):
        console.print(f"[yellow]Note:[/] {escape(warning)}")
    for slide in slides:
        console.print(f"[bold]Slide {slide.number}[/]" + ("" if slide.fragments else " (empty)"))
        for fragment in slide.fragments:
            console.print(f"  [cyan]{fragment.number}[/] {escape(fragment.text)}")
            console.print(f"    [green]→[/] {escape(_with_pauses(fragment))}")
            for warning in fragment.warnings:
                console.print(f"    [yellow]![/] {escape(warning)}")
    return 0
