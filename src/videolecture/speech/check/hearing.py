"""Listens to speech with a small recogniser: Whisper base through faster-whisper, on the processor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from videolecture.errors import MissingError
from videolecture.speech.check.comparing import faults
from videolecture.types import Mark, Samples, Speech
from videolecture.weights import weight_path

WEIGHTS = ("whisper-base",)
RATE = 16_000  # Hz that Whisper listens at
THREADS = 2
BEHAVIOUR = 1  # raised whenever the same speech is judged otherwise: part of the keys of checked speech


@dataclass(frozen=True)
class Heard:
    """What was recognised."""

    text: str
    words: tuple[Mark, ...]  # of kind "word", in the sound's own time


@cache
def _recogniser() -> Any:
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise MissingError(
            f"Checked speech needs faster-whisper, which cannot be imported here ({error}).",
            "Install it: pip install 'videolecture[check]'.",
        ) from error
    return WhisperModel(str(weight_path(WEIGHTS[0])), device="cpu", compute_type="int8", cpu_threads=THREADS)


def ready() -> None:
    """Load the recogniser. Raises MissingError when it or its weights are not there."""
    _recogniser()


def hear(samples: Samples, rate: int, language: str) -> Heard:
    """Recognise a stretch of speech, with the times of its words. The same sound gives the same words."""
    import soxr

    sound = np.asarray(soxr.resample(np.nan_to_num(samples), rate, RATE), dtype=np.float32)
    found, _ = _recogniser().transcribe(
        sound,
        language=language,
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        word_timestamps=True,
        without_timestamps=True,
    )
    words = [word for segment in found for word in segment.words]
    marks = tuple(Mark("word", word.word.strip(), float(word.start), float(word.end)) for word in words)
    return Heard("".join(word.word for word in words).strip(), marks)


def problems(speech: Speech, text: str, language: str) -> tuple[str, ...]:
    """What is wrong with an utterance as it is heard, in words; nothing if it will do."""
    if not len(speech.samples) or not np.isfinite(speech.samples).all() or float(np.abs(speech.samples).max()) < 1e-3:
        return ()  # the plain checks say that already
    return faults(text, hear(speech.samples, speech.rate, language).text)
