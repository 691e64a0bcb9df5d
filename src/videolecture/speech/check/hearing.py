"""Speech recognition of what an engine spoke: Whisper base through faster-whisper, on the processor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from videolecture.errors import MissingError, Term
from videolecture.speech.activity import STEP, activity, spans
from videolecture.speech.check.comparing import error_rate, faults, in_words, letters
from videolecture.speech.check.repeating import repetitions
from videolecture.types import Mark, Samples, Speech
from videolecture.weights import weight_path

WEIGHTS = ("whisper-base",)
RATE = 16_000  # Hz that Whisper listens at
THREADS = 2
LONGEST_WORD, LONGEST_LETTER = 0.65, 0.12  # seconds: a word of n letters lasts at most .65 + .12 n
LONGEST_GAP = 0.6  # seconds of speech between recognised words; in good speech at most .4
TOLERANCE = 0.1  # seconds that a word's times may be wrong by
FASTEST_REPEAT = 0.055  # seconds for a letter: a last word repeated faster than this is a hallucination
FASTEST_WORD = 0.015  # seconds for a letter: no word is spoken faster than this
LAST_WORDS = 3  # that are checked for hallucinations
WIDE = 5  # guesses that are followed at once, where what is heard will be read; one is enough to compare
BEHAVIOUR = 5  # raised whenever the same speech gets another verdict: part of the keys of checked speech


@dataclass(frozen=True)
class Heard:
    """What was recognised."""

    text: str
    words: tuple[Mark, ...]  # of kind "word", in the sound's own time


@dataclass(frozen=True)
class Verdict:
    """The result of checking an utterance."""

    problems: tuple[Term, ...] = ()  # in words; none if it will do
    error: float = 0.0  # of the text's letters, how many were heard otherwise


@cache
def _recogniser() -> Any:
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise MissingError(
            "Checked speech needs faster-whisper, which cannot be imported here ({reason}).",
            "Install it: pip install 'videolecture[check]'.",
            code="check-missing",
            reason=error,
        ) from error
    return WhisperModel(str(weight_path(WEIGHTS[0])), device="cpu", compute_type="int8", cpu_threads=THREADS)


def ready() -> None:
    """Load the recogniser. Raises MissingError when it or its weights are not there."""
    _recogniser()


def languages(samples: Samples, rate: int) -> dict[str, float]:
    """How likely each language is, ISO 639-1 -> 0..1, by the first half minute."""
    _, _, likely = _recogniser().detect_language(audio=_for_whisper(samples, rate))
    return {language: float(share) for language, share in likely}


def _for_whisper(samples: Samples, rate: int) -> Samples:
    import soxr

    return np.asarray(soxr.resample(np.nan_to_num(samples), rate, RATE), dtype=np.float32)


def hear(samples: Samples, rate: int, language: str, beams: int = 1) -> Heard:
    """Recognise a stretch of speech, with the times of its words. The same sound gives the same words."""
    sound = _for_whisper(samples, rate)
    found, _ = _recogniser().transcribe(
        sound,
        language=language,
        beam_size=beams,
        temperature=0.0,
        condition_on_previous_text=False,
        word_timestamps=True,
        # With timestamps it ends with the last sentence; without, it hallucinates more («music», «thank you»).
        without_timestamps=False,
    )
    # Words after the last sound are hallucinations of silence.
    end = _end_of_speech(sound)
    words = [word for segment in found for word in segment.words if word.start < end]
    marks = [Mark("word", word.word.strip(), float(word.start), float(word.end)) for word in words]
    kept = marks[: _recognised_count(marks)]
    return Heard("".join(word.word for word in words[: len(kept)]).strip(), tuple(kept))


def _recognised_count(marks: Sequence[Mark]) -> int:
    """How many words are genuine: at the end of a sound Whisper hallucinates words that are impossibly fast.

    It repeats the last word, or adds «thank you» as subtitles of films do.
    """
    for place, word in enumerate(marks[-LAST_WORDS:], max(0, len(marks) - LAST_WORDS)):
        seconds, said = word.end - word.start, letters(word.text)
        repeat = place > 0 and place == len(marks) - 1 and said == letters(marks[place - 1].text)
        if seconds < (FASTEST_REPEAT * max(len(said), 4) if repeat else FASTEST_WORD * len(said)):
            return place
    return len(marks)


def overlong_words(words: Sequence[Mark], language: str) -> tuple[Term, ...]:
    """Words that last longer than they can: the recogniser merges repeated or unintelligible speech into one."""
    return tuple(
        Term(
            "«{word}» lasts {seconds:.1f} s: something is said in it that the text does not hold",
            code="heard-long-word",
            word=word.text,
            seconds=word.end - word.start,
        )
        for word in words
        if word.end - word.start > LONGEST_WORD + LONGEST_LETTER * len(letters(in_words(word.text, language)))
    )


def speech_without_words(words: Sequence[Mark], samples: Samples, rate: int) -> tuple[Term, ...]:
    """Speech in which no word was recognised: the recogniser leaves out repetitions."""
    speaks = activity(samples, rate)
    for word in words:
        speaks[max(0, round((word.start - TOLERANCE) / STEP)) : round((word.end + TOLERANCE) / STEP)] = False
    seconds = max((last - first for first, last in spans(speaks)), default=0) * STEP
    if seconds <= LONGEST_GAP:
        return ()
    return (Term("{seconds:.1f} s of speech hold no word", code="heard-no-word", seconds=seconds),)


def judge(speech: Speech, text: str, language: str) -> Verdict:
    """Recognise an utterance and compare it with its text."""
    if not len(speech.samples) or not np.isfinite(speech.samples).all() or float(np.abs(speech.samples).max()) < 1e-3:
        return Verdict(error=1.0)  # the plain checks say what is wrong
    heard = hear(speech.samples, speech.rate, language)
    said = in_words(heard.text, language)
    found = (
        *faults(text, said),
        *overlong_words(heard.words, language),
        *speech_without_words(heard.words, speech.samples, speech.rate),
        *repetitions(speech.samples, speech.rate, text),
    )
    return Verdict(found, error_rate(text, said))


def _end_of_speech(sound: Samples) -> float:
    active = spans(activity(sound, RATE))
    return active[-1][1] * STEP if active else 0.0
