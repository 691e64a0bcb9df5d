"""Engines of known output, named to worker processes through VIDEOLECTURE_PLUGINS.

They prove what does not depend on a model: order, keys, exact lengths, cancelling, death. What depends on models is
tested on the models.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from videolecture.engines import FaceEngine, Options, SpeechEngine
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
    VoiceProfile,
)

ENVIRONMENT = ",".join(
    (
        "speech:tone=tests.fakes.Tone",
        "speech:dice=tests.fakes.Dice",
        "speech:environment=tests.fakes.Environment",
        "face:card=tests.fakes.Card",
    )
)
GATE = "VIDEOLECTURE_TEST_GATE"  # a file: while it is there, «жди» waits
SECONDS_PER_LETTER = 0.02


class Tone(SpeechEngine):
    """Speaks every letter as .02 s of a sine.

    «умри» ends the process, «виси» never returns, «жди» waits for the gate, «ошибись» raises.
    """

    info: ClassVar[EngineInfo] = EngineInfo(
        name="tone",
        kind="speech",
        title="Sine",
        licence_code="Apache-2.0",
        licence_weights="none",
        commercial=True,
        behaviour=1,
        rate=48_000,
        longest_text=200,
    )

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        progress(0.5, "listening")
        return VoiceProfile("tone", sample.digest, {"pitch": 220.0})

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for text in texts:
            self._misbehave(text)
            count = int(len(text) * SECONDS_PER_LETTER * 48_000)
            time_axis = np.arange(count) / 48_000
            fading = np.minimum(1.0, (count / 48_000 - time_axis) / 0.1) ** 2
            samples = (0.2 * np.sin(2 * np.pi * 220 * time_axis) * fading).astype(np.float32)
            yield Speech(samples, 48_000, tuple(self._marks(text)))

    @staticmethod
    def _marks(text: str) -> Iterator[Mark]:
        position = 0
        for word in text.split(" "):
            start = position * SECONDS_PER_LETTER
            if word:
                yield Mark("word", word, start, start + len(word) * SECONDS_PER_LETTER)
            position += len(word) + 1

    @staticmethod
    def _misbehave(text: str) -> None:
        if "умри" in text:
            os._exit(9)
        if "ошибись" in text:
            raise ZeroDivisionError("asked to")
        while "виси" in text or ("жди" in text and Path(os.environ[GATE]).exists()):
            time.sleep(0.05)


class Dice(Tone):
    """Speaks a little louder with every seed."""

    info: ClassVar[EngineInfo] = dataclasses.replace(Tone.info, name="dice", title="Sine by chance")

    @staticmethod
    def has_chance(options: Options) -> bool:  # noqa: ARG004
        return True

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for speech in super().speak(texts, voice, language, seed):
            yield dataclasses.replace(speech, samples=speech.samples * np.float32(1 + seed / 1000))


class Environment(Tone):
    """Learns which GPU its process sees, and which process that is."""

    info: ClassVar[EngineInfo] = dataclasses.replace(Tone.info, name="environment", title="Environment")

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        told = os.environ.get("CUDA_VISIBLE_DEVICES", ""), str(os.getpid())
        return VoiceProfile("environment", sample.digest, {"pitch": 220.0}, warnings=told)


class Card(FaceEngine):
    """A grey picture whose brightness counts its frames; the first and last are equal."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="card",
        kind="face",
        title="Grey card",
        licence_code="Apache-2.0",
        licence_weights="none",
        commercial=True,
        behaviour=1,
    )

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        progress(0.5, "looking")
        return Portrait("card", photo.digest, {"mean": float(photo.pixels.mean())})

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        count = round(speech.duration * motion.fps)
        for index in range(count):
            value = 128 if index in (0, count - 1) else 64 + index % 128
            yield np.full((motion.size, motion.size, 3), value, np.uint8)
