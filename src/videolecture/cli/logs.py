"""`videolecture logs`: what the service wrote, or what happened to one job."""

from __future__ import annotations

import argparse
import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from videolecture.errors import InputError
from videolecture.home import home as home_folder
from videolecture.jobs.local import no_job
from videolecture.jobs.states import FINAL
from videolecture.settings import Settings

if TYPE_CHECKING:
    from videolecture.jobs.ledger import Ledger

NAME = "logs"
HELP = "Show the service's log, or one job's events."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("job", type=int, nargs="?", help="only what happened to this job")
    parser.add_argument("--lines", type=int, default=40, metavar="N", help="the last N lines (40)")
    parser.add_argument("--follow", action="store_true", help="go on showing what comes, until Ctrl-C")
    parser.add_argument("--requests", action="store_true", help="the log of HTTP requests instead")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print lines."""
    if options.job is not None:
        lines = _events(options.job, options.follow)
    else:
        lines = _tail(folder(settings) / ("web.log" if options.requests else "jobs.log"), options.lines, options.follow)
    for line in lines:
        print(line, flush=True)
    return 0


def folder(settings: Settings) -> Path:
    """Where the service that runs, or ran last, writes: its settings file may name another folder than ours."""
    if settings.logs is not None:
        return settings.logs
    from videolecture.jobs.lease import SERVICE, last_holder  # SQLAlchemy: not for every command
    from videolecture.jobs.store import Store

    with contextlib.closing(Store(home_folder())) as store:
        return Path(last_holder(store, SERVICE).get("logs", home_folder() / "logs"))


def _events(number: int, follow: bool) -> Iterator[str]:
    from videolecture.jobs.ledger import opened  # SQLAlchemy: not for every command

    with opened(home_folder()) as ledger:
        yield from _told(ledger, number, follow)


def _told(ledger: Ledger, number: int, follow: bool) -> Iterator[str]:
    after = 0
    if ledger.job(number) is None:
        raise no_job(number)
    while True:
        ended = ledger.state(number) in FINAL  # before the events: then they are complete
        for event in ledger.events(after=after, job=number, limit=100_000):
            after = event.seq
            at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(event.at))
            yield f"{at} {event.name} {json.dumps(event.data, ensure_ascii=False) if event.data else ''}".rstrip()
        if ended or not follow:
            return
        time.sleep(0.2)


def _tail(path: Path, count: int, follow: bool) -> Iterator[str]:
    if not path.is_file():
        raise InputError(
            "There is no log {path} yet.",
            "It appears when «videolecture serve» runs.",
            code="logs-no-log",
            path=path,
        )
    file = path.open(encoding="utf-8", errors="replace")
    try:
        yield from [line.rstrip("\n") for line in file.readlines()[-count:]]
        while follow:
            if line := file.readline():
                yield line.rstrip("\n")
            elif path.exists() and path.stat().st_size < file.tell():  # rotated: go on in the new one
                file.close()
                file = path.open(encoding="utf-8", errors="replace")
            else:
                time.sleep(0.2)
    finally:
        file.close()
