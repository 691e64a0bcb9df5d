"""Listens to speech with a small recogniser: Whisper base through faster-whisper, on the processor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from videolecture.errors import MissingError
from videolecture.speech.activity import STEP, activity, spans
from videolecture.speech.check.comparing import error_rate, faults, in_words, letters
from videolecture.speech.check.repeating import said_again
from videolecture.types import Mark, Samples, Speech
from videolecture.weights import weight_path

WEIGHTS = ("whisper-base",)
RATE = 16_000  # Hz that Whisper listens at
THREADS = 2
LONGEST_WORD, LONGEST_LETTER = 0.65, 0.12  # seconds: a word of n letters lasts at most .65 + .12 n
UNHEARD = 0.6  # seconds of speech between the words that were heard; in good speech at most .4
BESIDE = 0.1  # seconds that a word's times may be wrong by
ECHO = 0.055  # seconds for a letter: the last word is not said again faster than this
FLASH = 0.015  # seconds for a letter: no word is said faster than this
LAST_WORDS = 3  # that are looked at
BEHAVIOUR = 5  # raised whenever the same speech is judged otherwise: part of the keys of checked speech


@dataclass(frozen=True)
class Heard:
    """What was recognised."""

    text: str
    words: tuple[Mark, ...]  # of kind "word", in the sound's own time


@dataclass(frozen=True)
class Verdict:
    """What is thought of an utterance."""

    problems: tuple[str, ...] = ()  # in words; none if it will do
    error: float = 0.0  # of the text's letters, how many were heard otherwise


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
        # It must say when its sentences end: else it goes on after the last one, and hears music, or thanks somebody.
        without_timestamps=False,
    )
    # After the last sound there are no words, whatever it makes of silence («music», thanks to an audience).
    end = _end_of_speech(sound)
    words = [word for segment in found for word in segment.words if word.start < end]
    marks = [Mark("word", word.word.strip(), float(word.start), float(word.end)) for word in words]
    kept = marks[: _real(marks)]
    return Heard("".join(word.word for word in words[: len(kept)]).strip(), tuple(kept))


def _real(marks: Sequence[Mark]) -> int:
    """How many words were heard: at the end of a sound the recogniser adds some of its own, said impossibly fast.

    It repeats the last word, or ends as films do («thank you»).
    """
    for place, word in enumerate(marks[-LAST_WORDS:], max(0, len(marks) - LAST_WORDS)):
        seconds, said = word.end - word.start, letters(word.text)
        echo = place > 0 and place == len(marks) - 1 and said == letters(marks[place - 1].text)
        if seconds < (ECHO * max(len(said), 4) if echo else FLASH * len(said)):  # «в», «a» take no time
            return place
    return len(marks)


def drawn_out(words: Sequence[Mark], language: str) -> tuple[str, ...]:
    """Words that last longer than they can: the recogniser keeps back what is said twice, or is no word at all."""
    return tuple(
        f"«{word.text}» lasts {word.end - word.start:.1f} s: something is said in it that the text does not hold"
        for word in words
        if word.end - word.start > LONGEST_WORD + LONGEST_LETTER * len(letters(in_words(word.text, language)))
    )


def unheard(words: Sequence[Mark], samples: Samples, rate: int) -> tuple[str, ...]:
    """Speech where no word was heard: the recogniser leaves out what is said twice."""
    speaks = activity(samples, rate)
    for word in words:
        speaks[max(0, round((word.start - BESIDE) / STEP)) : round((word.end + BESIDE) / STEP)] = False
    seconds = max((last - first for first, last in spans(speaks)), default=0) * STEP
    return (f"{seconds:.1f} s of speech hold no word",) if seconds > UNHEARD else ()


def judge(speech: Speech, text: str, language: str) -> Verdict:
    """Listen to an utterance and compare it with its text."""
    if not len(speech.samples) or not np.isfinite(speech.samples).all() or float(np.abs(speech.samples).max()) < 1e-3:
        return Verdict(error=1.0)  # the plain checks say what is wrong
    heard = hear(speech.samples, speech.rate, language)
    said = in_words(heard.text, language)
    found = (
        *faults(text, said),
        *drawn_out(heard.words, language),
        *unheard(heard.words, speech.samples, speech.rate),
        *said_again(speech.samples, speech.rate, text),
    )
    return Verdict(found, error_rate(text, said))


def _end_of_speech(sound: Samples) -> float:
    active = spans(activity(sound, RATE))
    return active[-1][1] * STEP if active else 0.0
