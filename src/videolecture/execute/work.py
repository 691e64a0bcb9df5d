"""What each kind of task does, inside whatever process runs it: the one place that turns tasks into calls of stages."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import Any, TypeVar, cast

from videolecture.execute.engines import Engines
from videolecture.execute.tasks import (
    Animate,
    AnimateResult,
    Enroll,
    EnrollResult,
    Inspect,
    InspectResult,
    LoadFace,
    LoadSpeech,
    Places,
    Prepare,
    PrepareResult,
    Result,
    Speak,
    SpeakResult,
    Task,
)
from videolecture.storage import records
from videolecture.types import Image, Progress

CLIP = "clip.mp4"

R = TypeVar("R", bound=Result)


def run(task: Task[R], places: Places, engines: Engines, progress: Progress) -> R:
    """Do the task; everything it makes is in the output folder when this returns."""
    start = time.perf_counter()
    do = cast("Callable[[Task[R], Places, Engines, Progress], R]", _do)
    return dataclasses.replace(do(task, places, engines, progress), seconds=time.perf_counter() - start)


@singledispatch
def _do(task: Task[Any], _places: Places, _engines: Engines, _progress: Progress) -> Result:
    raise TypeError(f"nothing is known of {type(task).__name__}")


@_do.register
def _(task: Enroll, places: Places, engines: Engines, progress: Progress) -> EnrollResult:
    from videolecture.speech import sample, stage

    recording = sample.load(places.inputs[task.sample])
    engine = engines.speech(task.engine, progress, task.options)
    profile = stage.enroll(engine, recording, task.language, progress)
    records.save(places.output, profile)
    return EnrollResult(warnings=profile.warnings)


@_do.register
def _(task: Speak, places: Places, engines: Engines, progress: Progress) -> SpeakResult:
    from videolecture.speech import stage

    voice = records.load_profile(places.inputs[task.voice])
    engine = engines.speech(task.engine, progress, task.options)
    spoken = stage.speak_fragment(
        engine, task.sentences, voice, task.language, task.seed, progress, listen=task.checked
    )
    stage.write_fragment(places.output, spoken)
    return SpeakResult(
        duration=spoken.speech.duration,
        utterances=spoken.measurements.utterances,
        spoken_again=spoken.measurements.spoken_again,
        problems=spoken.measurements.problems,
    )


@_do.register
def _(task: Prepare, places: Places, engines: Engines, progress: Progress) -> PrepareResult:
    from videolecture.face import photo

    picture, warnings = photo.load(places.inputs[task.photo])
    portrait = engines.face(task.engine, progress).prepare(picture, task.options, progress)
    records.save(places.output, portrait)
    return PrepareResult(warnings=(*warnings, *portrait.warnings))


@_do.register
def _(task: LoadSpeech, _places: Places, engines: Engines, progress: Progress) -> Result:
    engines.speech(task.engine, progress, task.options).load(task.language)
    return Result()


@_do.register
def _(task: LoadFace, _places: Places, engines: Engines, progress: Progress) -> Result:
    engines.face(task.engine, progress).warm_up()
    return Result()


@_do.register
def _(task: Animate, places: Places, engines: Engines, progress: Progress) -> AnimateResult:
    from videolecture.compose import encoding
    from videolecture.speech import stage

    spoken = stage.read_fragment(places.inputs[task.speech])
    portrait = records.load_portrait(places.inputs[task.portrait])
    engine = engines.face(task.engine, progress)
    engine.report_to(progress)
    faces = engine.animate(portrait, spoken.speech, task.motion)
    pictures: Iterator[Image] = (encoding.even(face) for face in faces)
    start = time.perf_counter()
    clip = encoding.write_clip(
        places.output / CLIP, pictures, spoken.speech.samples, fps=task.motion.fps, progress=progress
    )
    return AnimateResult(
        duration=spoken.speech.duration,
        frames=clip.frames,
        frames_per_second=clip.frames / (time.perf_counter() - start),
    )


@_do.register
def _(task: Inspect, places: Places, _engines: Engines, progress: Progress) -> InspectResult:
    from videolecture.execute.inspection import inspect

    progress(0.0, "looking")
    return inspect(task, places)
