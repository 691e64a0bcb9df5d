"""The command line: `videolecture COMMAND`. One file per command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from videolecture import __version__, settings
from videolecture.cli import (
    cancel,
    deck,
    doctor,
    engines,
    jobs,
    logs,
    models,
    new,
    open_page,
    portrait,
    preview,
    render,
    serve,
    setup,
    speak,
    take,
    text,
    token,
    transcribe,
    watch,
)
from videolecture.errors import VideolectureError

_COMMANDS = (
    *(render, new, preview, watch),
    *(text, deck, transcribe, speak, take, portrait),
    *(models, engines, doctor, setup),
    *(open_page, serve, jobs, cancel, logs, token),
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="videolecture", description="A lecture text, one photo and one voice sample in; a lecture video out."
    )
    top.add_argument("--version", action="version", version=f"videolecture {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        sub.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML")
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, 2 for input that cannot be used, 1 for other failures, 130 when stopped."""
    options = parser().parse_args(arguments)
    if arguments is None:
        _end_in_order()
    try:
        chosen = settings.load(options.config)
        os.environ.update(chosen.for_workers(os.environ))  # engines live in other processes
        code: int = options.run(options, chosen)
        sys.stdout.flush()
    except VideolectureError as error:
        print(f"videolecture: {error.what}", file=sys.stderr)
        if error.remedy:
            print(f"  {error.remedy}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone; nothing is left to tell it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _end_in_order() -> None:
    """A SIGTERM, or a terminal that was closed, ends a command as Ctrl-C does: it cleans up what it began."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
                signal.signal(getattr(signal, name), signal.default_int_handler)
