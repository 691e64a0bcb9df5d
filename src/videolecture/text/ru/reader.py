"""Russian text -> Russian words, rule after rule."""

from __future__ import annotations

import re

from videolecture.text.ru.agreement import agree
from videolecture.text.ru.numerals import cardinal, digits

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+")


def read_russian(text: str) -> str:
    """The sentence in words. What no rule knows stays as it is: the alphabet reports it."""
    return _NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    text = "".join(c for c in match.group() if c.isdigit())
    if len(text) > 15 or (len(text) > 1 and text[0] == "0"):
        return digits(text)
    found = agree(int(text), match.string[: match.start()], match.string[match.end() :])
    return cardinal(int(text), found.case, found.gender, found.animate)
