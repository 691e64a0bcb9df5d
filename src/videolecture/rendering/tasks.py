"""What a request needs made, one entry of the cache at a time: its task for an executor, and its key."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from videolecture.execute.tasks import sentences_to_json
from videolecture.rendering import events
from videolecture.rendering.plan import Plan
from videolecture.rendering.request import RenderRequest
from videolecture.types import Task

SEED = 0  # of every speech: the engine's best; only a repeated try takes another

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
    index: int  # of the fragment in the plan; -1 for voice and portrait


def load_tasks(request: RenderRequest) -> tuple[Task, Task]:
    """Let both engines load, while the text is still read."""
    language = {"language": request.language, "options": dict(request.speech_options)}
    return (
        Task("load-speech", request.speech, request.name, language, request.out),
        Task("load-face", request.face_engine, request.name, {}, request.out),
    )


def task_for(step: Step, plan: Plan, entries: Mapping[Step, Path], staged: Path) -> Task:
    """The task that makes an entry in the folder `staged`; what it needs is among the finished `entries`."""
    request = plan.request
    if step.kind == "voice":
        arguments: dict[str, object] = {
            "sample": str(request.voice.resolve()),
            "language": request.language,
            "options": dict(request.speech_options),
        }
        return Task("enroll", request.speech, request.name, arguments, staged)
    if step.kind == "portrait":
        arguments = {"photo": str(request.face.resolve()), "options": dict(request.face_options)}
        return Task("prepare", request.face_engine, request.name, arguments, staged)
    planned = plan.fragments[step.index]
    if step.kind == "speech":
        arguments = {
            "profile": str(entries[Step("voice", -1)]),
            "language": request.language,
            "seed": SEED,
            "options": dict(request.speech_options),
            "listen": request.checked,
            "sentences": sentences_to_json(planned.fragment.sentences),
        }
        return Task("speak", request.speech, request.name, arguments, staged)
    arguments = {
        "speech": str(entries[Step("speech", step.index)]),
        "portrait": str(entries[Step("portrait", -1)]),
        "motion": dataclasses.asdict(planned.motion),
    }
    return Task("animate", request.face_engine, request.name, arguments, staged)


def key_of(step: Step, plan: Plan) -> str:
    """The key that an entry is kept under."""
    if step.kind == "voice":
        return plan.voice_key
    if step.kind == "portrait":
        return plan.portrait_key
    planned = plan.fragments[step.index]
    return planned.speech_key if step.kind == "speech" else planned.clip_key
