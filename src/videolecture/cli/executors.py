"""Options that say where engines run, the same for `render` and `serve`."""

from __future__ import annotations

import argparse
from dataclasses import replace

from videolecture import registry
from videolecture.settings import Settings


def add(parser: argparse.ArgumentParser) -> None:
    """Define them."""
    names = ", ".join(registry.names("executor"))
    parser.add_argument("--executor", metavar="NAME", help=f"where engines run, of: {names} (processes)")
    parser.add_argument(
        "--gpus", metavar="all|0,1", help="a worker for each of these GPUs and each engine, on this machine"
    )


def chosen(options: argparse.Namespace, settings: Settings) -> Settings:
    """The settings, overlaid by what was chosen. Raises InputError for an unknown executor."""
    given = {name: value for name in ("executor", "gpus") if (value := getattr(options, name)) is not None}
    if "executor" in given:
        registry.target("executor", given["executor"])
    return replace(settings, **given)
