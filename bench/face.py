"""The puppet: frames per second, with the encoder and without, and the encoder alone on the same frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.compose.encoding import write_clip
from videolecture.face import photo
from videolecture.face.puppet.engine import Puppet
from videolecture.types import FPS, Image, Motion, Speech, Viseme, VisemeName

SECONDS = 20  # of the clip
MOUTHS: tuple[VisemeName, ...] = ("pp", "aa", "ss", "e", "kk", "oh", "ff", "ou", "nn", "ih", "dd", "aa", "sil")


def face(folder: Path) -> Table:
    """Animate the example's portrait, cut square, at 512 x 512."""
    engine = Puppet()
    loaded, _ = photo.load(EXAMPLES / "portrait.jpg")
    side = min(loaded.pixels.shape[:2])
    square = replace(loaded, pixels=np.ascontiguousarray(loaded.pixels[:side, :side]), digest="square")
    portrait = engine.prepare(square, {}, _quiet)
    speech, motion = _speech(), Motion(size=512)

    def frames() -> Iterator[Image]:
        return engine.animate(portrait, speech, motion)

    for _ in zip(range(50), frames(), strict=False):
        pass  # compiled loops and the rig are there now
    kept: list[Image] = []
    alone = _work(lambda: kept.extend(frame.copy() for frame in frames()))
    together = _work(lambda: write_clip(folder / "together.mp4", frames(), speech.samples))
    encoder = _work(lambda: write_clip(folder / "encoder.mp4", iter(kept), speech.samples))
    works = (("puppet and encoder (wanted: 100)", together), ("puppet alone", alone), ("encoder alone", encoder))
    rows = [
        (what, len(kept) / work.seconds, work.seconds / encoder.seconds, 1000 * work.processor / len(kept))
        for what, work in works
    ]
    columns = ("what", "**frames per second**", "time, compared with the encoder's", "processor, ms a frame")
    height, width = kept[0].shape[:2]
    return Table(f"Face, {width} x {height}, {len(kept)} frames, H.264 and AAC", columns, rows)


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
