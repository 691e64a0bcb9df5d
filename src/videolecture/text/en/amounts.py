"""One English number as written -> words."""

from __future__ import annotations

import re

from videolecture.text.en.numerals import cardinal, digits

NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?!\d)(?:\.\d+(?!\.?\d))?"


_MOST_DIGITS = 100  # Python refuses to read a number of thousands of them


def say(written: str) -> str:
    """One number: «1,250.5»."""
    whole, _, decimals = re.sub(r"[,\u00a0\u202f\u2009]", "", written).partition(".")
    if (len(whole) > 1 and whole[0] == "0") or len(whole) > _MOST_DIGITS:
        return digits(whole)
    return cardinal(int(whole)) + (f" point {digits(decimals)}" if decimals else "")


def is_one(written: str) -> bool:
    """Whether the unit after it is in the singular."""
    return written == "1"
