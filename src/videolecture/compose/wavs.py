"""Audio fragments read in stretches: 48 kHz mono 16-bit PCM, never a whole fragment longer than a block at a time."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from videolecture.errors import EngineError
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Samples

BLOCK = SAMPLE_RATE  # samples read at once: one second


def length(path: Path) -> int:
    """Samples in an audio fragment; EngineError when it is not one, or cut short."""
    with _opened(path) as file:
        promised = file.getnframes()
        # The header is written first: a file that was cut off still promises everything.
        file.setpos(max(promised - 1, 0))
        if promised and len(file.readframes(1)) != 2:
            raise _damaged(path, "it ends before its header says")
        return promised


def stretches(paths: Iterable[Path], block: int = BLOCK) -> Iterator[Samples]:
    """The fragments one after the other, (n,) float32 each, n at most `block`."""
    for path in paths:
        with _opened(path) as file:
            left = file.getnframes()
            while left:
                data = file.readframes(min(block, left))
                if not data:
                    raise _damaged(path, "it ends before its header says")
                samples = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
                left -= len(samples)
                yield samples


def write_silence(path: Path, frames: int) -> None:
    """Silence as long as so many frames, in blocks."""
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        for start in range(0, frames * SAMPLES_PER_FRAME, BLOCK):
            sound.writeframes(bytes(2 * min(BLOCK, frames * SAMPLES_PER_FRAME - start)))


@contextmanager
def _opened(path: Path) -> Iterator[wave.Wave_read]:
    try:
        file = wave.open(str(path), "rb")  # noqa: SIM115 (closed below; only opening is guarded here)
    except (OSError, EOFError, wave.Error) as error:
        raise _damaged(path, str(error) or "it is empty") from error
    with file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (SAMPLE_RATE, 1, 2):
            raise _damaged(path, "it is not 48 kHz mono with 16 bits")
        yield file


def _damaged(path: Path, reason: str) -> EngineError:
    return EngineError(
        "The audio fragment «{path}» cannot be used: {reason}.",
        "Delete it and run the command again.",
        code="audio-fragment-unusable",
        path=path,
        reason=reason,
    )
