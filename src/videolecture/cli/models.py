"""`videolecture models`: the weights of the engines: what they are, what is here, fetching them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from videolecture import registry, types, weights
from videolecture.settings import Settings

FONTS = ("slide-fonts", "source-sans")  # 1 MB: of Markdown and Typst decks and of the page, of burned subtitles
PAGE = ("htmx",)  # 50 kB

NAME = "models"
HELP = "List or fetch the engines' weights."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="what there is, and what is here")
    pull = actions.add_parser("pull", help="fetch weights")
    pull.add_argument("names", nargs="*", metavar="NAME", help="weights or engines; none: all that the defaults need")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """List or pull."""
    if options.action == "list":
        _list()
    else:
        pull(options.names or default_weights(settings))
    return 0


def default_weights(settings: Settings) -> list[str]:
    """What the engines of the settings and slides need, in the manifest's names."""
    engines = (registry.speech_engine(settings.speech), registry.face_engine(settings.face_engine))
    return [*(name for engine in engines for name in engine.info.weights), *FONTS, *PAGE]


def pull(names: list[str]) -> None:
    """Fetch weights (engines stand for all of theirs) with a progress bar."""
    wanted = [weight for name in names for weight in _expand(name)]
    with progress_bar() as progress:
        weights.pull(wanted, progress)
    for name in wanted:
        found = weights.find(name)
        print(f"{name}: here ({weights.megabytes(found.size)}, {found.licence})")


@contextmanager
def progress_bar() -> Iterator[types.Progress]:
    """A bar on the terminal for something long."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("Looking for what is missing", total=1.0)
        yield lambda done, what: bar.update(task, completed=done, description=escape(what))


def _expand(name: str) -> tuple[str, ...]:
    engines = {info.name: info for info in (*registry.infos("speech"), *registry.infos("face"))}
    return engines[name].weights if name in engines else (name,)


def _list() -> None:
    console = Console()
    for name in weights.names():
        found = weights.find(name)
        state = weights.state(name)
        colour = {"installed": "green", "damaged": "red"}.get(state, "yellow")
        terms = "" if found.commercial else ", [red]no commercial use[/]"
        console.print(f"[bold]{name}[/], {weights.megabytes(found.size)}, [{colour}]{state}[/]{terms}")
        console.print(Padding(f"{escape(found.title)}. Licence: {escape(found.licence)}", (0, 0, 0, 4)))
