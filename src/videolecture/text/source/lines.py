"""A lecture's text as numbered lines, and the notes of what was found in it that is not speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from videolecture.errors import Term

NAMED = 3  # places that a note names; the others are counted
_LONGEST = 40  # characters of a place's excerpt


class Line(NamedTuple):
    """One line of the file, while the steps of this package work on it."""

    number: int  # in the file, from 1
    text: str
    slide: int  # from 1

    def but(self, text: str) -> Line:
        """The same line with another text."""
        return self._replace(text=text)


@dataclass
class Notes:
    """What a user should know of the lecture's source: one note of each kind, which names places."""

    found: dict[Term, list[tuple[Line, str]]] = field(default_factory=dict)
    said: list[tuple[int, Term]] = field(default_factory=list)  # (slide, note) that needs no places
    unsaid: set[Term] = field(default_factory=set)  # the kinds that are words which nobody will hear

    def add(self, kind: Term, line: Line, what: str, unsaid: bool = False) -> None:
        """`kind` is a sentence's beginning; `what` stands in the line. `unsaid`: words of the author's are left out."""
        self.found.setdefault(kind, []).append((line, what))
        if unsaid:
            self.unsaid.add(kind)

    def say(self, slide: int, note: Term) -> None:
        """A note of its own."""
        self.said.append((slide, note))

    def told(self) -> Iterator[tuple[int, Term, bool]]:
        """(slide of the first place, note, whether words are left unsaid)."""
        yield from ((slide, note, False) for slide, note in self.said)
        for kind, places in self.found.items():
            note = Term("{kind}: {places}.", code="source-note", kind=kind, places=_named(places))
            yield places[0][0].slide, note, kind in self.unsaid


def _named(places: Sequence[tuple[Line, str]]) -> Term:
    """The first of these places, and how many there are more."""
    first, *others = (
        Term("«{excerpt}» (line {line})", code="source-place", excerpt=_excerpt(what), line=line.number)
        for line, what in places[:NAMED]
    )
    named = first
    for place in others:
        named = Term("{places}, {place}", code="source-places", places=named, place=place)
    if len(places) > NAMED:
        named = Term("{places} and {count} more", code="source-more", places=named, count=len(places) - NAMED)
    return named


def _excerpt(what: str) -> str:
    """What stands at a place, or how it begins; a short text of several languages stays one."""
    shown = " ".join(what.split())
    if len(shown) > _LONGEST:
        return f"{shown[:_LONGEST]}…"
    return what if isinstance(what, Term) and shown == what else shown


def lines_of(parts: Sequence[str], delimiter: str) -> list[Line]:
    """The lines of a lecture's slides, which `delimiter` separated, numbered as in the file."""
    made: list[Line] = []
    number = 1
    for slide, part in enumerate(parts, 1):
        texts = part.split("\n")
        made += [Line(number + at, text, slide) for at, text in enumerate(texts)]
        number += len(texts) - 1 + delimiter.count("\n")
    return made


def slides_of(lines: Iterable[Line], count: int) -> list[str]:
    """The texts of `count` slides."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for line in lines:
        texts[line.slide - 1].append(line.text)
    return ["\n".join(own).strip() for own in texts]


def blank(line: Line) -> bool:
    """Whether nothing stands in the line."""
    return not line.text.strip()
