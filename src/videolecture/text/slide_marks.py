"""What an author writes about the slide: `[next]`, `[point:0.62,0.4]`, `[highlight:x,y,w,h]`, `[layout:NAME]`,
`[clip:demo.mp4]`; and about who speaks: `[synth]...[/synth]`.

These marks are taken out before anything else looks at the text, so that they change nothing of what is spoken or
shown, and are put at their words afterwards. A mark's place is the number of characters before it, spaces not counted:
that survives whatever is done to spaces and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from videolecture.errors import Term
from videolecture.text import markup
from videolecture.text.mistyped import mistyped
from videolecture.types import Fragment, SlideMark

ANY_MARK = r"\[(?:next|/?synth|(?:point|highlight|layout|clip):[^\]\n]*)\]"
_MARK = re.compile(
    r"\[(?:(?P<bare>next|/?synth)|(?P<kind>point|highlight|layout|clip):(?P<said>[^\]\n]*))\]", re.IGNORECASE
)
_LINE_OF_MARKS = re.compile(rf"^[ \t]*(?:{ANY_MARK}[ \t]*)+(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)
_NUMBER = r"\s*([01]?\.\d+|[01])\s*"
_NUMBERS = {"point": re.compile(",".join([_NUMBER] * 2)), "highlight": re.compile(",".join([_NUMBER] * 4))}
_USAGE = {"point": "[point:0.62,0.4]", "highlight": "[highlight:0.1,0.2,0.5,0.3]"}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Placed:
    """A mark and the characters before it, spaces not counted."""

    kind: Literal["next", "point", "highlight"]
    at: int
    place: tuple[float, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Text of a slide without a film in it: cleared of marks, and where they stood. `clip` is the film after it."""

    text: str
    marks: tuple[Placed, ...]
    clip: str = ""
    synth: bool = False  # an engine speaks it, whatever is recorded


@dataclass(frozen=True)
class SlideText:
    """A slide's text, taken apart."""

    stretches: tuple[Stretch, ...]
    layout: str = ""
    warnings: tuple[Term, ...] = ()


def take(text: str) -> SlideText:
    """A slide's text without its marks; text that has none is one stretch, as it is."""
    warnings = list(mistyped(without(text))) if "[" in text else []
    if not _MARK.search(text):
        return SlideText((Stretch(text, ()),), warnings=tuple(warnings))
    stretches: list[Stretch] = []
    layout, rest, synth = "", _without_lines(text), False
    pieces: list[str] = []
    marks: list[Placed] = []
    while found := _MARK.search(rest):
        before, rest = _apart(rest[: found.start()], rest[found.end() :], bool(pieces))
        pieces.append(before)
        kind, said = (found["kind"] or found["bare"]).lower(), (found["said"] or "").strip()
        at = len(_SPACE.sub("", "".join(pieces)))
        if (kind == "clip" and said) or kind in ("synth", "/synth"):
            stretches.append(Stretch("".join(pieces), tuple(marks), said, synth))
            pieces, marks = [], []
            synth = kind == "synth" if kind != "clip" else synth
        elif kind == "layout" and said and not at and not stretches:
            layout = said
        elif kind == "next":
            marks.append(Placed("next", at))
        elif place := _place(kind, said):
            marks.append(Placed("point" if kind == "point" else "highlight", at, place))
        else:
            warnings.append(_complaint(found.group(), kind))
    stretches.append(Stretch("".join([*pieces, rest]), tuple(marks), synth=synth))
    return SlideText(tuple(stretches), layout, tuple(warnings))


def marked(fragment: Fragment) -> str:
    """A fragment's text with its marks at their words, a film by its name: how an author would write it."""
    if fragment.clip:
        return f"[clip:{fragment.clip}]"
    sentences = [sentence.text.split() for sentence in fragment.sentences]
    for mark in reversed(fragment.marks):
        place = ":" + ",".join(f"{number:g}" for number in mark.place) if mark.place else ""
        sentences[mark.sentence].insert(mark.word, f"[{mark.kind}{place}]")
    text = " ".join(word for words in sentences for word in words)
    return f"[synth]{text}[/synth]" if fragment.synth else text


def without(text: str) -> str:
    """The text without marks, for a look at its words only."""
    return _MARK.sub("", text) if "[" in text else text


def _without_lines(text: str) -> str:
    """Marks on lines of their own stand at the beginning of the next line, so that their line breaks go."""
    return _LINE_OF_MARKS.sub(lambda found: found.group().strip() + " ", text)


def _apart(before: str, after: str, begun: bool) -> tuple[str, str]:
    """What stands before and after a mark, with one space less where it had one on both sides, or nothing follows."""
    begins_line = (not before.strip(" \t") and not begun) or before.endswith("\n")
    if begins_line:
        return before, after.lstrip(" \t")
    if before[-1:] in (" ", "\t") and (not after or after[0].isspace() or after[0] in ".,;:!?…)»”"):
        return before.rstrip(" \t"), after
    return before, after


def _place(kind: str, said: str) -> tuple[float, ...]:
    """The numbers of a pointer or a highlight; () unless they lie on the slide."""
    found = _NUMBERS[kind].fullmatch(said) if kind in _NUMBERS else None
    numbers = tuple(float(number) for number in found.groups()) if found else ()
    inside = all(0 <= number <= 1 for number in numbers)
    if kind == "highlight" and numbers:
        x, y, width, height = numbers
        inside = inside and width > 0 and height > 0 and x + width <= 1.0001 and y + height <= 1.0001
    return numbers if inside else ()


def _complaint(written: str, kind: str) -> Term:
    if kind in _USAGE:
        return Term(
            "«{mark}» is not understood and is left out; write fractions of the slide: {usage}.",
            code="mark-unknown",
            mark=written,
            usage=_USAGE[kind],
        )
    if kind == "layout":
        return Term(
            "«{mark}» is left out: a layout is set at the head of a slide's text, by its name.",
            code="mark-layout-late",
            mark=written,
        )
    return Term("«{mark}» names no film and is left out; write [clip:demo.mp4].", code="mark-no-film", mark=written)


class Places:
    """Puts marks at the words of the sentences that a stretch of text was cut into, in order."""

    def __init__(self, stretch: Stretch) -> None:
        self._text = _SPACE.sub("", stretch.text)
        self._marks = list(stretch.marks)
        self._at = 0  # characters of the text that sentences were found for

    def of_sentence(self, sentence: str, index: int) -> Iterator[SlideMark]:
        """The marks before and in a sentence, as it was cut out of the text; `index`: its place in the fragment."""
        compact = _SPACE.sub("", sentence)
        begin = max(self._text.find(compact, self._at), self._at)
        self._at = begin + len(compact)
        while self._marks and self._marks[0].at < self._at:
            mark = self._marks.pop(0)
            yield SlideMark(mark.kind, index, _word(sentence, mark.at - begin), mark.place)

    def rest(self) -> Iterator[SlideMark]:
        """The marks that stand after every sentence so far, for the first word of whatever follows."""
        for mark in self._marks:
            yield SlideMark(mark.kind, 0, 0, mark.place)
        self._marks.clear()


def with_marks(fragment: Fragment, marks: Sequence[SlideMark]) -> tuple[Fragment, tuple[SlideMark, ...]]:
    """The fragment with those of the marks that stand in its sentences; the others, for the beginning of the next."""
    count = len(fragment.sentences)
    own = tuple(mark for mark in marks if mark.sentence < count)
    late = tuple(replace(mark, sentence=0, word=0) for mark in marks if mark.sentence >= count)
    return replace(fragment, marks=own), late


def at_the_end(fragment: Fragment, marks: Sequence[SlideMark]) -> Fragment:
    """The fragment with marks that stand behind its last word."""
    last = len(fragment.sentences) - 1
    words = len(fragment.sentences[last].text.split())
    behind = tuple(replace(mark, sentence=last, word=words) for mark in marks)
    return replace(fragment, marks=(*fragment.marks, *behind))


def _word(sentence: str, characters: int) -> int:
    """Which word of the written sentence begins, or goes on, after so many characters that are no spaces."""
    if characters <= 0:
        return 0
    position = _position(sentence, characters)
    words = len(markup.written(sentence[:position]).split())
    rest = sentence[position:].partition(" ")[0]  # of the word that the mark stands in, if it does
    inside = not sentence[position - 1].isspace() and any(character.isalnum() for character in rest)
    return max(0, words - inside)


def _position(sentence: str, characters: int) -> int:
    """The index of the character after so many that are no spaces; spaces are passed over."""
    seen = 0
    for position, character in enumerate(sentence):
        if seen == characters and not character.isspace():
            return position
        seen += not character.isspace()
    return len(sentence)
