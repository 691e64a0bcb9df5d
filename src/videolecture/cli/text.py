"""`videolecture text`: what will be spoken, without rendering anything."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from videolecture import registry
from videolecture.cli import lecture
from videolecture.cli.progress import bar
from videolecture.errors import InputError, MissingError
from videolecture.rendering.films import check_films
from videolecture.settings import Settings
from videolecture.text import STRESS_WEIGHTS, detect, load_dictionary, read, split_lecture, view
from videolecture.text.slide_marks import marked
from videolecture.text.speaking import BREATH, PAUSE, SWITCH
from videolecture.types import Fragment, Progress, Slide

LONG = 20_000  # characters: a text that takes long enough to read for a bar

NAME = "text"
HELP = "Show the slides, the fragments and exactly what will be spoken, without rendering."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument(
        "text",
        type=Path,
        metavar="LECTURE",
        help="the text, its slides separated by _; or lecture.toml, or the folder that holds it",
    )
    lecture.add(parser, ("language", "delimiter", "dictionary", "strict", "citations"))
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def _slides(content: str, asked: Mapping[str, Any], progress: Progress) -> tuple[Slide, ...]:
    """As they will be spoken; without stress marks, and saying so, while their weights are not installed."""
    read_as = partial(
        split_lecture,
        content,
        asked["language"],
        asked["delimiter"],
        dictionary=load_dictionary(asked["dictionary"]) if asked["dictionary"] else None,
        strict=asked["strict"],
        citations=asked["citations"],
        progress=progress,
    )
    try:
        return read_as(stress=STRESS_WEIGHTS in registry.speech_engine(asked["speech"]).info.weights)
    except MissingError as missing:
        print(f"Note: shown without stress marks. {missing}", file=sys.stderr)
        return read_as()


def _with_pauses(fragment: Fragment) -> str:
    """What is spoken, and the pauses that the author set."""
    phrases = [phrase for sentence in fragment.sentences for phrase in sentence.phrases]
    usual = (PAUSE, SWITCH, BREATH)
    return " ".join(
        phrase.spoken if phrase.pause in usual else f"{phrase.spoken} [pause:{phrase.pause:g}s]" for phrase in phrases
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print slides, fragments, spoken forms and warnings."""
    named = lecture.of(options)
    if named and not named.text:
        raise InputError(
            "The lecture of «{file}» has no text of its own.",
            "Notes of slides are shown by: videolecture deck {deck}",
            code="lecture-text-missing",
            file=named.path,
            deck=named.options.get("deck", "DECK"),
        )
    asked = settings.request({**(named.options if named else {}), **lecture.chosen(options)})
    path = named.text if named and named.text else options.text
    source = read(path)
    with bar("Reading" if len(source.text) > LONG else "") as progress:
        slides = _slides(source.text, asked, progress)
    check_films(path, slides)
    language = asked["language"]
    if options.json:
        print(json.dumps(view(slides), ensure_ascii=False, indent=2))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    doubt = detect.doubt(source.text, language) if language != detect.AUTO else None
    for warning in (*source.warnings, *((doubt,) if doubt else ())):
        console.print(f"[yellow]Note:[/] {escape(warning)}")
    for slide in slides:
        layout = f" (layout {slide.layout})" if slide.layout else ""
        console.print(f"[bold]Slide {slide.number}[/]{escape(layout)}" + ("" if slide.fragments else " (empty)"))
        for fragment in slide.fragments:
            console.print(f"  [cyan]{fragment.number}[/] {escape(marked(fragment))}")
            spoken = f"(the film «{fragment.clip}», nothing is spoken)" if fragment.clip else _with_pauses(fragment)
            console.print(f"    [green]→[/] {escape(spoken)}")
            for warning in fragment.warnings:
                console.print(f"    [yellow]![/] {escape(warning)}")
    return 0
