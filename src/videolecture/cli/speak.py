"""`videolecture speak`: hear a sentence in the voice before rendering a lecture."""

from __future__ import annotations

import argparse
from pathlib import Path

from videolecture import registry, text, weights
from videolecture.cli import lecture, progress
from videolecture.execute import new_executor
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.rendering import choice
from videolecture.rendering.hearing import hear
from videolecture.rendering.request import VOICE, check_file, check_language, check_switches
from videolecture.rendering.terms import check_commercial_speech
from videolecture.settings import Settings
from videolecture.speech.check import hearing
from videolecture.storage.cache import Cache
from videolecture.text import detect

NAME = "speak"
HELP = "Speak a sentence in a sample's voice into a WAV file."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("sentence", help="what is to be said")
    parser.add_argument("--voice", type=Path, required=True, metavar="SAMPLE", help="a recording of the voice")
    parser.add_argument("--out", type=Path, default=Path("speech.wav"), metavar="FILE.wav", help="(speech.wav)")
    lecture.add(parser, ("language", "speech", "delimiter", "dictionary", "strict", "checked", "commercial"))


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Speak, and say what was said."""
    asked = settings.request(lecture.chosen(options))
    engine, language = asked["speech"], asked["language"]
    language = detect.detect(options.sentence) if language == detect.AUTO else language
    info = registry.speech_engine(engine).info
    check_language(info, language)
    if asked["commercial"]:
        check_commercial_speech(engine, asked["speech_options"], language)
    if passed := asked.get("speech_passed"):
        print(f"Note: {choice.told(engine, language, passed)}")
    slides = text.split_lecture(
        options.sentence,
        language,
        asked["delimiter"],
        dictionary=text.load_dictionary(asked["dictionary"]) if asked["dictionary"] else None,
        strict=asked["strict"],
        stress=text.STRESS_WEIGHTS in info.weights,
    )
    check_switches(slides, info)
    sentences = tuple(s for slide in slides for fragment in slide.fragments for s in fragment.sentences)
    check_file(options.voice, VOICE)
    engine_options = asked["speech_options"]
    registry.check_options(engine, engine_options)
    registry.speech_engine(engine).weights_for(engine_options)
    weights.require(*(hearing.WEIGHTS if asked["checked"] else ()))
    print("Spoken:", " ".join(sentence.spoken for sentence in sentences))
    for warning in (w for slide in slides for fragment in slide.fragments for w in fragment.warnings):
        print(f"Note: {warning}")
    cache = Cache(cache_folder(home_folder()))
    workers = new_executor(settings.executor, settings.setup())
    try:
        with progress.bar("Speaking") as report:
            heard = hear(
                sentences,
                options.voice,
                options.out,
                engine=engine,
                language=language,
                options=engine_options,
                cache=cache,
                workers=workers,
                checked=asked["checked"],
                report=report,
            )
    finally:
        workers.close()
    for of_sample in heard.warnings:
        print(f"Note: {of_sample}")
    for problem in heard.problems:
        print(f"Note: {problem}.")
    print(f"{options.out}: {heard.duration:.1f} s")
    return 0
