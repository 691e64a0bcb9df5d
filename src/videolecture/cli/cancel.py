"""`videolecture cancel`: stop a job of the service or of another terminal."""

from __future__ import annotations

import argparse
import time

from videolecture import weights
from videolecture.errors import InputError, OutputError
from videolecture.settings import Settings

NAME = "cancel"
HELP = "Stop a job; what it finished is kept. Returns when nothing of it runs any more."

_PATIENCE = 30.0  # seconds; it takes less than one unless the service is gone


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("job", type=int, help="its number (see: videolecture jobs)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Cancel, and wait until it has stopped."""
    from videolecture.jobs.ledger import Ledger
    from videolecture.jobs.local import bury
    from videolecture.jobs.states import FINAL, State
    from videolecture.jobs.store import Store

    ledger = Ledger(Store(weights.home()))
    bury(ledger)
    job = ledger.job(options.job)
    if job is None:
        raise InputError(f"There is no job {options.job}.", "See: videolecture jobs.")
    if job.state in FINAL:
        print(f"Job {job.number} has ended already: {job.state}.")
        return 0
    state = ledger.cancel(job.number)
    deadline = time.monotonic() + _PATIENCE
    while state not in FINAL:
        if time.monotonic() > deadline:
            raise OutputError(
                f"Job {job.number} is still {state}: the process that renders it does not answer.",
                "It will be cancelled when the service starts again.",
            )
        time.sleep(0.05)
        state = ledger.state(job.number) or State.CANCELLED
    print(f"Job {job.number}: {state}.")
    return 0
