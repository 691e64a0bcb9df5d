"""`videolecture setup`: everything a first render would otherwise wait for: weights, compiled kernels."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from videolecture.cli import models
from videolecture.engines import Engine
from videolecture.execute.engines import Engines
from videolecture.settings import Settings

NAME = "setup"
HELP = "Fetch the default engines' weights and prepare them for work."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Fetch and warm up."""
    models.pull(models.default_weights(settings))
    engines, quiet = Engines(settings.pythons()), lambda *_: None
    ask: dict[str, Callable[[], Engine]] = {
        settings.speech: lambda: engines.speech(settings.speech, quiet, settings.options(settings.speech)),
        settings.face_engine: lambda: engines.face(settings.face_engine, quiet),
    }
    for name, engine in ask.items():
        print(f"Preparing {name} (compiles for up to half a minute the first time)", flush=True)
        engine().warm_up()
    print("Ready. Check with: videolecture doctor")
    return 0
