"""Engines that take their time and tell voices and faces apart, so that faults hit work and leaks are noticed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from tests import fakes
from videolecture.types import Image, Motion, Photo, Portrait, Progress, Sample, Speech, VoiceProfile

PLUGINS = "speech:tone=tests.faults.engines.SlowTone,face:card=tests.faults.engines.SlowCard"
HOLD = "VIDEOLECTURE_TEST_HOLD"  # a folder: engines stay in a stage, deaf, while a file of its name is there
PAUSE = 0.002  # seconds per frame and per 20 ms of sound
MEMORY = 3_000_000_000  # bytes that the process of an engine that wants too much may have


def hold(stage: str) -> None:
    """Tell that the stage is reached; stay in it, without listening to a cancel, as long as the test wants."""
    if folder := os.environ.get(HOLD):
        mark = Path(folder, f"at-{stage}")
        mark.touch()
        while Path(folder, stage).exists():
            mark.touch()  # again: whoever removes it to wait for it may come later than we
            time.sleep(0.01)


class SlowTone(fakes.Tone):
    """Every voice has a pitch of its own. «память» takes more memory than there is."""

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        for step in range(20):
            time.sleep(0.01)
            progress(step / 20, "listening")
            hold("enroll")
        return VoiceProfile("tone", sample.digest, {"pitch": 200.0 + int(sample.digest[:2], 16)})

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        pitch = float(str(voice.data["pitch"]))
        for text in texts:
            self._misbehave(text)
            if "память" in text:
                _exhaust_memory()
            hold("speak")
            count = int(len(text) * fakes.SECONDS_PER_LETTER * 48_000)
            time.sleep(PAUSE * len(text))
            time_axis = np.arange(count) / 48_000
            samples = (0.2 * np.sin(2 * np.pi * pitch * time_axis)).astype(np.float32)
            yield Speech(samples, 48_000, tuple(self._marks(text)))


class SlowCard(fakes.Card):
    """As grey as its photo."""

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        progress(0.5, "looking")
        time.sleep(0.05)
        hold("prepare")
        return Portrait("card", photo.digest, {"mean": float(photo.pixels.mean())})

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        grey = int(float(str(portrait.data["mean"])))
        for index in range(round(speech.duration * motion.fps)):
            time.sleep(PAUSE)
            hold("animate")
            yield np.full((motion.size, motion.size, 3), (grey + index % 16) % 256, np.uint8)


def _exhaust_memory() -> None:
    """Allocate until the operating system refuses."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    taken = []
    while True:
        taken.append(np.empty(100_000_000, np.uint8))
