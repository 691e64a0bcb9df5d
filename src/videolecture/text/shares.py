"""Letters with strokes and as many numbers with strokes: «Б/Ж/У 14/12/19», "N/P/K 10/5/14"; no dates."""

from __future__ import annotations

import re

_SHARES = re.compile(
    r"(?<![\w/])(?P<names>[A-ZА-ЯЁ](?:/[A-ZА-ЯЁ]){2,4}|К?БЖУ|NPK)(?P<between>\s?(?:[:=—–-]|of)?\s)"
    r"(?P<numbers>\d{1,4}(?:[.,]\d)?(?:\s?/\s?\d{1,4}(?:[.,]\d)?){2,4})(?![\w/])"
)


def read_shares(text: str) -> str:
    """The numbers as a list; before dates are read."""
    return _SHARES.sub(_list, text) if "/" in text else text


def _list(match: re.Match[str]) -> str:
    numbers = re.split(r"\s?/\s?", match["numbers"])
    if len(numbers) != len(match["names"].replace("/", "")):
        return match.group()
    between = match["between"] if match["between"].strip() else ": "  # a preposition's letter asks for no case
    return f"{match['names']}{between}{', '.join(numbers)}"
