"""`videolecture transcribe`: a recorded lecture as a lecture text, ready for correcting."""

from __future__ import annotations

import argparse
from pathlib import Path

from videolecture.cli.progress import bar, clock
from videolecture.errors import InputError
from videolecture.execute import new_executor
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.rendering.listening import Recording, listened_to
from videolecture.rendering.request import RECORDING, check_file
from videolecture.settings import Settings
from videolecture.speech.recorded import writing
from videolecture.storage.atomic import write_text
from videolecture.storage.cache import Cache
from videolecture.text.alphabet import LANGUAGES
from videolecture.text.detect import AUTO
from videolecture.text.sentences import sentences

NAME = "transcribe"
HELP = "Write what is said in a recording as a lecture text, with slides at long pauses, ready for correcting."
PAUSES = (0.2, 60.0)  # seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="wav, mp3, m4a, ogg, flac, mp4, ...")
    parser.add_argument("--out", type=Path, metavar="LECTURE.txt", help="(the recording's name with .txt)")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--language", default=AUTO, help="of the recording: ru, en, ...; auto: as it sounds (auto)")
    parser.add_argument("--delimiter", metavar="TEXT", help="what separates slides in the text (_;)")
    parser.add_argument(
        "--slide-pause",
        type=float,
        default=writing.SLIDE_PAUSE,
        metavar="SECONDS",
        help=f"a pause from which on a slide ends ({writing.SLIDE_PAUSE:g})",
    )
    parser.add_argument(
        "--paragraph-pause",
        type=float,
        default=writing.PARAGRAPH_PAUSE,
        metavar="SECONDS",
        help=f"the same of a paragraph ({writing.PARAGRAPH_PAUSE:g})",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Listen, and write what was heard."""
    delimiter = options.delimiter or settings.delimiter
    target = options.out or options.recording.with_suffix(".txt")
    _check(options, target)
    workers = new_executor(settings.executor, settings.setup())
    try:
        with bar("Listening") as report:
            language = "" if options.language == AUTO else options.language
            cache = Cache(cache_folder(home_folder()))
            recording = listened_to(options.recording, language, NAME, workers, cache, report)
    finally:
        workers.close()
    slides = _slides(recording, options.slide_pause, options.paragraph_pause)
    write_text(target, f"\n{delimiter}\n".join(slides) + "\n")
    heard = recording.heard
    print(
        f"{target}: {clock(heard.seconds)} in «{heard.language}», slides: {len(slides)}, words: {len(heard.words)}. "
        "Correct it; the recording itself can speak it: render with --recording."
    )
    return 0


def _slides(recording: Recording, slide_pause: float, paragraph_pause: float) -> list[str]:
    """The text of each slide: a sentence a line, an empty line between paragraphs."""
    language = recording.heard.language
    return [
        "\n\n".join("\n".join(sentences(paragraph, language)) for paragraph in slide)
        for slide in writing.slides(recording.heard, slide_pause, paragraph_pause)
    ]


def _check(options: argparse.Namespace, target: Path) -> None:
    check_file(options.recording, RECORDING)
    if options.language not in (AUTO, *LANGUAGES):
        raise InputError(
            "The language «{language}» is not known.",
            "Known: {known}.",
            code="transcribe-language",
            language=options.language,
            known=", ".join((AUTO, *LANGUAGES)),
        )
    for pause in (options.slide_pause, options.paragraph_pause):
        if not PAUSES[0] <= pause <= PAUSES[1]:
            raise InputError(
                "A pause cannot be {pause:g} s.",
                "Choose {least:g} to {most:g} s.",
                code="transcribe-pause",
                pause=pause,
                least=PAUSES[0],
                most=PAUSES[1],
            )
    if target.exists() and not options.force:
        raise InputError(
            "«{path}» is there already.",
            "Choose another name (--out), or write over it (--force).",
            code="transcribe-exists",
            path=target,
        )
