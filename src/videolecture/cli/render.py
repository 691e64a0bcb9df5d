"""`videolecture render`: a lecture text, a photo and a voice sample into a lecture video."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from videolecture.cli import progress
from videolecture.errors import Cancelled, VideolectureError
from videolecture.home import home as home_folder
from videolecture.jobs.local import LocalRecord
from videolecture.rendering import api, events
from videolecture.rendering.request import RenderRequest, parse_slides
from videolecture.settings import Settings

NAME = "render"
HELP = "Render a lecture video. The same command again renders only what is missing."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("text", type=Path, metavar="LECTURE.txt", help="the lecture; slides separated by _;")
    parser.add_argument("--face", type=Path, required=True, metavar="PHOTO", help="the photo that will speak")
    parser.add_argument("--voice", type=Path, required=True, metavar="SAMPLE", help="a recording of the voice")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the lecture goes")
    parser.add_argument("--id", type=int, default=1, help="number of the lecture, part of every file name (1)")
    parser.add_argument("--language", help="ru, en, or what else the engine speaks; auto: as the text is")
    parser.add_argument("--speech", metavar="ENGINE", help="speech engine (see: videolecture engines)")
    parser.add_argument("--face-engine", metavar="ENGINE", help="face engine")
    parser.add_argument(
        "--face-option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the face engine, again for another (docs: preprocess=full, enhancer=gfpgan, ...)",
    )
    parser.add_argument("--size", type=int, help="pixels of the picture's longer side (512)")
    parser.add_argument("--slides", metavar="2-3", help="only these slides")
    parser.add_argument("--expressiveness", type=float, default=0.5, metavar="0..1", help="calm to lively (0.5)")
    parser.add_argument(
        "--dictionary", type=Path, metavar="FILE", help="how words are said: written -> spoken, TOML or CSV"
    )
    parser.add_argument("--strict", action="store_true", help="refuse a text of which something would be left unsaid")
    parser.add_argument("--gaze", choices=("steady", "natural", "lively"), help="how much the eyes move (natural)")
    parser.add_argument("--face-box", metavar="LEFT,TOP,RIGHT,BOTTOM", help="which face of the photo, in pixels")
    parser.add_argument("--still", action="store_true", help="keep the head still")
    parser.add_argument("--commercial", action="store_true", help="refuse engines that forbid commercial use")
    parser.add_argument(
        "--checked", action="store_true", help="listen to all speech with a recogniser, and speak again what is wrong"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the display")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Render, showing what happens."""
    face_engine = options.face_engine or settings.face_engine
    # What the puppet understands by name; another engine that has no such option says so.
    named = [f"{name}={value}" for name in ("gaze", "face_box") if (value := getattr(options, name)) is not None]
    job = RenderRequest(
        text=options.text,
        face=options.face,
        voice=options.voice,
        out=options.out,
        id=options.id,
        language=options.language or settings.language,
        speech=options.speech or settings.speech,
        face_engine=face_engine,
        speech_options=settings.options(options.speech or settings.speech),
        face_options=settings.face_options(face_engine, [*options.face_option, *named]),
        layout=settings.layout,
        size=settings.size if options.size is None else options.size,
        slides=parse_slides(options.slides) if options.slides else (),
        delimiter=settings.delimiter,
        commercial=options.commercial or settings.commercial,
        expressiveness=options.expressiveness,
        still=options.still,
        dictionary=options.dictionary,
        strict=options.strict,
        checked=options.checked,
    )
    with progress.display(json=options.json) as show:
        try:
            with LocalRecord(home_folder(), job) as record:

                def emit(event: events.Event) -> None:
                    record(event)
                    show(event)

                api.render_job(job, emit, settings.executor, record.cancelled, settings.pythons())
        except (KeyboardInterrupt, Cancelled):
            message = "Stopped."
            remedy = "What is finished is kept: the same command again renders only what is missing."
            if options.json:
                show(events.Failed(message, remedy, cancelled=True))
                return 130
            raise Cancelled(message, remedy) from None
        except VideolectureError as error:
            if not options.json:
                raise
            show(events.Failed(error.what, error.remedy))
            print(f"videolecture: {error}", file=sys.stderr)
            return error.exit_code
    return 0
