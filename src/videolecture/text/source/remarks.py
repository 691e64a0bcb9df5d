"""Remarks of whoever wrote down what was heard, «[laughter]», «[звук мела]», «(аплодисменты)»: left out, named."""

from __future__ import annotations

import re
from functools import cache

from videolecture.errors import Term
from videolecture.text.source.lines import Line, Notes, blank
from videolecture.text.tables import table, words

KIND = Term("Remarks about what is heard or done, left out", code="source-remarks")
_ANY = re.compile(r"[ \t]?\[\s?(?:[^\W\d_]+[ ,'’-]{0,2}){1,5}\](?![(\[])")
_LONGEST = 50  # characters in the brackets


@cache
def _remark() -> re.Pattern[str]:
    stems = "|".join(sorted(map(re.escape, words("source", "remarks_begin")), key=len, reverse=True))
    whole = "|".join(table("source")["remarks"]["in_round"])
    inside = rf"(?=[^\W\d_])(?:[^\W\d_]+[ -]){{0,3}}?(?:{stems})[^\W\d_]*(?:[ '’,_-]+[^\W\d_]+){{0,6}}\.?"
    return re.compile(rf"[ \t]?(?:\[\s?(?P<square>{inside})\s?\](?![(\[])|\(\s?(?:{whole})\.?\s?\))", re.IGNORECASE)


def without_remarks(lines: list[Line], notes: Notes) -> list[Line]:
    """The lines without the remarks; those that were nothing else are gone."""
    made: list[Line] = []
    heard = any("-->" in line.text for line in lines)  # subtitles: whoever wrote them said what is heard in brackets
    for line in lines:
        if "[" not in line.text and "(" not in line.text:
            made.append(line)
            continue
        found = [m for m in _remark().finditer(line.text) if len(m["square"] or "") <= _LONGEST]
        if heard and not found:
            found = list(_ANY.finditer(line.text))
        if not found:
            made.append(line)
            continue
        kept: list[str] = []
        position = 0
        for match in found:
            notes.add(KIND, line, match.group().strip())
            kept.append(line.text[position : match.start()])
            position = match.end()
        left = line.but("".join([*kept, line.text[position:]]))
        if not blank(left):
            made.append(left)
    return made
