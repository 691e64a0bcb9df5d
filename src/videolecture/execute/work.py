"""What each kind of task does, inside whatever process runs it: the one place that turns tasks into calls of stages."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import Any, TypeVar, cast

from videolecture.execute.engines import Engines
from videolecture.execute.looks import (
    DeckSeen,
    FindNames,
    ListenToVoice,
    LookAtDeck,
    LookAtPhoto,
    NamesFound,
    PhotoSeen,
    ReadLecture,
    ReadText,
    TextRead,
    VoiceHeard,
)
from videolecture.execute.tasks import (
    Animate,
    AnimateResult,
    Compose,
    ComposeFilm,
    ComposeResult,
    Enroll,
    EnrollResult,
    Inspect,
    InspectResult,
    Listen,
    LoadFace,
    LoadSpeech,
    Places,
    Prepare,
    PrepareResult,
    ReadDeck,
    ReadFilm,
    ReadNarration,
    Speak,
    SpeakRecorded,
    SpeakResult,
    Task,
    TaskResult,
)
from videolecture.storage import records
from videolecture.storage.atomic import write_text
from videolecture.types import Image, Progress

CLIP = "clip.mp4"
SCENE = "scene.mp4"
SILENCE = "silent.wav"  # beside a scene without speech: the film's sound is made of WAVs
DECK = "deck.json"
READING = 0.1  # of the time that listening to a recording takes

R = TypeVar("R", bound=TaskResult)


def run(task: Task[R], places: Places, engines: Engines, progress: Progress) -> R:
    """Do the task; everything it makes is in the output folder when this returns."""
    start = time.perf_counter()
    do = cast("Callable[[Task[R], Places, Engines, Progress], R]", _do)
    return dataclasses.replace(do(task, places, engines, progress), seconds=time.perf_counter() - start)


@singledispatch
def _do(task: Task[Any], _places: Places, _engines: Engines, _progress: Progress) -> TaskResult:
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
        engine, task.sentences, voice, task.language, task.seed, progress, seeds=task.seeds, listen=task.checked
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
    from videolecture.face import background, photo

    picture, warnings = photo.load(places.inputs[task.photo])
    if task.background_picture is not None:
        behind = background.Background(picture=background.load(places.inputs[task.background_picture]))
        picture = background.put_behind(picture, behind)
    elif task.background:
        picture = background.put_behind(picture, background.Background(background.colour_of(task.background)))
    portrait = engines.face(task.engine, progress).prepare(picture, task.options, progress)
    records.save(places.output, portrait)
    return PrepareResult(warnings=(*warnings, *portrait.warnings))


@_do.register
def _(task: LoadSpeech, _places: Places, engines: Engines, progress: Progress) -> TaskResult:
    engine = engines.speech(task.engine, progress, task.options)
    engine.load(task.language)
    engine.warm_up()
    return TaskResult()


@_do.register
def _(task: LoadFace, _places: Places, engines: Engines, progress: Progress) -> TaskResult:
    engines.face(task.engine, progress).warm_up()
    return TaskResult()


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
def _(task: ReadDeck, places: Places, _engines: Engines, progress: Progress) -> TaskResult:
    from videolecture import deck

    read = deck.open_in_worker(places.inputs[task.deck], task.canvas, task.pictures, places.output, progress)
    write_text(places.output / DECK, json.dumps(read, ensure_ascii=False, indent=1))
    return TaskResult()


@_do.register
def _(task: Compose, places: Places, _engines: Engines, progress: Progress) -> ComposeResult:
    from videolecture.compose import wavs
    from videolecture.compose.scene.composing import compose_scene

    folder = places.inputs[task.deck] if task.deck else places.output
    scene = dataclasses.replace(
        task.scene,
        pictures=tuple(dataclasses.replace(shown, picture=folder / shown.picture) for shown in task.scene.pictures),
        before=folder / task.scene.before if task.scene.before else None,
    )
    sound = places.inputs[task.speech] / "speech.wav" if task.speech else places.output / SILENCE
    if not task.speech:
        wavs.write_silence(sound, scene.frames)
    clip = places.inputs[task.clip] / CLIP if task.clip else None
    start = time.perf_counter()
    made = compose_scene(
        scene, places.output / SCENE, clip=clip, sound=sound if task.speech else None, progress=progress
    )
    return ComposeResult(frames=made.frames, frames_per_second=made.frames / (time.perf_counter() - start))


@_do.register
def _(task: ReadFilm, places: Places, _engines: Engines, progress: Progress) -> SpeakResult:
    from videolecture.compose.scene import film
    from videolecture.speech import fragment, stage

    sound = film.film_sound(
        places.inputs[task.film], places.output / fragment.SPEECH_WAV, loudness=stage.LOUDNESS, progress=progress
    )
    fragment.write_silent(places.output, sound.seconds)
    return SpeakResult(duration=sound.seconds)


@_do.register
def _(task: ComposeFilm, places: Places, _engines: Engines, progress: Progress) -> ComposeResult:
    from videolecture.compose.scene import film

    start = time.perf_counter()
    made = film.film_scene(
        places.inputs[task.film],
        places.inputs[task.speech] / "speech.wav",
        task.canvas,
        places.output / SCENE,
        strip=task.strip,
        progress=progress,
    )
    return ComposeResult(frames=made.frames, frames_per_second=made.frames / (time.perf_counter() - start))


@_do.register
def _(task: ReadNarration, places: Places, _engines: Engines, _progress: Progress) -> TaskResult:
    from videolecture.deck.narration import narration

    narration(places.inputs[task.deck], places.output)
    return TaskResult()


@_do.register
def _(task: Listen, places: Places, _engines: Engines, progress: Progress) -> TaskResult:
    from videolecture.speech.recorded import listening, reading

    path, sound = places.inputs[task.recording], places.output / listening.SOUND
    read = reading.read(path, sound, lambda done, what: progress(READING * done, what))
    heard = listening.listen(
        sound, read, task.language, path, lambda done, what: progress(READING + (1 - READING) * done, what)
    )
    listening.save(places.output, heard)
    return TaskResult()


@_do.register
def _(task: SpeakRecorded, places: Places, _engines: Engines, progress: Progress) -> SpeakResult:
    from videolecture.speech import stage
    from videolecture.speech.recorded import fragment, listening

    entry = places.inputs[task.recording]
    gain = fragment.gain_of(listening.load(entry).loudness, stage.LOUDNESS)
    sound = listening.stretch(entry / listening.SOUND, task.stretch.start, task.stretch.end)
    spoken = fragment.recorded_fragment(sound, task.stretch, gain, task.pause, task.language, progress)
    stage.write_fragment(places.output, spoken)
    return SpeakResult(duration=spoken.speech.duration, problems=spoken.measurements.problems)


@_do.register
def _(task: Inspect, places: Places, _engines: Engines, progress: Progress) -> InspectResult:
    from videolecture.execute.inspection import inspect

    progress(0.0, "looking")
    return inspect(task, places)


@_do.register
def _(task: LookAtPhoto, places: Places, _engines: Engines, _progress: Progress) -> PhotoSeen:
    from videolecture.execute import looking

    return looking.photo(task, places)


@_do.register
def _(task: ListenToVoice, places: Places, _engines: Engines, _progress: Progress) -> VoiceHeard:
    from videolecture.execute import looking

    return looking.voice(task, places)


@_do.register
def _(task: LookAtDeck, places: Places, _engines: Engines, _progress: Progress) -> DeckSeen:
    from videolecture.execute import looking

    return looking.deck(task, places)


@_do.register
def _(task: FindNames, places: Places, _engines: Engines, _progress: Progress) -> NamesFound:
    from videolecture.execute import looking

    return looking.names(task, places)


@_do.register
def _(task: ReadText, places: Places, _engines: Engines, progress: Progress) -> TextRead:
    from videolecture.execute import looking

    return looking.text(task, places, progress)


@_do.register
def _(task: ReadLecture, places: Places, _engines: Engines, progress: Progress) -> TextRead:
    from videolecture.execute import looking

    return looking.lecture(task, places, progress)
