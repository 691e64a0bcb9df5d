"""`videolecture preview`: some slides or fragments of a lecture, small, in seconds."""

from __future__ import annotations

import argparse

from videolecture.cli import lecture, progress
from videolecture.errors import Cancelled
from videolecture.rendering.option import Option
from videolecture.rendering.preview import preview
from videolecture.settings import Settings

NAME = "preview"
HELP = "Render some slides (--slides 3) or fragments (--fragments 7) of a lecture, small, into a file of its own."
_FRAGMENTS = Option("fragments", "slides", (), "only these fragments", "только эти фрагменты", example="7-8")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    lecture.add_inputs(parser)
    parser.add_argument("--fragments", metavar="7-8", help="only these fragments (videolecture text shows them)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Render; the display says where the preview is."""
    asked = lecture.request(lecture.of(options), options, settings)
    fragments = _FRAGMENTS.read(options.fragments, "--fragments") if options.fragments else ()
    try:
        with progress.display() as show:
            numbers = fragments if isinstance(fragments, tuple) else ()
            preview(asked, asked.slides, numbers, show, settings.executor, setup=settings.setup())
    except KeyboardInterrupt:
        raise Cancelled(
            "Stopped.", "What is finished is kept: the same command again goes on.", code="preview-stopped"
        ) from None
    return 0
