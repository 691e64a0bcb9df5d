"""What was heard, as a lecture text: slides at long pauses, paragraphs at shorter ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from videolecture.speech.recorded.listening import Listened
from videolecture.types import Mark

SLIDE_PAUSE, PARAGRAPH_PAUSE = 2.0, 1.0  # seconds
SURELY = 2.0  # times a slide's pause: then a slide ends even where no sentence seems to
_ENDS, _AFTER_END = ".!?…", '»"”)'
_GLUED = ",.;:!?…%°»)-"  # a recogniser's word that begins so goes on the word before it
_MARKS = str.maketrans("", "", "[]")  # signs that mean something in a lecture text


def slides(listened: Listened, slide_pause: float, paragraph_pause: float) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of each slide. A slide and a paragraph end with a sentence, unless the pause is very long."""
    found: list[list[list[str]]] = [[[]]]
    words = [word for word in listened.words if word.text.translate(_MARKS).strip()]
    pauses = [*pauses_between(words, listened.speech), 0.0]
    for place, (word, pause) in enumerate(zip(words, pauses, strict=True)):
        paragraph = found[-1][-1]
        said = word.text.translate(_MARKS).strip()
        if paragraph and said[0] in _GLUED:  # «1» «,4», «по» «-моему»
            paragraph[-1] += said
        else:
            paragraph.append(said if paragraph else said[:1].upper() + said[1:])
        following = words[place + 1].text if place + 1 < len(words) else ""
        ends = _ends_sentence(said) or following[:1].isupper()
        if pause >= SURELY * slide_pause or (ends and pause >= slide_pause):
            found.append([[]])
        elif _ends_sentence(said) and pause >= paragraph_pause:
            found[-1].append([])
    return tuple(
        tuple(_with_end(" ".join(paragraph)) for paragraph in slide if paragraph) for slide in found if slide != [[]]
    )


def pauses_between(words: Sequence[Mark], speech: Sequence[tuple[float, float]]) -> Iterator[float]:
    """The seconds of silence between each word and the next.

    By the sound: a recogniser often lets a word last through the pause beside it. A silence belongs to the gap between
    two words that is nearest to its middle.
    """
    gaps = [(before.end, after.start) for before, after in pairwise(words)]
    longest = [0.0] * len(gaps)
    place = 0
    for (_, start), (end, _) in pairwise(speech):
        middle = (start + end) / 2
        while place + 1 < len(gaps) and _away(gaps[place + 1], middle) <= _away(gaps[place], middle):
            place += 1
        if gaps:
            longest[place] = max(longest[place], end - start)
    yield from longest


def _away(gap: tuple[float, float], time: float) -> float:
    first, last = min(gap), max(gap)
    return max(first - time, time - last, 0.0)


def _ends_sentence(word: str) -> bool:
    return word.rstrip(_AFTER_END)[-1:] in _ENDS and word.rstrip(_AFTER_END) != ""


def _with_end(paragraph: str) -> str:
    return paragraph if _ends_sentence(paragraph) else paragraph.rstrip(",;:–— ") + "."
