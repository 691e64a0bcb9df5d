"""Dates in figures and days before or after their month, in Polish, Czech, Turkish and Hungarian."""

from __future__ import annotations

import re

from num2words import num2words

from videolecture.text.beside import right_of
from videolecture.text.others.numbers import cardinal
from videolecture.text.tables import table

_FIGURES = re.compile(r"(?<![\w.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?![\w/]|[.-]\d)")
_HUNGARIAN = re.compile(r"(?<![\w.,/-])(?:(?P<year>\d{4})\.\s)?(?P<month>[^\W\d_]+)\s(?P<day>\d{1,2})\.(?!\d)")
_CZECH = """
prvního druhého třetího čtvrtého pátého šestého sedmého osmého devátého desátého jedenáctého dvanáctého třináctého
čtrnáctého patnáctého šestnáctého sedmnáctého osmnáctého devatenáctého
"""


def read_dates(text: str, language: str) -> str:
    """The text with its dates in words; what is no day of a month stays."""
    months = table("others_forms")["days"].get(language, "").split()
    if not months or not any(character.isdigit() for character in text):
        return text
    if language == "hu":
        return _HUNGARIAN.sub(lambda found: _hungarian(found, months), text)

    def figures(found: re.Match[str]) -> str:
        day, month = int(found[1]), int(found[2])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return found.group()
        return f"{_day(day, language)} {months[month - 1]} {cardinal(found[3], language)}"

    text = _FIGURES.sub(figures, text)
    before_month = re.compile(rf"(?<![\w.,:/–-])([1-9]|[12]\d|3[01])\.?(?=\s(?:{'|'.join(months)})(?!\w))")
    return before_month.sub(lambda found: _day(int(found[1]), language), text)


def _day(day: int, language: str) -> str:
    """A day in the genitive, as it stands before its month; Turkish counts it plainly."""
    if language == "tr":
        return cardinal(str(day), language)
    if language == "pl":
        return re.sub(r"y\b", "ego", re.sub(r"i\b", "iego", str(num2words(day, lang="pl", to="ordinal"))))
    if day < 20:
        return _CZECH.split()[day - 1]
    tens = "dvacátého" if day < 30 else "třicátého"
    return f"{tens} {_CZECH.split()[day % 10 - 1]}" if day % 10 else tens


def _hungarian(found: re.Match[str], months: list[str]) -> str:
    day = int(found["day"])
    if found["month"].lower() not in months or not 1 <= day <= 31:
        return found.group()
    ordinal = str(num2words(day, lang="hu", to="ordinal"))
    said = "elseje" if day == 1 else ordinal + ("a" if re.search(r"[ao]dik$", ordinal) else "e")
    year = f"{cardinal(found['year'], 'hu')} " if found["year"] else ""
    stop = "." if not right_of(found).strip() else ""
    return f"{year}{found['month']} {said}{stop}"
