"""A lecture's text -> slides, and a slide's sentences -> fragments, by the original service's sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from videolecture.errors import InputError

DELIMITER = "_;"
SENTENCES_PER_FRAGMENT = 5
WORDS_PER_FRAGMENT = 65  # where a slide has one sentence only
# A sentence as long as this is text without full stops; it is cut like a slide of one sentence.
LONGEST_SENTENCE = 3 * WORDS_PER_FRAGMENT  # words

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[,;:.!?…)—–]$|^[—–-]$")


def slide_texts(text: str, delimiter: str = DELIMITER) -> tuple[str, ...]:
    """The slides' texts, stripped. An empty slide keeps its place, a trailing delimiter makes no slide.

    Raises InputError when nothing is left to say.
    """
    if not delimiter.strip():
        raise InputError("The slide delimiter is empty.", "Set one that the text does not use otherwise, like «_;».")
    if not text.strip():
        raise InputError("The lecture text is empty.", "Write what is to be said into it.")
    parts = [part.strip() for part in text.split(delimiter)]
    if not any(parts):
        raise InputError(
            f"The lecture text holds only slide delimiters («{delimiter}») and nothing to say.",
            "Write the text of the slides between them.",
        )
    if not parts[-1]:
        parts.pop()
    return tuple(parts)


def fragments(sentences: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Group one slide's sentences: at most five together, at most 65 words where there is one sentence only."""
    if len(sentences) == 1:
        yield from ((piece,) for piece in pieces(sentences[0]))
        return
    group: list[str] = []
    for sentence in sentences:
        if len(_WORD.findall(sentence)) > LONGEST_SENTENCE:
            if group:
                yield tuple(group)
                group = []
            yield from ((piece,) for piece in pieces(sentence))
            continue
        group.append(sentence)
        if len(group) == SENTENCES_PER_FRAGMENT:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def pieces(sentence: str) -> Iterator[str]:
    """Cut one sentence into pieces of at most 65 words, where a clause ends if one ends in a piece's second half."""
    words = list(_WORD.finditer(sentence))
    first = 0
    while len(words) - first > WORDS_PER_FRAGMENT:
        last = first + WORDS_PER_FRAGMENT
        for cut in range(last, first + WORDS_PER_FRAGMENT // 2, -1):
            if _CLAUSE_END.search(words[cut - 1].group()):
                last = cut
                break
        yield sentence[words[first].start() : words[last - 1].end()]
        first = last
    yield sentence[words[first].start() :].strip()
