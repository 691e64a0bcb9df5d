"""`videolecture text`: what will be spoken, without rendering anything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from videolecture.settings import Settings
from videolecture.text import read, split_lecture, view

NAME = "text"
HELP = "Show the slides, the fragments and exactly what will be spoken, without rendering."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("text", type=Path, metavar="LECTURE.txt", help="the lecture; slides separated by _;")
    parser.add_argument("--language", help="ru or en")
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print slides, fragments, spoken forms and warnings."""
    lecture = read(options.text)
    slides = split_lecture(lecture.text, options.language or settings.language, settings.delimiter)
    if options.json:
        print(json.dumps(view(slides), ensure_ascii=False, indent=2))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    for warning in lecture.warnings:
        console.print(f"[yellow]Note:[/] {escape(warning)}")
    for slide in slides:
        console.print(f"[bold]Slide {slide.number}[/]" + ("" if slide.fragments else " (empty)"))
        for fragment in slide.fragments:
            console.print(f"  [cyan]{fragment.number}[/] {escape(fragment.text)}")
            console.print(f"    [green]→[/] {escape(fragment.spoken)}")
            for warning in fragment.warnings:
                console.print(f"    [yellow]![/] {escape(warning)}")
    return 0
