"""A recording cut at the sentences of its text: which stretch of it is which fragment.

The text's words are matched with those that were heard; between two sentences the recording is cut in a pause near the
place where the recogniser turns from one to the other. Its times alone are a few tenths of a second wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from videolecture.speech.recorded.listening import Listened
from videolecture.speech.recorded.said import Difference, Said, compared
from videolecture.speech.recorded.stretches import SaidSentence, Stretch
from videolecture.types import Fragment

# Seconds of a recording kept before a fragment's first sound and after its last one. A longer pause is shortened.
BEFORE, AFTER = 0.3, 1.5
REACH = 0.4  # seconds that a recogniser's times may be wrong by
NEAR = 1.5  # what a second of distance costs a pause against another one, in seconds of length
LONG_ENOUGH = 1.0  # seconds of a pause that count
ONSET, ENDING = 0.03, 0.06  # seconds of soft sound before and after what is loud enough to be seen as speech


@dataclass(frozen=True)
class Cut:
    """A recording cut to the fragments of a text."""

    stretches: tuple[Stretch, ...]  # one for each fragment
    differences: tuple[Difference, ...]  # what was said otherwise than the text has it


def cut(fragments: Sequence[Fragment], heard: Listened, name: str) -> Cut:
    """The stretches of the recording. `name`: of the recording, for messages.

    Raises InputError for a recording that does not belong to the text, or in which a whole fragment is not said.
    """
    sentences = [(place, sentence) for place, one in enumerate(fragments) for sentence in one.sentences]
    said, differences = compared(fragments, heard, name)
    spans = _spans(said, heard)
    stretches, at = [], 0
    for place in range(len(fragments)):
        count = sum(owner == place for owner, _ in sentences)
        own = spans[at : at + count]
        stretches.append(
            Stretch(
                round(max(own[0].before, own[0].start - BEFORE), 3),
                round(min(own[-1].after, own[-1].end + AFTER), 3),
                tuple(
                    SaidSentence(round(span.start, 3), round(span.end, 3), one.words)
                    for span, one in zip(own, said[at : at + count], strict=True)
                ),
            )
        )
        at += count
    return Cut(tuple(stretches), differences)


@dataclass(frozen=True)
class _Span:
    """A sentence between the cuts before and after it."""

    before: float
    start: float
    end: float
    after: float


def _spans(said: Sequence[Said], heard: Listened) -> list[_Span]:
    present = [place for place, one in enumerate(said) if one.times]
    cuts = {}
    last = 0.0
    for left, right in pairwise(present):
        cuts[right] = last = _cut_between(said[left], said[right], heard.speech, last)
    ends = [*(cuts[place] for place in present[1:]), heard.seconds]
    found: dict[int, _Span] = {}
    for place, after in zip(present, ends, strict=True):
        before = cuts.get(place, 0.0)
        found[place] = _Span(before, *_sounds(said[place], heard.speech, before, after), after)
    spans, at = [], 0.0
    for place in range(len(said)):
        span = found.get(place) or _Span(at, at, at, at)
        spans.append(span)
        at = span.after
    return spans


def _cut_between(left: Said, right: Said, speech: Sequence[tuple[float, float]], least: float) -> float:
    """In the pause between two sentences, near its end; where there is none, where the recogniser turns."""
    ends, begins = left.times[-1], right.times[0]
    first = (ends[0] + ends[1]) / 2 - REACH
    last = (begins[0] + begins[1]) / 2 + REACH
    turn = sorted((ends[1], begins[0]))
    best, score = max(least, (ends[1] + begins[0]) / 2), 0.0
    for (_, start), (end, _) in pairwise(speech):
        if end < first or start > last or end <= least:
            continue
        away = max(start - turn[1], turn[0] - end, 0.0)
        worth = min(end - start, LONG_ENOUGH) - NEAR * away
        if worth > score:
            best, score = end - min(BEFORE, (end - start) / 2), worth
    return best


def _sounds(one: Said, speech: Sequence[tuple[float, float]], before: float, after: float) -> tuple[float, float]:
    """From the first sound of a sentence to its last one, inside its cuts."""
    first, last = one.times[0], one.times[-1]
    inside = [(max(a, before), min(b, after)) for a, b in speech if b > before and a < after]
    own = [(a, b) for a, b in inside if b >= first[0] - REACH and a <= last[1] + REACH]
    if not own:
        return max(before, first[0]), min(after, last[1])
    return max(before, own[0][0] - ONSET), min(after, own[-1][1] + ENDING)
