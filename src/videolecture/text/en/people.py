"""People and their numbers: «b. 1757, d. 1827», «pop. 2.3m», «under-5s», «two (2) months»."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of
from videolecture.text.en.numerals import cardinal

_LIVED = re.compile(r"(?<![\w.])(?P<what>[bd])\. (?=(?:c\. )?(?:1\d{3}|20\d\d)\b)")
_POPULATION = re.compile(r"(?<=\d)\s?m(?![\w/²³])")
_PEOPLED = re.compile(r"\b(?:[Pp]op\.|[Pp]opulation)[^.;!?]{0,40}[\d.]*$")
_AGES = re.compile(r"(?P<than>\b(?:[Uu]nder|[Oo]ver)-)(?P<age>\d{1,2})s\b")
_NUMBER = "|".join(cardinal(number) for number in range(100, 0, -1))
_TWICE = re.compile(rf"\b(?P<word>{_NUMBER})\s\((?P<number>\d{{1,3}})\)", re.IGNORECASE)


def read_people(text: str) -> str:
    """Years of birth and death, populations, ages; numbers that contracts write twice are said once."""
    text = _LIVED.sub(lambda m: {"b": "born ", "d": "died "}[m.group("what")], text)
    text = _POPULATION.sub(lambda m: " million" if _PEOPLED.search(left_of(m)) else m.group(), text)
    text = _AGES.sub(lambda m: m.group("than") + _several(cardinal(int(m.group("age")))), text)
    return _TWICE.sub(_once, text)


def _several(number: str) -> str:
    if number.endswith("y"):
        return number[:-1] + "ies"
    return number + ("es" if number.endswith("x") else "s")


def _once(match: re.Match[str]) -> str:
    same = cardinal(int(match.group("number"))) == match.group("word").lower()
    return match.group("word") if same else match.group()
