"""Tables of Markdown and of plain signs -> a sentence a row, with its head: «величина: сила, единица: ньютон»."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from videolecture.text.source.lines import Line

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_GRID = re.compile(r"^[ \t]*[+├└┌╔╠╚][-=+─━═┼┬┴┤┐┘╬╦╩╗╝╣:]{3,}[ \t]*$")
_ROW = re.compile(r"^[ \t]*[|│║].*[|│║][ \t]*$")
_CELLS = re.compile(r"(?<!\\)[|│║]")
_NO_VALUE = frozenset(("", "-", "–", "—", "…", "n/a", "N/A"))
_BREAKS = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_UNIT_HEAD = re.compile(r"\b(?:единиц\w*|ед\.\s?изм\w*|ед\.|размерност\w*|units?)\b", re.IGNORECASE)
Plain = Callable[[str], str]
"""A cell's words without their markup."""
UnitName = Callable[[str], str]
"""The name of a unit by its sign; empty where it is none."""


class Tables:
    """Where tables begin and end among lines. All questions together take time linear in the text's length."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._barren = 0  # no table without a rule under its head begins before this index

    def end(self, start: int) -> int:
        """The index after the table that begins at `start`; `start` itself where none does."""
        first = self._lines[start].text
        if "|" not in first and not _ROW.match(first) and not _GRID.match(first):
            return start
        if self._ruled(start, first):
            end = start + 2
            while self._goes_on(end, start, first):
                end += 1
            return end
        return start if start < self._barren else self._closed(start, first)

    def _goes_on(self, at: int, start: int, first: str) -> bool:
        lines = self._lines
        return at < len(lines) and lines[at].slide == lines[start].slide and _is_row(lines[at].text, first)

    def _ruled(self, start: int, first: str) -> bool:
        """Whether a rule of as many cells stands under the first line."""
        if not self._goes_on(start + 1, start, first):
            return False
        rule, heads = self._lines[start + 1].text, len(cells(first))
        return bool(_RULE.match(rule)) and ("|" in rule or heads == 1) and len(cells(rule)) == heads

    def _closed(self, start: int, first: str) -> int:
        """The index after lines of as many cells each, with a sign at both ends of every row."""
        width = rows = 0
        last, end = start, start
        while self._goes_on(end, start, first):
            text = self._lines[end].text
            if not _GRID.match(text) and not _RULE.match(text):
                own = len(cells(text)) if _ROW.match(text) else 0
                if own < 2 or (width and own != width):
                    self._barren = last + 1
                    return start
                width, rows, last = own, rows + 1, end
            end += 1
        if rows > 1:
            return end
        self._barren = end
        return start


def _is_row(text: str, first: str) -> bool:
    if _ROW.match(first) or _GRID.match(first):
        return bool(_ROW.match(text) or _GRID.match(text) or (_RULE.match(text) and "|" in text))
    return bool(_CELLS.search(text))


def cells(text: str) -> list[str]:
    """The cells of a row."""
    text = text.strip().replace("│", "|").replace("║", "|")
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(text)]


def rows_read(lines: Sequence[Line], plain: Plain, unit_name: UnitName) -> list[Line]:
    """A line for each row and a blank one after it. Without a rule under the first row it is a row like the others."""
    texts = [line.text for line in lines]
    ruled = (len(texts) > 1 and _RULE.match(texts[1])) or (
        len(texts) > 2 and _GRID.match(texts[0]) and _GRID.match(texts[2])
    )
    rows = [line for line in lines if not _GRID.match(line.text) and not _RULE.match(line.text)]
    heads = [plain(cell) for cell in cells(rows[0].text)] if ruled and len(rows) > 1 else []
    made: list[Line] = []
    for row in rows[1:] if ruled and len(rows) > 1 else rows:
        said = _row([plain(_BREAKS.sub(", ", cell)) for cell in cells(row.text)], heads, unit_name)
        if said:
            made += [row.but(said), row.but("")]
    return made


def _row(values: list[str], heads: list[str], unit_name: UnitName) -> str:
    said: list[str] = []
    for at, value in enumerate(values):
        if value in _NO_VALUE:
            continue
        head = heads[at].rstrip(":") if at < len(heads) and len(values) > 1 else ""
        name = unit_name(value) if _UNIT_HEAD.search(head) else ""
        value = (
            f"[say:{value}|{name}]"
            if name
            else value.rstrip(".")
            if value.endswith(".") and value[-2:-1].islower() and len(value.split()) > 2
            else value
        )
        head = head[:1].lower() + head[1:] if said and head[1:].islower() else head
        said.append(f"{head}: {value}" if head else value)
    sentence = ", ".join(said)
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."
