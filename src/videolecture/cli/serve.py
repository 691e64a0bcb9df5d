"""`videolecture serve`: the service with the original API and /api/v1."""

from __future__ import annotations

import argparse
from pathlib import Path

from videolecture.cli import executors
from videolecture.settings import Settings

NAME = "serve"
HELP = "Serve the original API and /api/v1 over HTTP, by default to this machine only."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1); any other needs a token")
    parser.add_argument("--port", type=int, help="(54547)")
    parser.add_argument(
        "--allow-root",
        dest="allow_roots",
        action="append",
        type=Path,
        metavar="FOLDER",
        help="clients may name files in here (again for more; without: your home, the current and temporary folders, "
        "and none where clients need a token)",
    )
    parser.add_argument(
        "--allow-host", dest="allow_hosts", action="append", metavar="NAME", help="a further name of this service"
    )
    parser.add_argument(
        "--original-api-from",
        dest="original_api_from",
        action="append",
        metavar="CIDR",
        help="clients of the original API there need no token",
    )
    parser.add_argument("--require-token", action="store_true", default=None, help="also on loopback (behind a proxy)")
    executors.add(parser)
    parser.add_argument("--jobs-at-once", type=int, metavar="N", help="lectures rendered side by side (8)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until stopped."""
    from videolecture.web import config, server  # Flask and SQLAlchemy: only for who serves

    names = ("host", "port", "allow_roots", "allow_hosts", "original_api_from", "require_token", "jobs_at_once")
    service = config.load(settings.service, {name: getattr(options, name) for name in names})
    settings = executors.chosen(options, settings)
    server.serve(settings, service, lambda address: print(f"videolecture serves at {address}", flush=True))
    return 0
