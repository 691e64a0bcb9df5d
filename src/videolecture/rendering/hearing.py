"""A few words in a sample's voice, as a WAV: to be heard before a lecture is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from videolecture import registry
from videolecture.execute import Executor, Report
from videolecture.execute.sentences import Sentences
from videolecture.execute.tasks import Input, Places, R, Task
from videolecture.rendering.keys import voice_key
from videolecture.rendering.request import check_language
from videolecture.rendering.tasks import SPEAK_JOB, enroll, speak
from videolecture.storage.cache import Cache, digest_file, publish
from videolecture.types import Sentence


@dataclass(frozen=True)
class SpokenPreview:
    """What was said."""

    duration: float  # seconds
    problems: Sentences  # what is wrong with it, in words
    warnings: Sentences  # about the sample, where it was learned just now


def hear(
    sentences: tuple[Sentence, ...],
    voice: Path,
    out: Path,
    *,
    engine: str,
    language: str,
    options: Mapping[str, object],
    cache: Cache,
    workers: Executor,
    checked: bool = False,
    seed: int = 0,
    report: Report = lambda *_: None,
) -> SpokenPreview:
    """Speak sentences into `out`. The voice is learned where the cache does not know it, and kept there.
    `seed`: of another take.

    Raises InputError for a language, an option or a sample that cannot be used, MissingError for weights.
    """
    check_language(registry.speech_engine(engine).info, language)
    registry.check_options(engine, options)
    registry.speech_engine(engine).weights_for(options)
    key, profile, warnings = _profile(voice, language, engine, options, cache, workers, report)
    staged = cache.stage("speech")
    try:
        task = speak(
            engine, SPEAK_JOB, key, language, sentences, options, checked, (seed,) * len(sentences) if seed else ()
        )
        result = _do(workers, task, Places(staged, {task.voice: profile}), report)
        publish(staged / "speech.wav", out)
    finally:
        cache.drop(staged)
    return SpokenPreview(result.duration, result.problems, warnings)


def _profile(
    voice: Path,
    language: str,
    engine: str,
    options: Mapping[str, object],
    cache: Cache,
    workers: Executor,
    report: Report,
) -> tuple[str, Path, Sentences]:
    """The key and the folder of the sample's voice, learned now if it was not before, and what is wrong with it."""
    sample = digest_file(voice)
    key = voice_key(sample, language, registry.speech_engine(engine).info, options)
    if found := cache.find("voice", key):
        return key, found, ()
    staged = cache.stage("voice")
    try:
        task = enroll(engine, SPEAK_JOB, sample, language, options)
        result = _do(workers, task, Places(staged, {Input("file", sample): voice.resolve()}), report)
        return key, cache.keep("voice", key, staged), result.warnings
    finally:
        cache.drop(staged)


def _do(workers: Executor, task: Task[R], places: Places, report: Report) -> R:
    return workers.submit(task, places, report).result()
