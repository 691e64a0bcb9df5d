"""English numerals: cardinals, ordinals, years, decades, digits."""

from __future__ import annotations

from functools import lru_cache

from num2words import num2words

LARGEST = 10**15  # from here on numbers are read digit by digit
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@lru_cache(4096)
def cardinal(number: int) -> str:
    """«one hundred and five»."""
    if abs(number) >= LARGEST:
        return digits(str(number))
    return str(num2words(number)).replace(",", "").replace("-", " ")


@lru_cache(4096)
def ordinal(number: int) -> str:
    """«twenty first»."""
    return str(num2words(number, to="ordinal")).replace(",", "").replace("-", " ")


def digits(text: str) -> str:
    """Each digit as a word."""
    return " ".join(_DIGITS[int(c)] for c in text if c in "0123456789")


def year(number: int) -> str:
    """«nineteen ninety», «nineteen oh five», «two thousand five», «twenty twenty six»."""
    century, rest = divmod(number, 100)
    if not 1000 <= number < 10000 or 2000 <= number < 2010 or (century % 10 == 0 and rest < 10):
        return cardinal(number).replace(" and ", " ") if number > 1999 else cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(number: int) -> str:
    """«nineteen nineties», «nineties», «two thousands», «eighteen hundreds»."""
    said = year(number) if number >= 1000 else cardinal(number)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def plural_ordinal(number: int, count: int) -> str:
    """The denominator of a fraction: «half», «halves», «quarter», «thirds»."""
    special = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    if number in special:
        return special[number][count != 1]
    return ordinal(number) + ("s" if count != 1 else "")
