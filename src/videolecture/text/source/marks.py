"""What was taken for markup, counted, so that one note says it; characters for what no rule may touch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from videolecture.errors import Term
from videolecture.text.source.lines import Line

# Plane 16 is for private use; no text has it, and no rule here looks at it.
_FIRST, _LAST = 0x100000, 0x10FFFD
_HELD = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")


_KINDS = {
    str(kind): kind
    for kind in (
        Term("code", code="markup-code"),
        Term("emphasis", code="markup-emphasis"),
        Term("footnotes", code="markup-footnotes"),
        Term("headings", code="markup-headings"),
        Term("HTML", code="markup-html"),
        Term("images", code="markup-images"),
        Term("links", code="markup-links"),
        Term("lists", code="markup-lists"),
        Term("quotations", code="markup-quotations"),
        Term("rules", code="markup-rules"),
        Term("tables", code="markup-tables"),
    )
}


@dataclass
class Taken:
    """The markup of a lecture."""

    counts: Counter[str] = field(default_factory=Counter)
    line: int = 0  # where the first stands
    slide: int = 0

    def count(self, kind: str, line: Line) -> None:
        """One more of a kind: «headings», «emphasis»."""
        if not self.counts:
            self.line, self.slide = line.number, line.slide
        self.counts[kind] += 1

    def counter(self, line: Line) -> Callable[[str], None]:
        """A counter of what stands in this line."""

        def count(kind: str) -> None:
            self.count(kind, line)

        return count

    def told(self) -> Term | None:
        """All of it in one sentence; None where there was none, or dashes of lists alone, which any text has."""
        if not set(self.counts) - {"lists"}:
            return None
        first, *others = (
            Term("{kind} ({count})", code="markup-kind", kind=_KINDS[kind], count=times)
            for kind, times in self.counts.most_common()
        )
        kinds = first
        for kind in others:
            kinds = Term("{kinds}, {kind}", code="markup-kinds", kinds=kinds, kind=kind)
        return Term(
            "Taken for markup, whose signs are neither read nor shown: {kinds}; the first in line {line}.",
            code="markup-taken",
            kinds=kinds,
            line=self.line,
        )


@dataclass
class Shelter:
    """Stretches that are put back as they were."""

    kept: list[str] = field(default_factory=list)

    def keep(self, text: str) -> str:
        """A character that stands for the text; the text itself where so many are kept already."""
        if len(self.kept) > _LAST - _FIRST:
            return text
        self.kept.append(text)
        return chr(_FIRST + len(self.kept) - 1)

    def restored(self, text: str) -> str:
        """The text with everything back, also what was kept inside of what was kept."""
        while _HELD.search(text):
            text = _HELD.sub(lambda m: self.kept[ord(m.group()) - _FIRST], text)
        return text


def is_free(text: str) -> bool:
    """Whether the text has none of these characters itself."""
    return not _HELD.search(text)
