"""Stand-in engines that take a known time and next to no processor: what is left to measure is all the rest."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np

from videolecture.engines import FaceEngine, SpeechEngine
from videolecture.types import EngineInfo, Image, Motion, Photo, Portrait, Progress, Sample, Speech, VoiceProfile

PLUGINS = "speech:standin=bench.standin.Voice,face:standin=bench.standin.Face"
SPEAKS, ANIMATES = "BENCH_SPEAKS", "BENCH_ANIMATES"  # seconds that a fragment takes, in the environment
SOUND = 0.4  # seconds of every fragment


def _info(kind: str) -> EngineInfo:
    side = "speech" if kind == "speech" else "face"
    return EngineInfo(
        name="standin",
        kind=side,  # type: ignore[arg-type]
        title="Stand-in",
        licence_code="Apache-2.0",
        licence_weights="none",
        commercial=True,
        behaviour=1,
        rate=48_000,
    )


class Voice(SpeechEngine):
    """Hums."""

    info: ClassVar[EngineInfo] = _info("speech")

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        return VoiceProfile("standin", sample.digest, {"pitch": 220.0})

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for number, _ in enumerate(texts):
            if number == 0:
                time.sleep(float(os.environ[SPEAKS]))
            clock = np.arange(int(SOUND * 48_000 / len(texts))) / 48_000
            yield Speech((0.2 * np.sin(2 * np.pi * 220 * clock)).astype(np.float32), 48_000)


class Face(FaceEngine):
    """A grey card."""

    info: ClassVar[EngineInfo] = _info("face")

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        return Portrait("standin", photo.digest, {"mean": float(photo.pixels.mean())})

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        time.sleep(float(os.environ[ANIMATES]))
        for _ in range(round(speech.duration * motion.fps)):
            yield np.full((motion.size, motion.size, 3), 128, np.uint8)
