"""Numbers that name: what is numbered («глава 5»), numbers of several parts («3.11», «007»)."""

from __future__ import annotations

import re

from videolecture.text.ru.amounts import Amount
from videolecture.text.ru.morphology import readings
from videolecture.text.ru.numerals import cardinal, digits
from videolecture.text.tables import words


def version_part(written: str) -> str:
    """A part of a number that has parts: digit by digit where it begins with a zero or is very long."""
    return digits(written) if (written[0] == "0" and len(written) > 1) or len(written) > 15 else cardinal(int(written))


def dotted(amount: Amount) -> str:
    """«три точка пять»: a number that has parts, not decimals."""
    return cardinal(amount.value) + (f" точка {version_part(amount.decimals)}" if amount.decimals else "")


_LISTED = re.compile(r"(?:\d[\d.]*\s?(?:,|и|или)\s){1,8}$")  # «статьи 10, 14.1 и 20.25»
_LABEL = re.compile(r"([А-Яа-яё\u0301]+)\s*№?\s*$")
_REACH = 60  # characters before a number in which its label stands


def labelled(before: str) -> bool:
    """Whether the noun before a number is one that is numbered: «глава», «рисунок»."""
    if before[-1:].isspace() and before.rstrip()[-1:] in (",", "и"):
        before = _LISTED.sub("", before)
    label = _LABEL.search(before[-_REACH:])
    return label is not None and any(
        r.lemma in words("ru_words", "labels") and r.part == "NOUN" for r in readings(label.group(1))[:2]
    )
