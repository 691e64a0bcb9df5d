"""Markdown's blocks: headings, quotations, lists, rules, tables, fenced code, front matter, definitions of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from videolecture.errors import Term
from videolecture.text.source import grids, inline
from videolecture.text.source.lines import Line, Notes, blank
from videolecture.text.source.marks import Taken

CODE = Term("Blocks of code, left out", code="source-code")
FRONT = Term("A document's front matter, left out", code="source-front-matter")
_ANY = re.compile(r"[*_#>`~|<&\[\\│║]|^[ \t]*(?:[-+=:]|$)|==", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,3}(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>[\w+#.{}-]*)[^`]*$")
_HEADING = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+|#{2,6}(?=[^\W_]))(?P<title>\S.*?)(?:[ \t]+#+)?[ \t]*(?:\{#[^}]*\})?[ \t]*$"
)
_UNDERLINE = re.compile(r"^[ \t]{0,3}(?:={3,}|-{3,})[ \t]*$")
_RULE = re.compile(r"^[ \t]*(?:(?:[-*_=~#+•·—–.][ \t]?){3,}|[─━═]{2,})[ \t]*$")
_QUOTE = re.compile(r"^[ \t]{0,3}>+(?:[ \t]?>)*[ \t]?")
_ADMONITION = re.compile(r"^[ \t]*\[!\w+\][+-]?[ \t]*|^[ \t]*:::+[ \t]*\w*[ \t]*$")
_BULLET = re.compile(r"^(?P<indent>[ \t]*)[-*+][ \t]+(?:\[[ xXхХ]\][ \t]+)?(?=\S)")
_DEFINITION = re.compile(r"^[ \t]{0,3}\[(?!\^)(?P<name>[^\]\n]+)\]:[ \t]+<?(?:https?:|ftp:|mailto:|/|\.|#|www\.)\S*.*$")
_FOOTNOTE = re.compile(r"^[ \t]{0,3}\[\^[^\]\n]+\]:[ \t]*")
_DESCRIPTION = re.compile(r"^:[ \t]+(?=\S)")
_KEY = re.compile(r"^(?:[\w -]+:(?:\s.*)?|[ \t]+.*|-\s.*|#.*|)$")
UnitName = Callable[[str], str]


def without_markup(lines: list[Line], notes: Notes, unit_name: UnitName) -> list[Line]:
    """The words of the lines without the marks; code blocks are left out and told."""
    if not any(_ANY.search(line.text) for line in lines):
        return lines
    taken = Taken()
    made: list[Line] = []
    at = _after_front_matter(lines, notes)
    tables, fences = grids.Tables(lines), _Fences(lines)
    while at < len(lines):
        end = fences.end(at, notes, taken)
        if end > at:
            made.append(lines[at].but(""))
            at = end
            continue
        end = tables.end(at)
        if end > at:
            line = lines[at]
            taken.count("tables", line)
            cell = partial(inline.plain, count=taken.counter(line))
            made += [line.but(""), *grids.rows_read(lines[at:end], cell, unit_name)]
            at = end
            continue
        made += _block(lines[at], made, taken)
        at += 1
    defined = frozenset(found["name"].lower() for line in lines if (found := _DEFINITION.match(line.text)))
    made = _inline(made, taken, defined)
    if told := taken.told():
        notes.say(taken.slide, told)
    return made


def _after_front_matter(lines: Sequence[Line], notes: Notes) -> int:
    """The index of the first line after YAML between two rules at the very beginning."""
    if not lines or lines[0].text.strip() != "---":
        return 0
    for at, line in enumerate(lines[1:60], 1):
        if line.text.strip() in ("---", "...") and at > 1:
            notes.add(FRONT, lines[1], lines[1].text)
            return at + 1
        if not _KEY.match(line.text) or line.slide != lines[0].slide:
            break
    return 0


class _Fences:
    """Where blocks of fenced code begin and end. Linear: what was once found open is not looked through again."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._open: dict[tuple[int, str], int] = {}  # (slide, sign) -> the length from which on nothing closes a fence

    def end(self, start: int, notes: Notes, taken: Taken) -> int:
        """The index after the code that begins at `start`; without an end only the fence itself is markup."""
        opened = _FENCE.match(self._lines[start].text)
        if not opened:
            return start
        at = self._closing(start, opened["mark"])
        if at is None:
            taken.count("code", self._lines[start])
            return start + 1
        inside = [line.text.strip() for line in self._lines[start + 1 : at] if not blank(line)]
        what = inside[0] if inside else ""
        if len(inside) > 1:
            what = Term("{first} ({count} lines)", code="source-code-lines", first=what, count=len(inside))
        notes.add(CODE, self._lines[start], what, unsaid=True)
        return at + 1

    def _closing(self, start: int, mark: str) -> int | None:
        slide = self._lines[start].slide
        kind = (slide, mark[0])
        if len(mark) >= self._open.get(kind, len(mark) + 1):
            return None
        close = re.compile(rf"^[ \t]{{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        for at in range(start + 1, len(self._lines)):
            if self._lines[at].slide != slide:
                break
            if close.match(self._lines[at].text):
                return at
        self._open[kind] = len(mark)
        return None


def _block(line: Line, made: list[Line], taken: Taken) -> list[Line]:
    """What stands for one line: itself without its mark, with blank lines around a heading."""
    text = line.text
    count = taken.counter(line)
    before = made[-1] if made and made[-1].slide == line.slide else None
    quote = _QUOTE.match(text)
    if quote and not _is_formula(text[quote.end() :]):
        count("quotations")
        text = _ADMONITION.sub("", text[quote.end() :])
    if heading := _HEADING.match(text):
        count("headings")
        return [line.but(""), line.but(heading["title"]), line.but("")]
    if before and not blank(before) and _UNDERLINE.match(text):
        count("headings")
        return [line.but("")]
    if _RULE.match(text):
        count("rules")
        return [line.but("")]
    if _DEFINITION.match(text):
        count("links")
        return [line.but("")]
    if _ADMONITION.match(text) and text.lstrip().startswith(":::"):
        count("rules")
        return [line.but("")]
    if footnote := _FOOTNOTE.match(text):
        count("footnotes")
        return [line.but(""), line.but(text[footnote.end() :])]
    if bullet := _BULLET.match(text):
        count("lists")
        return [line.but(f"- {text[bullet.end() :]}")]
    if before and not blank(before) and (description := _DESCRIPTION.match(text)):
        return [line.but(text[description.end() :])]
    return [line.but(text)]


def _is_formula(rest: str) -> bool:
    """Whether a «>» at a line's beginning compares: «x / > 5», or «> 5 %» in a paragraph."""
    return bool(re.match(r"\s*[-−+]?[\d.,]+", rest)) and not re.match(r"\s*\d{1,2}[.)]\s", rest)


def _inline(lines: list[Line], taken: Taken, defined: frozenset[str]) -> list[Line]:
    """Paragraph by paragraph: emphasis may go over a line's end."""
    made: list[Line] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if (
            end < len(lines)
            and not blank(lines[end])
            and not blank(lines[end - 1])
            and lines[end].slide == lines[start].slide
        ):
            continue
        own = lines[start:end]
        text = "\n".join(line.text for line in own)
        if _ANY.search(text):
            plain = inline.plain(text, taken.counter(own[0]), defined).split("\n")
            own = [line.but(words) for line, words in zip(own, plain, strict=True)]
        made += own
        start = end
    return made
