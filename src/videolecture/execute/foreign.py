"""Engines that live in another Python environment: `[engines.NAME] python = "/path/to/python"`.

The engine's process is started by that interpreter with `foreign_host.py`, which needs the standard library and the
engine, nothing else of ours. Here stands its proxy: to whoever speaks or animates it is an engine like any other. What
the stages do around it (reading samples, checks, encoding) stays in our environment.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from videolecture import registry
from videolecture.bounded.child import Child
from videolecture.engines import FaceEngine, SpeechEngine
from videolecture.errors import InputError, WorkerError, reason
from videolecture.execute import foreign_host as host
from videolecture.execute import messages
from videolecture.messages import from_data
from videolecture.types import (
    EngineInfo,
    Image,
    Mark,
    Motion,
    Photo,
    Portrait,
    Progress,
    Sample,
    Speech,
    Viseme,
    VoiceProfile,
)

# Only this package comes into the other interpreter's reach, not what is installed beside it.
_BEGIN = """
import importlib.util, sys
where = {package!r}
place = where + "/__init__.py"
spec = importlib.util.spec_from_file_location("videolecture", place, submodule_search_locations=[where])
module = importlib.util.module_from_spec(spec)
sys.modules["videolecture"] = module
spec.loader.exec_module(module)
from videolecture.execute.foreign_host import main
main()
"""
OLDEST = (3, 11)  # Python that can run an engine's process
_PATIENCE = 20.0  # seconds for a program to tell its version
_LOG_LINES = 8  # of the process's stderr, kept for the error message


def speech_engine(name: str, python: str, options: Mapping[str, object]) -> SpeechEngine:
    """The speech engine of that name, living under another interpreter."""
    registry.check_options(name, options)

    class Engine(_ForeignSpeech):
        info = registry.speech_engine(name).info
        options = registry.speech_engine(name).options

    return Engine(_Host("speech", name, python, options))


def face_engine(name: str, python: str) -> FaceEngine:
    """The face engine of that name, living under another interpreter."""

    class Engine(_ForeignFace):
        info = registry.face_engine(name).info
        crops = registry.face_engine(name).crops
        options = registry.face_engine(name).options

    return Engine(_Host("face", name, python, {}))


class _ForeignSpeech(SpeechEngine):
    info: ClassVar[EngineInfo]

    def __init__(self, process: _Host) -> None:
        self._host = process

    def load(self, language: str) -> None:
        list(self._host.ask("load", {"language": language}))

    def warm_up(self) -> None:  # type: ignore[override] # the other interpreter's: asked of its process
        list(self._host.ask("warm up", {}))

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        arguments = {"sample": {"name": sample.name, "digest": sample.digest, "samples": sample.samples,
                           "rate": sample.rate}, "language": language}  # fmt: skip
        (made,) = self._host.ask("enroll", arguments, progress)
        return VoiceProfile(
            made["engine"], made["digest"], made["data"], made["gain"], tuple(map(from_data, made["warnings"]))
        )

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        known = {"engine": voice.engine, "digest": voice.digest, "data": dict(voice.data), "gain": voice.gain}
        arguments = {"texts": list(texts), "voice": known, "language": language, "seed": seed}
        for made in self._host.ask("speak", arguments):
            yield Speech(
                np.asarray(made["samples"], dtype=np.float32),
                made["rate"],
                tuple(Mark(*mark) for mark in made["marks"]),
                tuple(Viseme(*viseme) for viseme in made["visemes"]),
                tuple(map(from_data, made["problems"])),
            )


class _ForeignFace(FaceEngine):
    info: ClassVar[EngineInfo]

    def __init__(self, process: _Host) -> None:
        self._host = process
        self._report: Progress | None = None

    def warm_up(self) -> None:  # type: ignore[override] # the other interpreter's: asked of its process
        list(self._host.ask("warm up", {}))

    def report_to(self, progress: Progress) -> None:
        self._report = progress

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        shown = {"name": photo.name, "digest": photo.digest, "pixels": photo.pixels, "reduced": photo.reduced}
        arguments = {"photo": shown, "options": dict(options)}
        (made,) = self._host.ask("prepare", arguments, progress)
        return Portrait(made["engine"], made["digest"], made["data"], tuple(map(from_data, made["warnings"])))

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        arguments = {
            "portrait": {"engine": portrait.engine, "digest": portrait.digest, "data": dict(portrait.data)},
            "speech": host.plain_speech(speech),
            "motion": {**vars(motion), "options": dict(motion.options)},
        }
        for made in self._host.ask("animate", arguments, self._report):
            yield np.asarray(made["picture"], dtype=np.uint8)


class _Host:
    """The engine's process: started when first asked, started again if it died, ended with us (its input closes)."""

    def __init__(
        self, kind: Literal["speech", "face"], engine: str, python: str, options: Mapping[str, object]
    ) -> None:
        self.engine = engine
        self._kind: Literal["speech", "face"] = kind
        self._process: Child | None = None
        self._start = {"target": registry.target(kind, engine), "options": dict(options)}
        self._python = python

    def ask(self, call: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Iterator[Any]:
        """The answers of one call, one at a time. Whoever stops listening before the end ends the process."""
        process = self._ready()
        finished = False
        try:
            self._send(process, {"call": call, "arguments": dict(arguments)})
            while (message := self._receive(process)) is not None:
                if "progress" in message:
                    if progress is not None:
                        progress(*message["progress"])
                elif "item" in message:
                    yield message["item"]
                elif "error" in message:
                    finished = True
                    raise messages.error_from_json(message["error"])
                else:
                    finished = True
                    return
            raise self._died(process, call)
        finally:
            if not finished:
                self._end()

    def _ready(self) -> Child:
        if self._process is not None and self._process.alive:
            return self._process
        self._end()
        inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        wishes = registry.engine(self._kind, self.engine).environment
        try:
            process = Child(
                [self._python, "-c", _BEGIN.format(package=str(Path(__file__).resolve().parents[1]))],
                {**inherited, **wishes, "PYTHONUNBUFFERED": "1"},
                kept_lines=_LOG_LINES,
            )
        except OSError as error:
            raise InputError(
                "The interpreter {python} of the engine {engine} cannot be started: {reason}.",
                "Correct python in [engines.{engine}].",
                code="interpreter-not-started",
                python=self._python,
                engine=self.engine,
                reason=reason(error),
            ) from error
        self._process = process
        self._send(process, self._start)
        try:
            answer = self._receive(process)
        except (ValueError, KeyError):  # it writes something else than our protocol
            answer = None
        if answer is None:
            self._check_python()
            process.kill()
            raise self._died(process, "start")
        if "error" in answer:
            self._end()
            raise messages.error_from_json(answer["error"])
        return process

    def _check_python(self) -> None:
        """Raise InputError unless the program that could not be talked to is a Python that is new enough."""
        try:
            asked = subprocess.run(  # noqa: S603 (the operator's interpreter)
                [self._python, "-V"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            found = None
        else:
            found = re.match(r"Python (\d+)\.(\d+)", asked.stdout + asked.stderr)
        if found and (int(found[1]), int(found[2])) >= OLDEST:
            return
        self._end()
        oldest = f"{OLDEST[0]}.{OLDEST[1]}"
        if found:
            raise InputError(
                "The interpreter {python} of the engine {engine} is {version}, which is too old.",
                "Name a Python {oldest} or newer as python in [engines.{engine}].",
                code="interpreter-too-old",
                python=self._python,
                engine=self.engine,
                version=found[0],
                oldest=oldest,
            )
        raise InputError(
            "The interpreter {python} of the engine {engine} is no Python.",
            "Name a Python {oldest} or newer as python in [engines.{engine}].",
            code="interpreter-no-python",
            python=self._python,
            engine=self.engine,
            oldest=oldest,
        )

    def _send(self, process: Child, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):  # a dead process is noticed where its answer is read
            host.write(process.input, dict(message))

    def _receive(self, process: Child) -> Any:
        return host.read(process.output)

    def _died(self, process: Child, call: str) -> WorkerError:
        code = process.wait()
        self._end()
        return WorkerError(
            "The process of {engine} under {python} ended with exit code {status} while it did «{call}».",
            "Check that environment.{last}",
            code="foreign-engine-ended",
            engine=self.engine,
            python=self._python,
            status=code,
            call=call,
            last=messages.last_words(process.last_lines),
        )

    def __del__(self) -> None:
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
