"""What each kind of task does, inside whatever process runs it. Arguments are JSON values, results are files.

| kind        | arguments                                        | files it leaves in task.output       |
|-------------|--------------------------------------------------|--------------------------------------|
| load-speech | language, options: loads while the text is read  | none                                 |
| load-face   | none: loads while the text is read               | none                                 |
| enroll      | sample, language, options                        | the voice profile                    |
| speak       | profile, language, seed, sentences, options,     | speech.wav, speech.json              |
|             | listen (speech is checked by recognition)        |                                      |
| prepare     | photo, options                                   | the portrait                         |
| animate     | speech, portrait, motion                         | clip.mp4                             |
| inspect     | text, face, voice, language, delimiter           | none                                 |
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from videolecture import registry
from videolecture.execute import foreign
from videolecture.storage import records
from videolecture.types import (
    FaceEngine,
    Image,
    Motion,
    Phrase,
    Progress,
    Reporting,
    Sentence,
    SpeechEngine,
    Task,
    TaskResult,
)

CLIP = "clip.mp4"


class Engines:
    """Engines of this process: constructed when first needed, kept."""

    def __init__(self, pythons: Mapping[str, str] | None = None) -> None:
        """`pythons`: engines that live in another environment, name -> its interpreter."""
        self._pythons = dict(pythons or {})
        self._speech: dict[tuple[str, str], SpeechEngine] = {}
        self._face: dict[str, FaceEngine] = {}

    def speech(self, name: str, progress: Progress, options: Mapping[str, object] | None = None) -> SpeechEngine:
        """The speech engine of that name with these options."""
        key = name, json.dumps(dict(options or {}), sort_keys=True)
        if key not in self._speech:
            progress(0.0, f"loading {name}")
            self._speech[key] = (
                foreign.speech_engine(name, self._pythons[name], options or {})
                if name in self._pythons
                else registry.new_speech_engine(name, options)
            )
        return self._speech[key]

    def face(self, name: str, progress: Progress) -> FaceEngine:
        """The face engine of that name."""
        if name not in self._face:
            progress(0.0, f"loading {name}")
            self._face[name] = (
                foreign.face_engine(name, self._pythons[name])
                if name in self._pythons
                else registry.face_engine(name)()
            )
        return self._face[name]


def run(task: Task, engines: Engines, progress: Progress) -> TaskResult:
    """Do the task; everything it makes is in task.output when this returns."""
    start = time.perf_counter()
    measurements = _WORK[task.kind](task, engines, progress)
    return TaskResult({**measurements, "seconds": time.perf_counter() - start})


def _enroll(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    from videolecture.speech import sample, stage

    recording = sample.load(Path(_text(task, "sample")))
    profile = stage.enroll(_speech(task, engines, progress), recording, _text(task, "language"), progress)
    records.save(task.output, profile)
    return {"warnings": list(profile.warnings)}


def _speak(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    from videolecture.speech import stage

    sentences = sentences_from_json(task.arguments["sentences"])
    voice = records.load_profile(Path(_text(task, "profile")))
    engine = _speech(task, engines, progress)
    seed, listen = int(str(task.arguments["seed"])), bool(task.arguments.get("listen", False))
    spoken = stage.speak_fragment(engine, sentences, voice, _text(task, "language"), seed, progress, listen=listen)
    stage.write_fragment(task.output, spoken)
    return {"duration": spoken.speech.duration, **spoken.measurements}


def _speech(task: Task, engines: Engines, progress: Progress) -> SpeechEngine:
    return engines.speech(task.engine, progress, _mapping(task, "options") if "options" in task.arguments else None)


def _prepare(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    from videolecture.face import photo

    picture, warnings = photo.load(Path(_text(task, "photo")))
    options = _mapping(task, "options")
    portrait = engines.face(task.engine, progress).prepare(picture, options, progress)
    records.save(task.output, portrait)
    return {"warnings": [*warnings, *portrait.warnings]}


def _load_speech(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    load = getattr(_speech(task, engines, progress), "load", None)  # an engine may load the rest of it later
    if load is not None:
        load(_text(task, "language"))
    return {}


def _load_face(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    engine = engines.face(task.engine, progress)
    warm_up = getattr(import_module(type(engine).__module__), "warm_up", None)  # an engine's file may have one
    if warm_up is not None:
        warm_up()
    return {}


def _animate(task: Task, engines: Engines, progress: Progress) -> dict[str, object]:
    from videolecture.compose import encoding
    from videolecture.speech import stage

    spoken = stage.read_fragment(Path(_text(task, "speech")))
    portrait = records.load_portrait(Path(_text(task, "portrait")))
    motion = Motion(**_mapping(task, "motion"))
    engine = engines.face(task.engine, progress)
    if isinstance(engine, Reporting):
        engine.report_to(progress)
    faces = engine.animate(portrait, spoken.speech, motion)
    pictures: Iterator[Image] = (encoding.even(face) for face in faces)
    start = time.perf_counter()
    clip = encoding.write_clip(task.output / CLIP, pictures, spoken.speech.samples, fps=motion.fps, progress=progress)
    return {
        "duration": spoken.speech.duration,
        "frames": clip.frames,
        "frames_per_second": clip.frames / (time.perf_counter() - start),
    }


def _inspect(task: Task, _: Engines, progress: Progress) -> dict[str, object]:
    from videolecture.execute.inspection import inspect

    progress(0.0, "looking")
    return inspect(task)


_WORK: dict[str, Callable[[Task, Engines, Progress], dict[str, object]]] = {
    "enroll": _enroll,
    "speak": _speak,
    "prepare": _prepare,
    "load-speech": _load_speech,
    "load-face": _load_face,
    "animate": _animate,
    "inspect": _inspect,
}


def sentences_to_json(sentences: tuple[Sentence, ...]) -> list[dict[str, object]]:
    """Sentences as JSON values."""
    return [
        {"text": s.text, "phrases": [{"spoken": p.spoken, "pause": p.pause, "language": p.language} for p in s.phrases]}
        for s in sentences
    ]


def sentences_from_json(values: Any) -> tuple[Sentence, ...]:
    """The sentences that `sentences_to_json` was given."""
    return tuple(Sentence(v["text"], tuple(Phrase(**phrase) for phrase in v["phrases"])) for v in values)


def _text(task: Task, name: str) -> str:
    return str(task.arguments[name])


def _mapping(task: Task, name: str) -> Any:
    value = task.arguments[name]
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} of a {task.kind} task is not a mapping: {value!r}")
    return value
