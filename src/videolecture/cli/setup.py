"""`videolecture setup`: everything a first render would otherwise wait for: weights, compiled kernels."""

from __future__ import annotations

import argparse

from videolecture import registry
from videolecture.cli import models
from videolecture.settings import Settings

NAME = "setup"
HELP = "Fetch the default engines' weights and prepare them for work."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Fetch and warm up."""
    models.pull(models.default_weights(settings))
    for engine in (registry.speech_engine(settings.speech), registry.face_engine(settings.face_engine)):
        print(f"Preparing {engine.info.name} (compiles for up to half a minute the first time)", flush=True)
        engine.warm_up()
    print("Ready. Check with: videolecture doctor")
    return 0
