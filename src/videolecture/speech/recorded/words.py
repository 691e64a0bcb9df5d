"""The words of a text and those that were heard, so that they can be compared: letters only, numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from videolecture.speech.check.comparing import in_words, letters
from videolecture.speech.recorded.listening import Listened
from videolecture.types import Fragment, Mark

_FRACTION = re.compile(r"[.,]\d")


@dataclass(frozen=True)
class Word:
    """A word of the text."""

    spoken: str  # as a speech engine is given it
    letters: str
    sentence: int
    fragment: int  # by its place


@dataclass(frozen=True)
class HeardWord:
    """A word that was heard; of a number, one of its words."""

    letters: str
    text: str
    start: float
    end: float


def wanted_words(fragments: Sequence[Fragment]) -> list[Word]:
    """The words of a text as they are spoken."""
    found, number = [], 0
    for place, one in enumerate(fragments):
        for sentence in one.sentences:
            found += [Word(word, letters(word), number, place) for word in sentence.spoken.split() if letters(word)]
            number += 1
    return found


def heard_words(listened: Listened) -> Iterator[HeardWord]:
    """The words as they sound: «1752» is five."""
    for text, start, end in _joined(listened.words, listened.language):
        words = [word for word in in_words(text, listened.language).split() if letters(word)]
        length = (end - start) / max(len(words), 1)
        for place, word in enumerate(words):
            yield HeardWord(letters(word), word, start + place * length, start + (place + 1) * length)


def _joined(marks: Sequence[Mark], language: str) -> Iterator[tuple[str, float, float]]:
    """The marks' texts and times, those joined that are read together: «1» «,4», «4» «км.»."""
    text, start, end = "", 0.0, 0.0
    for mark in marks:
        if text[-1:].isdigit() and _FRACTION.match(mark.text):
            text, end = text + mark.text, mark.end
        elif text and any(sign.isdigit() for sign in text) and _is_unit(text, mark.text, language):
            text, end = f"{text} {mark.text}", mark.end
        else:
            if text:
                yield text, start, end
            text, start, end = mark.text, mark.start, mark.end
    if text:
        yield text, start, end


def _is_unit(number: str, following: str, language: str) -> bool:
    together, apart = in_words(f"{number} {following}", language), in_words(number, language)
    return letters(together) != letters(apart) + letters(following)
