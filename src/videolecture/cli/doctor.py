"""`videolecture doctor`: what is installed, what is missing, what to do about it."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape

from videolecture import __version__, registry
from videolecture.cli import bundle
from videolecture.errors import VideolectureError
from videolecture.home import home as home_folder
from videolecture.settings import Settings
from videolecture.types import EngineInfo

NAME = "doctor"
HELP = "Check this installation and say what to do about what is missing."

ROOM = 2e9  # bytes of free disk below which a lecture may not fit


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["good", "note", "bad"]
    what: str
    remedy: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--bundle", type=Path, metavar="FILE.zip", help="write a report for whoever is to help you")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the findings; the exit code is 1 when something must be corrected before the default engines can work."""
    findings = [*_machine(), *_home(), *_engines(settings)]
    console = Console(soft_wrap=True, highlight=False)
    signs = {"good": "[green]✓[/]", "note": "[yellow]·[/]", "bad": "[red]✗[/]"}
    for finding in findings:
        console.print(f"{signs[finding.state]} {escape(finding.what)}")
        if finding.remedy:
            console.print(f"    {escape(finding.remedy)}")
    if options.bundle is not None:
        bundle.write(options.bundle, [f"{f.state}: {f.what} {f.remedy}".strip() for f in findings], settings)
        console.print(f"The report: {options.bundle} (no lecture, photo or voice is in it; look before you send it)")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _machine() -> list[Finding]:
    findings = [
        Finding("good", f"videolecture {__version__}, Python {platform.python_version()}, {platform.platform()}"),
        Finding("good", f"{os.cpu_count()} processors"),
    ]
    try:
        torch = importlib.metadata.version("torch")
        findings.append(Finding("good", f"torch {torch}"))
    except importlib.metadata.PackageNotFoundError:
        findings.append(Finding("bad", "torch is not installed.", "Install it: see «Without make» in the README."))
    graphics = shutil.which("nvidia-smi")
    findings.append(
        Finding("good", "an NVIDIA GPU driver is here")
        if graphics
        else Finding("note", "no NVIDIA GPU driver: the embedded engines do not need one")
    )
    return findings


def _home() -> list[Finding]:
    home = home_folder()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        remedy = "Let VIDEOLECTURE_HOME name a folder that can be written."
        return [Finding("bad", f"{home} cannot be written: {error.strerror}.", remedy)]
    free = shutil.disk_usage(home).free
    if free < ROOM:
        return [Finding("note", f"{home}: only {free / 1e9:.1f} GB of disk are free.", "Free some space.")]
    return [Finding("good", f"{home}: {free / 1e9:.0f} GB of disk are free")]


def _engines(settings: Settings) -> list[Finding]:
    findings = []
    for info in (*registry.infos("speech"), *registry.infos("face")):
        default = info.name in (settings.speech, settings.face_engine)
        bad: Literal["bad", "note"] = "bad" if default else "note"
        try:
            _require(info, settings)
            findings.append(Finding("good", f"{info.kind} engine {info.name}: ready" + " (default)" * default))
        except VideolectureError as error:
            findings.append(Finding(bad, f"{info.kind} engine {info.name}: {error.what}", error.remedy))
    return findings


def _require(info: EngineInfo, settings: Settings) -> None:
    """Raise for what the engine needs and has not: weights, and what the settings must say of it."""
    options = settings.options(info.name) if info.kind == "speech" else settings.face_options(info.name)
    registry.check_options(info.name, options, info.kind)
    registry.engine(info.kind, info.name).weights_for(options)
