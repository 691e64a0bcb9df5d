"""What one engine call speaks: sentences longer than an engine takes are split where a reader would breathe."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from videolecture.types import Sentence

BREATH = 0.15  # seconds of silence where a sentence is split after a sign
SEAM = 0.03  # seconds where it has to be split between words


@dataclass(frozen=True)
class Utterance:
    """One engine call."""

    sentence: int  # index of the sentence it belongs to
    text: str
    language: str
    pause: float  # seconds of silence after it


def utterances(sentences: Sequence[Sentence], language: str, longest: Callable[[str], int]) -> tuple[Utterance, ...]:
    """The engine calls of some sentences, in order; `longest(language)` in characters, 0 for no limit.

    What holds no letter or digit makes no utterance, but its pause stays.
    """
    spoken: list[Utterance] = []
    for index, sentence in enumerate(sentences):
        for phrase in sentence.phrases:
            parts = [
                part
                for part in split(phrase.spoken, longest(phrase.language or language))
                if any(sign.isalnum() for sign in part)
            ]
            for number, part in enumerate(parts, start=1):
                inner = BREATH if part[-1] in ",;:–—" else SEAM
                pause = phrase.pause if number == len(parts) else inner
                spoken.append(Utterance(index, part, phrase.language or language, pause))
            if not parts and spoken:
                last = spoken.pop()
                spoken.append(Utterance(last.sentence, last.text, last.language, last.pause + phrase.pause))
    return tuple(spoken)


def split(text: str, longest: int) -> tuple[str, ...]:
    """Parts of at most `longest` characters: cut after a sign if there is one late enough, else between words."""
    rest, parts = " ".join(text.split()), []
    while longest and len(rest) > longest:
        at = _cut(rest, longest)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _cut(text: str, longest: int) -> int:
    """Where to cut: after the strongest sign nearest to the middle of what remains, in the first `longest` signs."""
    # Halves of like length sound better than a long part and a scrap.
    wanted = min(longest, max(len(text) / 2, longest / 2))
    for signs in (r"[.!?…](?=\s)", r"[;:–—](?=\s)", r",(?=\s)", r"\S(?=\s)"):
        cuts = [found.end() for found in re.finditer(signs, text) if longest * 0.25 <= found.end() <= longest]
        if cuts:
            return min(cuts, key=lambda cut: (abs(cut - wanted), cut))
    return longest
