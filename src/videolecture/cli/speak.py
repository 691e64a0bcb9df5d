"""`videolecture speak`: hear a sentence in the voice before rendering a lecture."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from videolecture import registry, text, weights
from videolecture.cli import progress
from videolecture.errors import InputError
from videolecture.execute import Executor
from videolecture.execute.tasks import sentences_to_json
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.rendering.plan import voice_key
from videolecture.rendering.request import check_commercial, check_language, check_switches
from videolecture.settings import Settings
from videolecture.speech.check import hearing
from videolecture.storage.cache import Cache, publish
from videolecture.text import detect
from videolecture.types import Task, TaskResult

NAME = "speak"
HELP = "Speak a sentence in a sample's voice into a WAV file."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    parser.add_argument("sentence", help="what is to be said")
    parser.add_argument("--voice", type=Path, required=True, metavar="SAMPLE", help="a recording of the voice")
    parser.add_argument("--out", type=Path, default=Path("speech.wav"), metavar="FILE.wav", help="(speech.wav)")
    parser.add_argument("--language", help="ru, en, ...; auto: as the text is")
    parser.add_argument("--speech", metavar="ENGINE", help="speech engine")
    parser.add_argument("--commercial", action="store_true", help="refuse engines that forbid commercial use")
    parser.add_argument(
        "--checked", action="store_true", help="listen to it with a recogniser, and speak again what is wrong"
    )
    parser.add_argument(
        "--dictionary", type=Path, metavar="FILE", help="how words are said: written -> spoken, TOML or CSV"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Speak, and say what was said."""
    language, engine = options.language or settings.language, options.speech or settings.speech
    language = detect.detect(options.sentence) if language == detect.AUTO else language
    info = registry.speech_engine(engine).info
    check_language(info, language)
    if options.commercial or settings.commercial:
        check_commercial(info)
    asked = info.weights
    slides = text.split_lecture(
        options.sentence,
        language,
        settings.delimiter,
        dictionary=text.load_dictionary(options.dictionary) if options.dictionary else None,
        stress=text.STRESS_WEIGHTS in asked,
    )
    check_switches(slides, info)
    sentences = tuple(s for slide in slides for fragment in slide.fragments for s in fragment.sentences)
    if not options.voice.is_file():
        raise InputError(f"The voice sample {options.voice} is not there or is not a file.", "Check the path.")
    engine_options = settings.options(engine)
    registry.check_options(engine, engine_options)
    for name in (*(() if engine_options.get("folder") else asked), *(hearing.WEIGHTS if options.checked else ())):
        weights.weight_path(name)
    print("Spoken:", " ".join(sentence.spoken for sentence in sentences))
    for warning in (w for slide in slides for fragment in slide.fragments for w in fragment.warnings):
        print(f"Note: {warning}")
    cache = Cache(cache_folder(home_folder()))
    workers = cast(Executor, registry.find("executor", settings.executor)(settings.pythons()))
    staged = cache.stage("speech")
    try:
        profile = _profile(options.voice, language, engine, engine_options, cache, workers)
        values: Mapping[str, object] = {
            "profile": str(profile),
            "language": language,
            "seed": 0,
            "options": engine_options,
            "listen": options.checked,
            "sentences": sentences_to_json(sentences),
        }
        result = _do(workers, Task("speak", engine, "speak", values, staged))
        publish(staged / "speech.wav", options.out)
    finally:
        workers.close()
        cache.drop(staged)
    for problem in cast("list[str]", result.measurements["problems"]):
        print(f"Note: {problem}.")
    print(f"{options.out}: {float(str(result.measurements['duration'])):.1f} s")
    return 0


def _profile(
    voice: Path, language: str, engine: str, engine_options: Mapping[str, object], cache: Cache, workers: Executor
) -> Path:
    key = voice_key(voice, language, registry.speech_engine(engine).info, engine_options)
    if found := cache.find("voice", key):
        return found
    staged = cache.stage("voice")
    try:
        values: Mapping[str, object] = {
            "sample": str(voice.resolve()),
            "language": language,
            "options": dict(engine_options),
        }
        result = _do(workers, Task("enroll", engine, "speak", values, staged), "Learning the voice")
        for warning in cast("list[str]", result.measurements.get("warnings", [])):
            print(f"Note: {warning}")
        return cache.keep("voice", key, staged)
    finally:
        cache.drop(staged)


def _do(workers: Executor, task: Task, what: str = "") -> TaskResult:
    with progress.bar(what) as report:
        return workers.submit(task, report).result()
