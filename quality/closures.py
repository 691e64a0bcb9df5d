"""When lips must be shut, by three witnesses: the engine's marks, a forced aligner, and a recogniser's words.

The recogniser tells words only: their letters are taken to be of one length, as anyone can do who has nothing but the
sound and the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from videolecture.types import Mark, Samples, Speech
from videolecture.weights import weight_path

BILABIAL = "пбмpbm"
Span = tuple[float, float]  # seconds
PAUSE = 0.25  # seconds between words of two utterances


def by_engine(speech: Speech) -> list[Span]:
    """As the speech engine says."""
    return [(viseme.start, viseme.end) for viseme in speech.visemes if viseme.name == "pp"]


def by_aligner(speech: Speech, language: str) -> list[Span]:
    """As PocketSphinx hears them; none in words that its dictionary lacks."""
    from quality.aligner import Aligner

    found: list[Span] = []
    aligner = Aligner(language)
    for first, last in _utterances(speech):
        samples = speech.samples[round(first * speech.rate) : round(last * speech.rate)]
        marks = [
            Mark(mark.kind, mark.text, mark.start - first, mark.end - first)
            for mark in speech.marks
            if first <= mark.start and mark.end <= last
        ]
        for _, word in aligner.align(samples, speech.rate, marks):
            ends = [*(start for _, start in word.phones[1:]), word.end]
            found += [
                (first + start, first + end)
                for (phone, start), end in zip(word.phones, ends, strict=True)
                if phone in ("P", "B", "M")
            ]
    return found


def by_recogniser(samples: Samples, rate: int, language: str) -> list[Span]:
    """As whisper-base hears the words, each of their letters as long as the others."""
    import soxr
    from faster_whisper import WhisperModel

    listener = WhisperModel(str(weight_path("whisper-base")), device="cpu")
    sound = np.asarray(soxr.resample(samples, rate, 16_000), dtype=np.float32)
    segments, _ = listener.transcribe(
        sound, language=language, beam_size=5, temperature=0.0, word_timestamps=True, condition_on_previous_text=False
    )
    words = [(word.word, word.start, word.end) for segment in segments for word in segment.words or ()]
    return [span for text, start, end in words for span in even(text, start, end)]


def even(word: str, start: float, end: float) -> Iterator[Span]:
    """Spans of the letters that shut the lips, if all of a word's are of one length; «ph» does not shut them."""
    letters = [sign for sign in word.lower() if sign.isalpha()]
    step = (end - start) / max(len(letters), 1)
    for at, letter in enumerate(letters):
        if letter in BILABIAL and letters[at : at + 2] != ["p", "h"]:
            yield start + at * step, start + (at + 1) * step


def _utterances(speech: Speech) -> Iterator[Span]:
    """What lies between pauses: an aligner loses its way in long silences."""
    words: Sequence[Mark] = [mark for mark in speech.marks if mark.kind == "word"]
    group: list[Mark] = []
    for word in words:
        if group and word.start - group[-1].end > PAUSE:
            yield _padded(group, speech)
            group = []
        group.append(word)
    if group:
        yield _padded(group, speech)


def _padded(group: Sequence[Mark], speech: Speech) -> Span:
    return max(0.0, group[0].start - PAUSE / 2), min(speech.duration, group[-1].end + PAUSE / 2)
