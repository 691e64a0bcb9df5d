"""What languages share whose words are read by rule: words in parts, consonants by a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Rules = tuple[tuple[re.Pattern[str], str], ...]  # spelling at a place and its symbols; "": the letters themselves


def rules(*given: tuple[str, str]) -> Rules:
    """A table, the longest spellings first."""
    return tuple((re.compile(pattern), symbols) for pattern, symbols in given)


def sounds_of(word: str, said: Callable[[str], Iterable[tuple[int, str]]]) -> Iterator[tuple[int, str]]:
    """The symbols of a word by the places of its letters, in order; what hyphens and apostrophes part is said apart."""
    start = 0
    for part in re.split(r"(['-])", word):
        if part.isalpha():
            yield from ((start + at, symbols) for at, symbols in said(part) if symbols)
        start += len(part)


def consonant(table: Rules, word: str, at: int) -> tuple[str, int]:
    """The symbols of the consonants at a place, and where they end."""
    for pattern, symbols in table:
        if found := pattern.match(word, at):
            return symbols or found.group().replace("h", ""), found.end()
    return "", at + 1
