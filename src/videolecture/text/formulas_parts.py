"""A formula's signs, one after another, and what can be told of them unsaid: groups, fractions, intervals."""

from __future__ import annotations

import re
from collections.abc import Callable

from videolecture.text.notation import tokens

# Commands of TeX that say nothing, and those of which only what they hold is said.
SILENT = frozenset(
    ("left", "right", "big", "Big", "bigg", "Bigg", "quad", "qquad", "displaystyle", "limits", "nolimits", *"!,;: ")
)
TRANSPARENT = frozenset(
    ("text", "mathrm", "mathbf", "mathit", "mathcal", "operatorname", "boldsymbol", "textbf", "mathsf", "mbox")
)


class Parts:
    """The signs of one formula, and the place that is read."""

    def __init__(self, source: str) -> None:
        self.signs: list[str] = tokens(source)
        self.at = 0

    def peek(self) -> str:
        """The sign that comes next; empty at the end."""
        return self.signs[self.at] if self.at < len(self.signs) else ""

    def next(self) -> str:
        """The next sign, which is read."""
        sign = self.peek()
        self.at += 1
        return sign

    def group(self, read: Callable[[], object]) -> str:
        """The source of a braced group or of the next part; `read` passes over a root or a fraction."""
        sign = self.next()
        if sign in ("-", "+") and re.fullmatch(r"\d+", self.peek()):
            return sign + self.next()
        if sign in ("\\sqrt", "\\frac"):
            self.at -= 1
            start = self.at
            read()
            return " ".join(self.signs[start : self.at])
        if sign != "{":
            return sign
        depth, start = 1, self.at
        while self.at < len(self.signs):
            sign = self.next()
            depth += (sign == "{") - (sign == "}")
            if not depth:
                return " ".join(self.signs[start : self.at - 1])
        return " ".join(self.signs[start:])

    def is_fraction(self, above: str) -> bool:
        """«1/2», and before a letter «4/3» of it; but «10/2» is a division. `above` was read, «/» comes next."""
        below, after = self.signs[self.at + 1], "".join(self.signs[self.at + 2 : self.at + 3])
        share = bool(re.fullmatch(r"[2-9]", above) and re.fullmatch(r"[2-9]", below)) and int(above) % int(below) > 0
        return _is_proper(above, below) or (share and bool(re.match(r"[^\W\d]|\\pi", after)))

    def is_product(self) -> bool:
        """«P(1 + r)^t»: a sum is no event, whose probability P could be."""
        inside = self.signs[self.at + 1 : self.at + 4]
        return len(inside) > 2 and inside[0][:1].isdigit() and inside[1] in ("+", "-")

    def ends(self) -> tuple[str, str] | None:
        """The sources of both ends of the interval that begins here; None, and nothing read, where there is none."""
        parts = self.signs[self.at :]
        if len(parts) > 2 and re.fullmatch(r"\d+,\d+", parts[1]) and parts[2] in ("]", ")"):
            parts[1:2] = parts[1].partition(",")  # «[0,1]»
            self.signs[self.at :] = parts
        close = next((i for i, part in enumerate(parts) if part in ("]", ")")), 0)
        marks = [i for i, part in enumerate(parts[:close]) if part in (";", ",")]
        if not parts or parts[0] not in ("[", "(") or len(marks) != 1:
            return None
        self.at += close + 1
        return " ".join(parts[1 : marks[0]]), " ".join(parts[marks[0] + 1 : close])


def _is_proper(above: str, below: str) -> bool:
    """1/2 is a half; 10/2 is a division."""
    return above.isdigit() and below.isdigit() and int(above) < int(below) <= 1000
