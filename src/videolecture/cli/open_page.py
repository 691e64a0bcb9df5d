"""`videolecture open`: the page in a browser; the service is started where none runs."""

from __future__ import annotations

import argparse
import http.client
import webbrowser

from videolecture import weights
from videolecture.cli import models
from videolecture.settings import Settings

NAME = "open"
HELP = "Open the page in a browser, and start the service where none runs."
_PATIENCE = 3.0  # seconds in which a service that runs says so


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--port", type=int, help="of the service (54547)")
    parser.add_argument("--no-browser", action="store_true", help="only say the address")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Open the page; serve until stopped, unless a service runs already."""
    from videolecture.web import config, server  # Flask and SQLAlchemy: only for who serves

    service = config.load(settings.service, {"port": options.port})
    if answers(service.host, service.port):
        _show(f"http://{_reached(service.host)}:{service.port}/", options.no_browser)
        return 0
    missing = [name for name in models.default_weights(settings) if weights.state(name) != "installed"]
    if missing:
        print("Fetching what lectures are made with; this happens once.", flush=True)
        models.pull(missing)

    def announce(address: str) -> None:
        port = address.rpartition(":")[2]
        _show(f"http://{_reached(service.host)}:{port}/", options.no_browser)
        print("The service runs until Ctrl-C; lectures that are being made go on at its next start.", flush=True)

    server.serve(settings, service, announce)
    return 0


def answers(host: str, port: int) -> bool:
    """Whether a service of ours answers there."""
    if not port:
        return False
    connection = http.client.HTTPConnection(_reached(host), port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read() == b"ok\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reached(host: str) -> str:
    """The name by which this machine reaches an address that it listens at."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 (compared, not listened at)


def _show(address: str, only_say: bool) -> None:
    print(f"The page is at {address}", flush=True)
    if not only_say and not webbrowser.open(address):
        print("No browser could be opened: open that address yourself.", flush=True)
