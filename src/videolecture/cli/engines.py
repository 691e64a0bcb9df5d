"""`videolecture engines`: what there is to choose from, and under which terms."""

from __future__ import annotations

import argparse
import dataclasses
import json

from rich.console import Console
from rich.table import Table

from videolecture import registry
from videolecture.settings import Settings

NAME = "engines"
HELP = "List the speech and face engines: licence, commercial use, languages, needs."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the table."""
    infos = (*registry.infos("speech"), *registry.infos("face"))
    if options.json:
        print(json.dumps([dataclasses.asdict(info) for info in infos], ensure_ascii=False, indent=2))
        return 0
    table = Table(
        "engine", "kind", "what", "licence of code / weights", "commercial use", "languages", "needs", "limits"
    )
    for info in infos:
        default = " (default)" if info.name in (settings.speech, settings.face_engine) else ""
        table.add_row(
            f"[bold]{info.name}[/]{default}",
            info.kind,
            info.title,
            f"{info.licence_code} / {info.licence_weights}",
            "[green]yes[/]" if info.commercial else "[red]no[/]",
            ", ".join(info.languages) or "any",
            info.needs,
            info.limits,
        )
    Console().print(table)
    return 0
