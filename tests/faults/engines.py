"""Engines that take their time and tell voices and faces apart, so that faults hit work and leaks are noticed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tests import fakes
from videolecture.types import Image, Motion, Photo, Portrait, Progress, Sample, Speech, VoiceProfile

PLUGINS = "speech:tone=tests.faults.engines.SlowTone,face:card=tests.faults.engines.SlowCard"
PAUSE = 0.002  # seconds per frame and per 20 ms of sound


class SlowTone(fakes.Tone):
    """Every voice has a pitch of its own. «молчи» works without listening to a cancel; «память» wants too much."""

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        for step in range(20):
            time.sleep(0.01)
            progress(step / 20, "listening")
        return VoiceProfile("tone", sample.digest, {"pitch": 200.0 + int(sample.digest[:2], 16)})

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        pitch = float(str(voice.data["pitch"]))
        for text in texts:
            self._misbehave(text)
            if "память" in text:
                raise MemoryError(f"{1 << 50} bytes")
            count = int(len(text) * fakes.SECONDS_PER_LETTER * 48_000)
            time.sleep(PAUSE * len(text))
            if "молчи" in text:
                time.sleep(3600)
            time_axis = np.arange(count) / 48_000
            samples = (0.2 * np.sin(2 * np.pi * pitch * time_axis)).astype(np.float32)
            yield Speech(samples, 48_000, tuple(self._marks(text)))


class SlowCard(fakes.Card):
    """As grey as its photo."""

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        progress(0.5, "looking")
        return Portrait("card", photo.digest, {"mean": float(photo.pixels.mean())})

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        grey = int(float(str(portrait.data["mean"])))
        for index in range(round(speech.duration * motion.fps)):
            time.sleep(PAUSE)
            yield np.full((motion.size, motion.size, 3), (grey + index % 16) % 256, np.uint8)
