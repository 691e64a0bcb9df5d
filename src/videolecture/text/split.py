"""A lecture's text -> slides, and a slide's sentences -> fragments, by the original service's sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from videolecture.errors import InputError
from videolecture.text.breath import best_cut

DELIMITER = "_;"
SENTENCES_PER_FRAGMENT = 5
WORDS_PER_FRAGMENT = 65  # where a slide has one sentence only
# A sentence as long as this is text without full stops; it is cut like a slide of one sentence.
LONGEST_SENTENCE = 3 * WORDS_PER_FRAGMENT  # words

LONGEST_PIECE = 1_500  # characters of a piece; words are shorter than 23 letters, as a rule
_LONG_WORD = 60  # characters; more are several words, of a script without spaces or of none
_PER_WORD = 5  # characters that such a stretch counts as one word
_WORD = re.compile(r"\S+")
_UNSPACED_END = re.compile(r"[，、；：,;:]")


def slide_texts(text: str, delimiter: str = DELIMITER) -> tuple[str, ...]:
    """The slides' texts, stripped. An empty slide keeps its place, a trailing delimiter makes no slide.

    Raises InputError when nothing is left to say.
    """
    if not delimiter.strip():
        raise InputError(
            "The slide delimiter is empty.",
            "Set one that the text does not use otherwise, like «_;».",
            code="delimiter-empty",
        )
    if not text.strip():
        raise InputError(
            "The lecture text is empty.",
            "Write what is to be said into it.",
            code="text-nothing",
        )
    parts = [part.strip() for part in text.split(delimiter)]
    if not any(parts):
        raise InputError(
            "The lecture text holds only slide delimiters («{delimiter}») and nothing to say.",
            "Write the text of the slides between them.",
            code="text-only-delimiters",
            delimiter=delimiter,
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
        if len(sentence) > LONGEST_SENTENCE and _length(sentence) > LONGEST_SENTENCE:
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


def _words(sentence: str) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends; a stretch without spaces, as Chinese is, in parts."""
    for match in _WORD.finditer(sentence):
        start, end = match.span()
        longest = WORDS_PER_FRAGMENT * _PER_WORD
        while end - start > longest:
            signs = list(_UNSPACED_END.finditer(sentence, start + longest // 2, start + longest))
            cut = signs[-1].end() if signs else start + longest
            yield start, cut
            start = cut
        yield start, end


def _weight(start: int, end: int) -> int:
    return 1 if end - start <= _LONG_WORD else (end - start) // _PER_WORD


def _length(sentence: str) -> int:
    """In words."""
    return sum(_weight(*word) for word in _words(sentence))


def pieces(sentence: str) -> Iterator[str]:
    """Cut one sentence into pieces of at most 65 words, where a reader would breathe in a piece's second half."""
    words = list(_words(sentence))
    first = 0
    while (last := _furthest(words, first)) < len(words):
        tokens = [sentence[start:end] for start, end in words[first : first + 2 * WORDS_PER_FRAGMENT]]
        taken = last - first
        last = first + best_cut(tokens, min(taken // 2 + 1, taken), taken)
        yield sentence[words[first][0] : words[last - 1][1]]
        first = last
    yield sentence[words[first][0] :].strip()


def _furthest(words: Sequence[tuple[int, int]], first: int) -> int:
    """The index after the last word that fits into a piece."""
    weight, last = 0, first
    while last < len(words):
        weight += _weight(*words[last])
        long = words[last][1] - words[first][0] > LONGEST_PIECE
        if last > first and (weight > WORDS_PER_FRAGMENT or long):
            break
        last += 1
    return last
