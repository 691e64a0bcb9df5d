"""`videolecture engines`: what there is to choose from, under which terms; makes and removes their environments."""

from __future__ import annotations

import argparse
import dataclasses
import json
from functools import partial

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from videolecture import environments, registry, weights
from videolecture.cli import models
from videolecture.settings import Settings
from videolecture.types import EngineInfo

NAME = "engines"
HELP = "List the speech and face engines: licence, commercial use, languages, needs; install those that need it."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    known = ", ".join(environments.names())
    install = actions.add_parser(
        "install", help=f"make an engine's own Python environment, fetch its weights ({known})"
    )
    install.add_argument("name", metavar="ENGINE")
    remove = actions.add_parser("remove", help="remove an engine's own Python environment; its weights stay")
    remove.add_argument("name", metavar="ENGINE")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the table, or install or remove an engine."""
    if options.action == "install":
        return _install(options.name)
    if options.action == "remove":
        environments.remove(options.name)
        print(f"{options.name}: its environment is removed; its weights stay (videolecture models list)")
        return 0
    infos = (*map(partial(_terms, settings), registry.infos("speech")), *registry.infos("face"))
    if options.json:
        print(json.dumps([dataclasses.asdict(info) for info in infos], ensure_ascii=False, indent=2))
        return 0
    console = Console()
    for info in infos:
        default = " (default)" if info.name in (settings.speech, settings.face_engine) else ""
        console.print(f"[bold]{info.name}[/]{default}, {info.kind}: {info.title}")
        console.print(Padding(_facts(info), (0, 0, 1, 4)))
    return 0


def _install(name: str) -> int:
    """The environment, then the weights; a licence that has to be accepted is asked for before anything is fetched."""
    needed = registry.speech_engine(name).info.weights if name in environments.names() else ()
    for weight in needed:
        weights.require_consent(weight)
    with models.progress_bar() as progress:
        environments.make(name, progress)
    print(f"{name}: its own Python environment is in {environments.folder(name)}")
    models.pull(list(needed))
    print(f"Use it with: --speech {name}")
    return 0


def _terms(settings: Settings, info: EngineInfo) -> EngineInfo:
    """What an engine says of itself under its options, if these are possible."""
    options = settings.options(info.name)
    if options:
        registry.check_options(info.name, options)
    return registry.speech_engine(info.name).terms(options)


def _facts(info: EngineInfo) -> Table:
    """What there is to know of an engine, a line each: readable on a narrow terminal."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("commercial use", "[green]yes[/]" if info.commercial else "[red]no[/]")
    table.add_row("licence", f"code: {info.licence_code}; weights: {info.licence_weights}")
    table.add_row("languages", ", ".join(info.languages) or "any")
    table.add_row("needs", info.needs)
    table.add_row("limits", info.limits)
    return table
