"""What a job needs made, one entry of the cache at a time: as a task for an executor, and the key to keep it under."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from videolecture.execute.tasks import sentences_to_json
from videolecture.job import Job
from videolecture.jobs import events
from videolecture.plan import Plan
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
    """One entry of the cache that a job needs: a voice, a portrait, a fragment's speech or its clip."""

    kind: EntryKind
    index: int  # of the fragment in the plan; -1 for voice and portrait


def load_tasks(job: Job) -> tuple[Task, Task]:
    """Let both engines load, while the text is still read."""
    language = {"language": job.language, "options": dict(job.speech_options)}
    return (
        Task("load-speech", job.speech, job.name, language, job.out),
        Task("load-face", job.face_engine, job.name, {}, job.out),
    )


def task_for(step: Step, plan: Plan, entries: Mapping[Step, Path], staged: Path) -> Task:
    """The task that makes an entry in the folder `staged`; what it needs is among the finished `entries`."""
    job = plan.job
    if step.kind == "voice":
        arguments: dict[str, object] = {
            "sample": str(job.voice.resolve()),
            "language": job.language,
            "options": dict(job.speech_options),
        }
        return Task("enroll", job.speech, job.name, arguments, staged)
    if step.kind == "portrait":
        arguments = {"photo": str(job.face.resolve()), "options": dict(job.face_options)}
        return Task("prepare", job.face_engine, job.name, arguments, staged)
    planned = plan.fragments[step.index]
    if step.kind == "speech":
        arguments = {
            "profile": str(entries[Step("voice", -1)]),
            "language": job.language,
            "seed": SEED,
            "options": dict(job.speech_options),
            "listen": job.checked,
            "sentences": sentences_to_json(planned.fragment.sentences),
        }
        return Task("speak", job.speech, job.name, arguments, staged)
    arguments = {
        "speech": str(entries[Step("speech", step.index)]),
        "portrait": str(entries[Step("portrait", -1)]),
        "motion": dataclasses.asdict(planned.motion),
        "layout": job.layout,
    }
    return Task("animate", job.face_engine, job.name, arguments, staged)


def key_of(step: Step, plan: Plan) -> str:
    """The key that an entry is kept under."""
    if step.kind == "voice":
        return plan.voice_key
    if step.kind == "portrait":
        return plan.portrait_key
    planned = plan.fragments[step.index]
    return planned.speech_key if step.kind == "speech" else planned.clip_key
