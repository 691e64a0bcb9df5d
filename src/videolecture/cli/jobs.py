"""`videolecture jobs`: what was asked for, and how far it is."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from videolecture.cli.progress import clock
from videolecture.home import home as home_folder
from videolecture.jobs.local import fail_orphans
from videolecture.jobs.states import FINAL, State
from videolecture.settings import Settings

if TYPE_CHECKING:
    from videolecture.jobs.ledger import Ledger
    from videolecture.jobs.rows import Job

NAME = "jobs"
HELP = "List the jobs of the service and of the command line, the newest first."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the table."""
    from videolecture.jobs.lease import SERVICE, is_held
    from videolecture.jobs.ledger import opened  # SQLAlchemy: not for every command

    with opened(home_folder()) as ledger:
        fail_orphans(ledger)
        _list(ledger, options, served=is_held(home_folder(), SERVICE))
    return 0


def _list(ledger: Ledger, options: argparse.Namespace, served: bool) -> None:
    table = Table("job", "lecture", "from", "state", "fragments", "left", "asked", "what")
    for known in ledger.jobs(limit=options.limit):
        job = known if served else _parked(known)
        fragments = ledger.fragments(job.number)
        finished = sum(fragment.state == "succeeded" for fragment in fragments)
        if options.json:
            facts = dataclasses.asdict(dataclasses.replace(job, webhook=None))
            print(json.dumps({**facts, "fragments": len(fragments), "finished_fragments": finished}, default=str))
            continue
        colour = {"succeeded": "green", "failed": "red", "running": "cyan"}.get(job.state, "default")
        table.add_row(
            str(job.number),
            _name(job),
            job.origin,
            f"[{colour}]{job.state}[/]",
            f"{finished} of {len(fragments)}",
            clock(job.seconds_left) if job.seconds_left is not None else "",
            time.strftime("%d.%m. %H:%M", time.localtime(job.created)),
            job.paused or job.error,
        )
    if not options.json:
        Console().print(table)


def _parked(job: Job) -> Job:
    """A job of a service that is not there (it may have been killed): the next one goes on with it."""
    if job.origin == "cli" or job.state in FINAL:
        return job
    state = State.QUEUED if job.state == State.RUNNING else job.state
    return dataclasses.replace(job, state=state, seconds_left=None, paused="waits for a service: videolecture serve")


def _name(job: Job) -> str:
    """What its user calls the lecture."""
    return f"{Path(job.request['out']).name}, {job.request['id']}" if job.origin == "cli" else job.lecture
