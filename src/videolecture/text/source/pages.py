"""Page numbers and running heads that a PDF's text layer has between the lines: found, named, left out.

Not every number on a line of its own is one: it is where it breaks a sentence, stands at a page's end (a form feed),
is written as one («- 5 -», «стр. 5», «Page 5 of 9»), or counts on with others. A line of words alone is a head where it
returns, is numbered, or stands in capitals, beside a page's number or inside a word; else it is the author's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from videolecture.errors import Term
from videolecture.text.ru.morphology import nouns
from videolecture.text.source.lines import Line, Notes, blank
from videolecture.text.tables import words

KIND = Term("Page numbers and running heads, left out", code="source-pages")
LONGEST_HEAD = 90  # characters
MOST_TOGETHER = 4  # a foot with its number and a head with its own
_BARE = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_WRITTEN = re.compile(
    r"[-–—]\s?\d{1,4}\s?[-–—]|(?:стр(?:аница|\.)?|с\.|page|p\.|pg\.)\s?\d{1,4}(?:\s?(?:из|of|/)\s?\d{1,4})?"
    r"|\d{1,4}\s(?:из|of)\s\d{1,4}|\[\s?(?:стр\.|page|p\.)\s?\d{1,4}\s?\]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,4}(?:\s*[|·•–—]\s*|\s{2,}|\s(?=[A-ZА-ЯЁ]))\S.*|.*\S(?:\s*[|·•–—]\s*|\s+)\d{1,4}")
_ENDS = re.compile(r"[.!?:;…][»”\"')\]]*$")
_GOES_ON = re.compile(r"[\s«\"(„]*[a-zа-яё]")
_LAID_OUT = re.compile(r"\S\s{3,}\d{1,4}$|^\d{1,4}\s{3,}\S")  # the number at the other margin
_CUT = re.compile(r"[^\W\d_][-¬\u00ad]$")
_NO_HEAD = re.compile(r"[,:;!?]$|[^\W\d_]\.$")
_NAMED = re.compile(
    r"(?:глава|часть|раздел|лекция|тема|параграф|урок|занятие|chapter|part|section|lecture|unit|lesson)\s[\dIVXLC]+\b|[\d§]",
    re.IGNORECASE,
)
_AFTER_NUMBERS = re.compile(
    r"\s*(?:год|гг?\.|лет|век|вв?\.|%|руб|тыс|млн|млрд|кг|км|см|мм|м\b|percent|million|years?\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class _Mark:
    """A line that may be a page's number or head."""

    index: int  # in the lines
    place: int  # among the lines in which something stands
    text: str
    bare: bool  # a number and nothing else
    written: bool  # in a way that only pages are numbered
    repeated: bool
    numbered: bool  # a head with the page's number
    capitals: bool
    alone: bool  # with blank lines around it, or inside a word that a hyphen cuts


def without_page_marks(lines: list[Line], notes: Notes) -> list[Line]:
    """The lines without page numbers and running heads; the sentences that they broke go on."""
    solid = [index for index, line in enumerate(lines) if not blank(line)]
    marks = _marks(lines, solid)
    counting = _counting(lines, solid, marks) | _facing(marks)
    gone: set[int] = set()
    proven: set[str] = set()  # heads that stood where only a head can
    for run in _runs(marks):
        left = _left_out(lines, solid, run, counting)
        gone |= {mark.index for mark in left}
        proven |= {_normal(mark.text) for mark in left if mark.repeated}
    first: set[str] = set()
    for mark in marks:
        head = _normal(mark.text)
        if mark.repeated and head in proven and mark.index not in gone and head in first:
            gone.add(mark.index)
        first.add(head)
    for index in sorted(gone):
        notes.add(KIND, lines[index], lines[index].text.strip())
    gone |= _gaps(lines, solid, gone)
    return [line.but(line.text.replace("\f", "")) for index, line in enumerate(lines) if index not in gone]


def _normal(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).lower()


def _marks(lines: list[Line], solid: list[int]) -> list[_Mark]:
    short = [lines[index].text for index in solid if len(lines[index].text) <= LONGEST_HEAD]
    counts = Counter(map(_normal, short))
    found = []
    for place, index in enumerate(solid):
        text = lines[index].text.strip()
        if len(text) > LONGEST_HEAD:
            continue
        bare, written = bool(_BARE.fullmatch(text)), bool(_WRITTEN.fullmatch(text))
        head = not bare and len(text) > 2 and (text[0].isupper() or text[0].isdigit()) and not _NO_HEAD.search(text)
        repeated = head and counts[_normal(text)] > 1
        numbered = head and bool(_NUMBERED.fullmatch(text))
        capitals = head and text.isupper()
        alone = head and _stands_alone(lines, solid, place)
        if bare or written or repeated or numbered or capitals or alone:
            found.append(_Mark(index, place, text, bare, written, repeated, numbered, capitals, alone))
    return found


def _stands_alone(lines: list[Line], solid: list[int], place: int) -> bool:
    """Whether a line that may be a head stands between blank ones, or inside a word."""
    if not 0 < place < len(solid) - 1:
        return False
    before, index, after = solid[place - 1 : place + 2]
    return (index - before > 1 and after - index > 1) or _inside_a_word(lines[before])


def _runs(marks: list[_Mark]) -> list[list[_Mark]]:
    """Candidates that stand together."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if runs and runs[-1][-1].place == mark.place - 1 and len(runs[-1]) < MOST_TOGETHER:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _counting(lines: list[Line], solid: list[int], marks: list[_Mark]) -> set[int]:
    """The indices of bare numbers that count on from page to page."""
    counting: set[int] = set()
    chain: list[_Mark] = []
    for mark in [m for m in marks if m.bare and m.text.isdigit()]:
        if chain and int(mark.text) == int(chain[-1].text) + 1 and mark.place - chain[-1].place > 2:
            chain.append(mark)
        else:
            counting |= _pages(lines, solid, chain)
            chain = [mark]
    return counting | _pages(lines, solid, chain)


def _pages(lines: list[Line], solid: list[int], chain: list[_Mark]) -> set[int]:
    titles = sum(_is_title(lines, solid, mark.place + 1) for mark in chain)
    return {mark.index for mark in chain} if len(chain) > 1 and titles * 2 < len(chain) else set()


_LEFT = re.compile(r"(\d{1,4})\s+(?=[A-ZА-ЯЁ])")
_RIGHT = re.compile(r"\s(\d{1,4})$")


def _facing(marks: list[_Mark]) -> set[int]:
    """The indices of heads of facing pages: one has its number before it, the next one, a page on, behind it."""
    found: set[int] = set()
    heads = [mark for mark in marks if mark.numbered and not mark.bare]
    for one, other in pairwise(heads):
        for first, second in (
            (_LEFT.match(one.text), _RIGHT.search(other.text)),
            (_RIGHT.search(one.text), _LEFT.match(other.text)),
        ):
            if first and second and int(second[1]) == int(first[1]) + 1 and other.place - one.place > 1:
                found |= {one.index, other.index}
    return found


def _is_title(lines: list[Line], solid: list[int], place: int) -> bool:
    """Whether the line is a chapter's title, so that the number before it is the chapter's."""
    if place >= len(solid):
        return False
    index = solid[place]
    text = lines[index].text.strip()
    gap = index + 1 >= len(lines) or blank(lines[index + 1])
    return len(text) < 60 and not _ENDS.search(text) and text[0].isupper() and gap


def _left_out(lines: list[Line], solid: list[int], run: list[_Mark], counting: set[int]) -> list[_Mark]:
    """Those of the candidates that are page marks."""
    before = lines[solid[run[0].place - 1]] if run[0].place else None
    after = lines[solid[run[-1].place + 1]] if run[-1].place + 1 < len(solid) else None
    stretch = lines[run[0].index : solid[run[-1].place + 1] + 1 if after else None]
    feed = any("\f" in line.text for line in stretch)
    broken = before is not None and after is not None and _broken(before, after, run)
    sure = [mark for mark in run if mark.written or mark.index in counting]
    sure += [mark for mark in run if mark not in sure and _is_laid_out(lines, mark, run, before, after)]
    if not (broken or feed):
        return sure + [mark for mark in run if mark.repeated and sure and mark not in sure]
    blanks = (
        before is None or after is None or len(stretch) > len(run) + 1 or run[0].index - solid[run[0].place - 1] > 1
    )
    return [
        mark
        for mark in run
        if mark in sure
        or mark.bare
        or mark.repeated
        or (mark.capitals and (before is None or before.text.rstrip()[-1:] not in '»”")'))
        or (mark.alone and (_NAMED.match(mark.text) or _inside_a_word(before) or any(m.bare or m.written for m in run)))
        or (
            mark.numbered
            and (
                _LAID_OUT.search(mark.text)
                or blanks
                or feed
                or before is None
                or len(mark.text) < 0.7 * len(before.text)
            )
        )
    ]


def _is_laid_out(lines: list[Line], mark: _Mark, run: list[_Mark], before: Line | None, after: Line | None) -> bool:
    """Whether a mark stands as only a page's does, even between two sentences.

    A number in the middle of its line above a head that returns; a head in capitals with its number at the margin,
    in the midst of lines of prose.
    """
    if mark.bare:
        centred = len(lines[mark.index].text) - len(lines[mark.index].text.lstrip()) >= _MARGIN
        return centred and any(other.repeated and not other.bare for other in run)
    if not (mark.numbered and mark.capitals and _LAID_OUT.search(mark.text) and before and after):
        return False
    touching = not blank(lines[mark.index - 1]) and not blank(lines[mark.index + 1])
    return touching and len(before.text.strip()) > _PROSE and len(after.text.strip()) > _PROSE


_MARGIN = 10  # blanks before a number in the middle of a line
_PROSE = 40  # characters of a line of prose


def _inside_a_word(before: Line | None) -> bool:
    """Whether what stands before is a word that a hyphen cuts: no lecturer writes a paragraph there."""
    return before is not None and bool(_CUT.search(before.text.rstrip()))


def _broken(before: Line, after: Line, run: list[_Mark]) -> bool:
    """Whether the marks stand inside a sentence that reads on without them."""
    if before.slide != after.slide or not _GOES_ON.match(after.text) or _ENDS.search(before.text.rstrip()):
        return False
    if before.text.rstrip().endswith(("-", "¬", "\u00ad")):
        return True
    if len(run) > 1 or not run[0].text.isdigit():
        return True
    return not _counted(before.text, run[0].text, after.text)


def _counted(before: str, number: str, after: str) -> bool:
    """Whether the number counts what follows: «12 / человек», «1905 / году», or is a year: "in / 1905"."""
    little = re.search(r"([^\W\d_]+)\s*$", before)
    asked = little is not None and little[1].lower() in words("source", "before_numbers")
    if _AFTER_NUMBERS.match(after) or (asked and re.fullmatch(r"1[0-9]\d\d|20\d\d", number)):
        return True
    word = re.match(r"\s*([^\W\d_]+)", after)
    if not word:
        return False
    if re.fullmatch(r"[a-z]+", word[1]):
        return asked and word[1].endswith("s")
    few = number[-1] in "234" and number[-2:-1] != "1"
    return any(r.case == "gent" and r.plural is not few for r in nouns(word[1]))


def _gaps(lines: list[Line], solid: list[int], gone: set[int]) -> set[int]:
    """The blank lines around marks inside a sentence, so that it stays one paragraph."""
    gaps: set[int] = set()
    kept = [index for index in solid if index not in gone]
    for before, after in pairwise(kept):
        if after - before > 1 and any(index in gone for index in range(before + 1, after)):
            one, other = lines[before], lines[after]
            if one.slide == other.slide and _GOES_ON.match(other.text) and not _ENDS.search(one.text.rstrip()):
                gaps |= set(range(before + 1, after))
    return gaps
