"""What a request needs made, one entry of the cache at a time: its task, its key, where its inputs lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from videolecture.execute.tasks import Animate, Enroll, Input, LoadFace, LoadSpeech, Prepare, Speak, Task
from videolecture.rendering import events
from videolecture.rendering.plan import Plan
from videolecture.rendering.request import RenderRequest
from videolecture.types import Sentence

SEED = 0  # of every speech: the engine's best; only a repeated try takes another
SPEAK_JOB = "speak"  # what the commands that hear one sentence are called at an executor

EntryKind = Literal["voice", "portrait", "speech", "clip"]
STAGES: dict[EntryKind, events.Stage] = {
    "voice": "enroll",
    "portrait": "prepare",
    "speech": "speak",
    "clip": "animate",
}


@dataclass(frozen=True)
class Step:
    """One entry of the cache that a request needs: a voice, a portrait, a fragment's speech or its clip."""

    kind: EntryKind
    index: int | None = None  # of the fragment in the plan; None for what all fragments share


VOICE, PORTRAIT = Step("voice"), Step("portrait")


def load_tasks(request: RenderRequest) -> tuple[Task[Any], ...]:
    """Let both engines load, while the text is still read."""
    return (
        LoadSpeech(request.speech, request.name, request.language, dict(request.speech_options)),
        LoadFace(request.face_engine, request.name),
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
) -> Speak:
    """Speak sentences in the voice that is kept under that key."""
    return Speak(engine, job, Input("voice", voice), language, sentences, SEED, dict(options), checked)


def task_for(step: Step, plan: Plan) -> Task[Any]:
    """The task that makes an entry."""
    request = plan.request
    if step.kind == "voice":
        return enroll(request.speech, request.name, plan.sample, request.language, request.speech_options)
    if step.kind == "portrait":
        return Prepare(request.face_engine, request.name, Input("file", plan.photo), dict(request.face_options))
    planned = plan.fragments[_index(step)]
    if step.kind == "speech":
        return speak(
            request.speech,
            request.name,
            plan.voice_key,
            request.language,
            planned.fragment.sentences,
            request.speech_options,
            request.checked,
        )
    return Animate(
        request.face_engine,
        request.name,
        Input("speech", planned.speech_key),
        Input("portrait", plan.portrait_key),
        planned.motion,
    )


def steps_before(step: Step) -> tuple[Step, ...]:
    """The steps whose entries a step needs."""
    needed: dict[EntryKind, tuple[Step, ...]] = {
        "voice": (),
        "portrait": (),
        "speech": (VOICE,),
        "clip": (Step("speech", step.index), PORTRAIT),
    }
    return needed[step.kind]


def inputs_of(step: Step, plan: Plan, entries: Mapping[Step, Path]) -> dict[Input, Path]:
    """Where everything that a step's task needs lies on this machine."""
    if step.kind == "voice":
        return {Input("file", plan.sample): plan.request.voice.resolve()}
    if step.kind == "portrait":
        return {Input("file", plan.photo): plan.request.face.resolve()}
    return {Input(before.kind, key_of(before, plan)): entries[before] for before in steps_before(step)}


def key_of(step: Step, plan: Plan) -> str:
    """The key that an entry is kept under."""
    if step.kind == "voice":
        return plan.voice_key
    if step.kind == "portrait":
        return plan.portrait_key
    planned = plan.fragments[_index(step)]
    return planned.speech_key if step.kind == "speech" else planned.clip_key


def _index(step: Step) -> int:
    if step.index is None:
        raise ValueError(f"a {step.kind} belongs to a fragment")
    return step.index
