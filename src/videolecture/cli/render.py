"""`videolecture render`: a lecture text, a photo and a voice sample into a lecture video."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from videolecture.cli import lecture, progress
from videolecture.errors import Cancelled, VideolectureError
from videolecture.home import home as home_folder
from videolecture.jobs.local import LocalRecord
from videolecture.messages import as_data
from videolecture.rendering import api, events
from videolecture.rendering.request import RenderRequest
from videolecture.settings import Settings

NAME = "render"
HELP = "Render a lecture video. The same command again renders only what is missing."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument(
        "text",
        type=Path,
        nargs="?",
        metavar="LECTURE.txt",
        help="the lecture; slides separated by _; (with --deck: without it the notes of the slides are spoken)",
    )
    parser.add_argument(
        "--face", type=Path, metavar="PHOTO", help="the photo that will speak, unless the layout shows none"
    )
    parser.add_argument("--voice", type=Path, required=True, metavar="SAMPLE", help="a recording of the voice")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the lecture goes")
    parser.add_argument("--id", type=int, default=1, help="number of the lecture, part of every file name (1)")
    parser.add_argument(
        "--face-option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the face engine, again for another (docs: preprocess=full, enhancer=gfpgan, ...)",
    )
    lecture.add(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the display")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Render, showing what happens."""
    asked = settings.request(lecture.chosen(options), options.face_option)
    job = RenderRequest(options.text, options.face, options.voice, options.out, options.id, **asked)
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
