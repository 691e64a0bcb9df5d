"""`videolecture cancel`: stop a job of the service or of another terminal."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from videolecture.errors import OutputError
from videolecture.home import home as home_folder
from videolecture.jobs.local import fail_orphans, no_job
from videolecture.jobs.states import FINAL, State
from videolecture.settings import Settings

if TYPE_CHECKING:
    from videolecture.jobs.ledger import Ledger

NAME = "cancel"
HELP = "Stop a job; what it finished is kept. Returns when nothing of it runs any more."

_PATIENCE = 30.0  # seconds; it takes less than one unless the service is gone


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("job", type=int, help="its number (see: videolecture jobs)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Cancel, and wait until it has stopped."""
    from videolecture.jobs.ledger import opened  # SQLAlchemy: not for every command

    with opened(home_folder()) as ledger:
        fail_orphans(ledger)
        print(_cancelled(ledger, options.job))
    return 0


def _cancelled(ledger: Ledger, number: int) -> str:
    """What became of the job."""
    job = ledger.job(number)
    if job is None:
        raise no_job(number)
    if job.state in FINAL:
        return f"Job {job.number} has ended already: {job.state}."
    state = ledger.cancel(job.number)
    deadline = time.monotonic() + _PATIENCE
    while state not in FINAL:
        if time.monotonic() > deadline:
            raise OutputError(
                "Job {job} has not stopped yet: the process that renders it does not answer.",
                "It will be cancelled when the service starts again.",
                code="job-not-stopped",
                job=job.number,
            )
        time.sleep(0.05)
        state = ledger.state(job.number) or State.CANCELLED
    return f"Job {job.number}: {state}."
