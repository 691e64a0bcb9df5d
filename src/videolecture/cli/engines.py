"""`videolecture engines`: what there is to choose from, under which terms; makes and removes their environments."""

from __future__ import annotations

import argparse
import dataclasses
import json
from functools import partial

from rich.console import Console
from rich.markup import escape
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
    parser.add_argument("--markdown", action="store_true", help="the same as a page, without this machine's settings")
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
    if options.markdown:
        print(document(), end="")
        return 0
    infos = (*map(partial(_terms, settings), registry.infos("speech")), *registry.infos("face"))
    if options.json:
        print(json.dumps([dataclasses.asdict(info) for info in infos], ensure_ascii=False, indent=2))
        return 0
    console = Console()
    for info in infos:
        default = " (default)" if info.name in (settings.speech, settings.face_engine) else ""
        console.print(f"[bold]{info.name}[/]{default}, {info.kind}: {info.title}")
        console.print(Padding(_table(info), (0, 0, 1, 4)))
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


def facts(info: EngineInfo) -> tuple[tuple[str, str], ...]:
    """What there is to know of an engine: what, and how it is."""
    sizes = [weights.find(name).size for name in info.weights]
    speech = (("cloning", info.cloning or "none"), ("stress", info.stress or "none")) if info.kind == "speech" else ()
    own = "; a Python environment of its own" if info.name in environments.names() else ""
    return (
        ("commercial use", "yes" if info.commercial else "no"),
        ("licence", f"code: {info.licence_code}; weights: {info.licence_weights}"),
        ("languages", ", ".join(info.languages) or "any"),
        *speech,
        ("needs", info.needs + own),
        (
            "measured",
            info.measured or ("not measured" if info.proven else "never run by us with the published weights"),
        ),
        ("on disk", f"weights: {weights.megabytes(sum(sizes))}" if sizes else "nothing of ours"),
        ("limits", info.limits),
    )


def document() -> str:
    """docs/engines.md: the same for all engines."""
    lines = ["# Engines", "", "`videolecture engines --markdown > docs/engines.md` writes this page."]
    for info in (*registry.infos("speech"), *registry.infos("face")):
        lines += ["", f"## {info.name}", "", f"{info.title} ({info.kind})", "", "| | |", "|---|---|"]
        lines += [f"| {what} | {how} |" for what, how in facts(info)]
    return "\n".join((*lines, ""))


def _table(info: EngineInfo) -> Table:
    """The facts, a line each, and whether its environment is here: readable on a narrow terminal."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for what, how in facts(info):
        table.add_row(what, {"yes": "[green]yes[/]", "no": "[red]no[/]"}.get(how, escape(how)))
    if info.name in environments.names():
        state = environments.state(info.name)
        here = f", {weights.megabytes(environments.size(info.name))}" if state != "missing" else ""
        table.add_row("environment", f"{state}{here}")
    return table
