"""`videolecture render`: a lecture file, or a text, a photo and a voice sample, into a lecture video."""

from __future__ import annotations

import argparse
import sys

from videolecture.cli import executors, lecture, progress
from videolecture.errors import Cancelled, VideolectureError
from videolecture.home import home as home_folder
from videolecture.jobs.local import LocalRecord
from videolecture.messages import as_data
from videolecture.rendering import api, events
from videolecture.settings import Settings

NAME = "render"
HELP = "Render a lecture video. The same command again renders only what is missing."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    lecture.add_inputs(parser)
    executors.add(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the display")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Render, showing what happens."""
    settings = executors.chosen(options, settings)
    job = lecture.request(lecture.of(options), options, settings)
    with progress.display(json=options.json) as show:
        try:
            with LocalRecord(home_folder(), job) as record:

                def emit(event: events.Event) -> None:
                    record(event)
                    show(event)

                api.render_job(job, emit, settings.executor, record.cancelled, settings.setup())
        except (KeyboardInterrupt, Cancelled):
            stopped = Cancelled(
                "Stopped.",
                "What is finished is kept: the same command again renders only what is missing.",
                code="stopped",
            )
            if options.json:
                show(events.Failed(stopped.what, stopped.remedy, cancelled=True, message=as_data(stopped)))
                return 130
            raise stopped from None
        except VideolectureError as error:
            if not options.json:
                raise
            show(events.Failed(error.what, error.remedy, message=as_data(error)))
            print(f"videolecture: {error}", file=sys.stderr)
            return error.exit_code
    return 0
