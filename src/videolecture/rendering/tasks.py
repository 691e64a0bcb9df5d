"""What a request needs made, one entry of the cache at a time: its task, its key, where its inputs lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from videolecture.compose.scene.description import Scene
from videolecture.execute.tasks import (
    Animate,
    Compose,
    ComposeFilm,
    Enroll,
    Input,
    Inspect,
    LoadFace,
    LoadSpeech,
    Prepare,
    ReadFilm,
    Speak,
    SpeakRecorded,
    Task,
)
from videolecture.rendering import events, scenes
from videolecture.rendering.edits import Edits
from videolecture.rendering.films import Film
from videolecture.rendering.keys import pause_after
from videolecture.rendering.plan import Plan
from videolecture.rendering.request import RenderRequest, canvas_of, layout_of
from videolecture.storage.cache import digest_file
from videolecture.types import Sentence

SEED = 0  # of every speech: the engine's best; only a repeated try takes another
SPEAK_JOB = "speak"  # what the commands that hear one sentence are called at an executor

EntryKind = Literal["voice", "portrait", "speech", "clip", "scene"]
STAGES: dict[EntryKind, events.Stage] = {
    "voice": "enroll",
    "portrait": "prepare",
    "speech": "speak",
    "clip": "animate",
    "scene": "compose",
}


@dataclass(frozen=True)
class Step:
    """One entry of the cache that a request needs: a voice, a portrait, a fragment's speech, clip or scene."""

    kind: EntryKind
    index: int | None = None  # of the fragment in the plan; None for what all fragments share
    slide: int | None = None  # of a scene without a fragment: a slide without text


VOICE, PORTRAIT = Step("voice"), Step("portrait")


def load_tasks(request: RenderRequest) -> tuple[Task[Any], ...]:
    """Let the engines load that will surely be used, while the text is still read."""
    options = dict(request.speech_options)
    speaks = request.voice is not None and request.recording is None
    speech = LoadSpeech(request.speech, request.name, request.language, options) if speaks else None
    # A slide may have another layout than the lecture: then the engine loads with its first task.
    face = LoadFace(request.face_engine, request.name) if request.face and layout_of(request) != "slide" else None
    return tuple(task for task in (speech, face) if task)


def inspect(request: RenderRequest, job: str, inputs: Mapping[str, Input], edits: Edits) -> Inspect:
    """Look at a client's files, by their options' names, with what else of its request can make them unusable."""
    return Inspect(
        "",
        job,
        text=inputs.get("text"),
        face=inputs.get("face"),
        voice=inputs.get("voice"),
        language=request.language,
        delimiter=request.delimiter,
        deck=inputs.get("deck"),
        canvas=canvas_of(request),
        dictionary=inputs.get("dictionary"),
        strict=request.strict,
        citations=request.citations,
        edits=edits.fragments,
        recorded=request.recording is not None,
    )


def enroll(engine: str, job: str, sample: str, language: str, options: Mapping[str, object]) -> Enroll:
    """Learn the voice of the sample with that digest."""
    return Enroll(engine, job, Input("file", sample), language, dict(options))


def speak(
    engine: str,
    job: str,
    voice: str,
    language: str,
    sentences: tuple[Sentence, ...],
    options: Mapping[str, object],
    checked: bool = False,
    seeds: tuple[int, ...] = (),
) -> Speak:
    """Speak sentences in the voice that is kept under that key. `seeds`: of takes that were chosen."""
    return Speak(engine, job, Input("voice", voice), language, sentences, SEED, dict(options), seeds, checked)


def task_for(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> Task[Any]:
    """The task that makes an entry; what it needs is among the finished `entries`."""
    request = plan.request
    if step.kind == "voice":
        return enroll(request.speech, request.name, plan.sample, request.language, request.speech_options)
    if step.kind == "portrait":
        photo, behind = Input("file", plan.photo), _behind(request)
        options = dict(request.face_options)
        return Prepare(request.face_engine, request.name, photo, options, request.background or "", behind)
    if step.kind == "scene":
        return _compose(step, plan, entries)
    planned = plan.fragments[_index(step)]
    if planned.film is not None:
        return ReadFilm("", request.name, Input("file", planned.film.digest))
    if step.kind == "speech" and (own := planned.recorded) is not None:
        pause = pause_after(own, planned.fragment)
        source = Input("recording", own.recording.key)
        return SpeakRecorded("", request.name, source, own.stretch, pause, request.language)
    if step.kind == "speech":
        return speak(
            request.speech,
            request.name,
            plan.voice_key,
            request.language,
            planned.fragment.sentences,
            request.speech_options,
            request.checked,
            planned.seeds,
        )
    speech, portrait = Input("speech", planned.speech_key), Input("portrait", plan.portrait_key)
    return Animate(request.face_engine, request.name, speech, portrait, planned.motion)


def _behind(request: RenderRequest) -> Input | None:
    """The picture behind the person, if there is one."""
    return Input("file", digest_file(request.background_picture)) if request.background_picture else None


def _film(step: Step, plan: Plan) -> Film | None:
    return None if step.index is None else plan.fragments[step.index].film


def _compose(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> Task[Any]:
    if (film := _film(step, plan)) is not None:
        speech = Input("speech", plan.fragments[_index(step)].speech_key)
        canvas, strip = scenes.film_room(plan)
        return ComposeFilm("", plan.request.name, Input("file", film.digest), speech, canvas, strip)
    clip = _clip_of(step, plan)
    return Compose(
        "",
        plan.request.name,
        _scene(step, plan, entries),
        speech=None if step.index is None else Input("speech", plan.fragments[step.index].speech_key),
        clip=None if clip is None else Input("clip", plan.fragments[clip].clip_key),
        deck=_deck(plan),
    )


def _scene(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> Scene:
    if step.slide is not None:
        return scenes.silent_scene(plan, step.slide)
    return scenes.fragment_scene(plan, _index(step), entries[Step("speech", step.index)])


def _clip_of(step: Step, plan: Plan) -> int | None:
    """The fragment whose clip a scene shows, by its place in the plan."""
    if step.slide is not None:
        return scenes.resting_fragment(plan, step.slide)
    return step.index if plan.fragments[_index(step)].clip_key else None


def _deck(plan: Plan) -> Input | None:
    return Input("deck", plan.stage.deck.key) if plan.stage and plan.stage.deck else None


def steps_before(step: Step, plan: Plan) -> tuple[Step, ...]:
    """The steps whose entries a step needs."""
    if step.kind == "speech":
        planned = plan.fragments[_index(step)]
        return () if planned.film or planned.recorded else (VOICE,)
    if step.kind == "clip":
        return (Step("speech", step.index), PORTRAIT)
    if step.kind == "scene":
        clip = _clip_of(step, plan)
        own = () if step.index is None else (Step("speech", step.index),)
        return (*own, *(() if clip is None else (Step("clip", clip),)))
    return ()


def last_steps(plan: Plan) -> tuple[Step, ...]:
    """The steps whose entries the film is made of, in its order: of the chosen slides' fragments."""
    chosen = {fragment.number for slide in plan.chosen for fragment in slide.fragments}
    wanted = [(index, one.fragment) for index, one in enumerate(plan.fragments) if one.fragment.number in chosen]
    if plan.stage is None:
        return tuple(Step("clip", index) for index, _ in wanted)
    found = []
    for slide in plan.chosen:
        found += [Step("scene", index) for index, fragment in wanted if fragment.slide == slide.number]
        if slide.number in plan.stage.silent:
            found.append(Step("scene", slide=slide.number))
    return tuple(found)


def inputs_of(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> dict[Input, Path]:
    """Where everything that a step's task needs lies on this machine."""
    if step.kind == "voice" and plan.request.voice is not None:
        return {Input("file", plan.sample): plan.request.voice.resolve()}
    if step.kind == "portrait" and plan.request.face is not None:
        places = {Input("file", plan.photo): plan.request.face.resolve()}
        if (behind := _behind(plan.request)) and plan.request.background_picture:
            places[behind] = plan.request.background_picture.resolve()
        return places
    needed = {Input(before.kind, key_of(before, plan, entries)): entries[before] for before in steps_before(step, plan)}
    recorded = plan.fragments[step.index].recorded if step.index is not None else None
    if step.kind == "speech" and recorded is not None:
        needed[Input("recording", recorded.recording.key)] = recorded.recording.folder
    if (film := _film(step, plan)) is not None:
        needed[Input("file", film.digest)] = film.path
    elif step.kind == "scene" and plan.stage and plan.stage.deck:
        needed[Input("deck", plan.stage.deck.key)] = plan.stage.deck.folder
    return needed


def key_of(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> str:
    """The key that an entry is kept under. That of a scene depends on when what is spoken, its finished speech."""
    if step.kind == "voice":
        return plan.voice_key
    if step.kind == "portrait":
        return plan.portrait_key
    if step.kind == "scene" and (film := _film(step, plan)) is not None:
        return scenes.film_key(plan, film)
    if step.kind == "scene":
        clip = _clip_of(step, plan)
        speech_key = "" if step.index is None else plan.fragments[step.index].speech_key
        clip_key = "" if clip is None else plan.fragments[clip].clip_key
        return scenes.scene_key(plan, _scene(step, plan, entries), speech_key, clip_key)
    planned = plan.fragments[_index(step)]
    return planned.speech_key if step.kind == "speech" else planned.clip_key


def _index(step: Step) -> int:
    if step.index is None:
        raise ValueError(f"a {step.kind} belongs to a fragment")
    return step.index
