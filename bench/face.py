"""The puppet: frames per second, with the encoder and without, and the encoder alone on the same frames."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.compose.encoding import write_clip
from videolecture.face import photo
from videolecture.face.puppet.engine import Puppet
from videolecture.types import FPS, Image, Motion, Photo, Speech, Viseme, VisemeName

SECONDS = 20  # of the clip
MOUTHS: tuple[VisemeName, ...] = ("pp", "aa", "ss", "e", "kk", "oh", "ff", "ou", "nn", "ih", "dd", "aa", "sil")


def face(folder: Path) -> Table:
    """Animate the example's portrait, cut square and cut wide."""
    loaded, _ = photo.load(EXAMPLES / "portrait.jpg")
    height, width = loaded.pixels.shape[:2]
    rows = []
    square, wide = min(height, width), round(width * 1080 / 1920)
    for size, part, wanted in ((512, loaded.pixels[:square, :square], 100), (1920, loaded.pixels[:wide], 25)):
        cut = replace(loaded, pixels=np.ascontiguousarray(part), digest=f"cut for {size}")
        rows += _rows(folder, cut, size, wanted)
    columns = ("what", "**frames per second**", "time, compared with the encoder's", "processor, ms a frame")
    return Table(f"Face, {SECONDS * FPS} frames, H.264 and AAC", columns, rows)


def _rows(folder: Path, portrait_photo: Photo, size: int, wanted: int) -> list[tuple[str, float, float, float]]:
    """The puppet with the encoder, the puppet and the encoder alone, at one size."""
    engine = Puppet()
    portrait = engine.prepare(portrait_photo, {}, _quiet)
    speech, motion = _speech(), Motion(size=size)

    def frames() -> Iterator[Image]:
        return engine.animate(portrait, speech, motion)

    first = next(frames())
    for _ in zip(range(50), frames(), strict=False):
        pass  # compiled loops and the rig are there now
    alone = _work(lambda: deque(frames(), maxlen=1))
    together = _work(lambda: write_clip(folder / "together.mp4", frames(), speech.samples))
    few = [frame.copy() for frame in islice(frames(), FPS)]  # more of them would not fit in memory at every size
    encoder = _work(lambda: write_clip(folder / "encoder.mp4", islice(cycle(few), SECONDS * FPS), speech.samples))
    named = f"{first.shape[1]} x {first.shape[0]}"
    works = (
        (f"puppet and encoder, {named} (wanted: {wanted})", together),
        ("puppet alone", alone),
        ("encoder alone", encoder),
    )
    return [
        (what, SECONDS * FPS / work.seconds, work.seconds / encoder.seconds, 1000 * work.processor / (SECONDS * FPS))
        for what, work in works
    ]


def _speech() -> Speech:
    """A sound and mouth shapes like those of a speech: eight a second."""
    visemes = tuple(Viseme(MOUTHS[number % len(MOUTHS)], number / 8, (number + 1) / 8) for number in range(SECONDS * 8))
    moments = np.arange(SECONDS * 48_000) / 48_000
    sound = 0.2 * np.sin(2 * np.pi * 150 * moments) * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * moments))
    speech = Speech(sound.astype(np.float32), 48_000, visemes=visemes)
    assert round(speech.duration * FPS) == SECONDS * FPS  # noqa: S101 (whole frames)
    return speech


@dataclass(frozen=True)
class _Work:
    seconds: float
    processor: float  # seconds of processor time, of all threads


def _work(work: Callable[[], object]) -> _Work:
    started, processor = time.perf_counter(), time.process_time()
    work()
    return _Work(time.perf_counter() - started, time.process_time() - processor)


def _quiet(*_: object) -> None:
    """Nobody watches."""
