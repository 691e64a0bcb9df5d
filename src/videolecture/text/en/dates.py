"""English dates and times of day -> words."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of
from videolecture.text.en.numerals import cardinal, ordinal, year

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_SHORT = {
    "Jan": 0,
    "Feb": 1,
    "Mar": 2,
    "Apr": 3,
    "Jun": 5,
    "Jul": 6,
    "Aug": 7,
    "Sep": 8,
    "Sept": 8,
    "Oct": 9,
    "Nov": 10,
    "Dec": 11,
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT)})\.?)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_TO_DAY = r"(?:\s?[–—-]\s?(?P<last>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_DAY}{_TO_DAY}(?!\d|:\d|\s?%)(?:,?\s+(?P<year>[12]\d{{3}}))?(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\w.,])(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?![a-z])(?:,?\s+(?P<year>[12]\d{{3}}))?(?!\d)"
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\s+(?P<year>[12]\d{{3}})(?!\d)")
_SLASHED = re.compile(r"(?<![\w./-])(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])/(?P<y>\d{4}|\d{2})(?![\w/])")
# «due 10/14», «Mon. 9/12»; elsewhere such a thing is a fraction.
_MONTH_AND_DAY = re.compile(
    r"(?P<before>\b(?:[Oo]n|[Dd]ue|[Uu]ntil|[Tt]hrough|[Ss]tarting|[Ee]xam|[Dd]eadline:?|[A-Z][a-z]+day,?)\s\(?)"
    r"(?P<m>1[0-2]|0?[1-9])/(?P<d>[12]\d|3[01]|0?[1-9])(?![\w/]|\.\d|\s(?:of|the)\b)"
)
_ISO = re.compile(r"(?<![\w./-])(?P<y>[12]\d{3})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\w/-])")
_ERA = re.compile(r"(?<![\w.,])(?P<year>\d{1,4})\s?(?P<era>B\.?C\.?(?:E\.?)?|A\.?D\.?|C\.?E\.?)(?![\w])")
_CLOCK = re.compile(
    r"(?<![\w.,:])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!(?![ap]\.?m\b|[AP]\.?M\b)[\w:]|,\d{3})"
    r"(?:\s?(?P<half>[ap]\.?\s?m\b\.?|[AP]\.?\s?M\b\.?))?"
)
_HOUR = re.compile(r"(?<![\w.,:])(?P<h>1[0-2]|0?[1-9])\s?(?P<half>[ap]\.\s?m\.|[ap]m\b|[AP]\.\s?M\.|[AP]M\b)")
_TIMES = re.compile(
    r"(?:(?<=:\d\d)|(?<=[ap]m)|(?<=[ap]\.m\.)|(?<=[AP]M))\s?[–—-]\s?(?=\d{1,2}(?::\d\d|\s?[aApP]\.?\s?[mM])|noon\b|midnight\b)"
)
# «2–3:30 pm»: the half of the day stands behind the second alone.
_HALF_BEHIND = re.compile(
    r"(?<![\w.,:$])(?P<h>1[0-2]|[1-9])\s?[–—-]\s?(?=(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?(?:[ap]\.?\s?m\b|[AP]\.?M\b))"
)
_LASTED = re.compile(
    r"(?<![\w.,])(?P<h>\d{1,3})\s?h\s?(?P<m>[0-5]?\d)\s?m(?:in)?\b(?:\s?(?P<s>[0-5]?\d)\s?s\b)?(?![²³/·])"
)
_RATIO = re.compile(r"(?<![\w.,:])(\d+)\s?:\s?(\d+(?:,\d{3})*)(?![\w:]|,\d)")


def read_dates(text: str) -> str:
    """Dates and times in words; other numbers stay."""
    text = _ISO.sub(_numeric, text)
    text = _SLASHED.sub(_numeric, text)
    text = _MONTH_AND_DAY.sub(
        lambda m: f"{m.group('before')}{_MONTHS[int(m.group('m')) - 1]} {ordinal(int(m.group('d')))}", text
    )
    text = _MONTH_FIRST.sub(_month_first, text)
    text = _DAY_FIRST.sub(_day_first, text)
    text = _MONTH_YEAR.sub(lambda m: f"{_name(m)} {year(int(m.group('year')))}", text)
    text = _ERA.sub(lambda m: f"{_era_year(m)} {' '.join(c for c in m.group('era').lower() if c.isalpha())}", text)
    text = _LASTED.sub(_lasted, text)
    text = _HALF_BEHIND.sub(lambda m: f"{cardinal(int(m.group('h')))} to ", text)
    text = _TIMES.sub(" to ", text)
    text = _CLOCK.sub(_clock, text)
    text = _HOUR.sub(lambda m: f"{cardinal(int(m.group('h')))} {_half(m)}", text)
    return _RATIO.sub(lambda m: f"{cardinal(int(m.group(1)))} to {cardinal(int(m.group(2).replace(',', '')))}", text)


def _name(match: re.Match[str]) -> str:
    written = match.group("month").rstrip(".")
    return _MONTHS[_SHORT[written]] if written in _SHORT else written


def _with_year(said: str, match: re.Match[str]) -> str:
    return f"{said}, {year(int(match.group('year')))}" if match.group("year") else said


def _month_first(match: re.Match[str]) -> str:
    said = f"{_name(match)} {ordinal(int(match.group('day')))}"
    if match.group("last"):
        said += f" to {ordinal(int(match.group('last')))}"
    return _with_year(said, match)


def _day_first(match: re.Match[str]) -> str:
    return _with_year(f"the {ordinal(int(match.group('day')))} of {_name(match)}", match)


def _numeric(match: re.Match[str]) -> str:
    month, day, written = int(match.group("m")), int(match.group("d")), match.group("y")
    number = int(written) + (0 if len(written) == 4 else 2000 if int(written) < 50 else 1900)
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {year(number)}"


def _era_year(match: re.Match[str]) -> str:
    number = int(match.group("year"))
    return year(number) if number >= 1100 else cardinal(number) if number < 100 or number % 100 == 0 else _short(number)


def _short(number: int) -> str:
    """«four seventy six» is said, but «four hundred and seventy six» is understood at once."""
    return cardinal(number)


def _half(match: re.Match[str]) -> str:
    return " ".join(c for c in match.group("half").lower() if c.isalpha())


def _lasted(match: re.Match[str]) -> str:
    """«2h 41m»: hours and minutes, no metres."""
    parts = ((match.group(key), name) for key, name in (("h", "hour"), ("m", "minute"), ("s", "second")))
    return " ".join(f"{cardinal(int(n))} {name}{'' if int(n) == 1 else 's'}" for n, name in parts if n)


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match.group("h")), int(match.group("m")), match.group("s")
    half = f" {_half(match)}" if match.group("half") else ""
    if second:
        parts = ((hour, "hour"), (minute, "minute"), (int(second), "second"))
        said = [f"{cardinal(n)} {name}{'' if n == 1 else 's'}" for n, name in parts]
        return f"{said[0]} {said[1]} and {said[2]}{half}"
    if not minute:
        if half:
            return cardinal(hour) + half
        if re.match(r"\s(?:to|and)\s\d{1,2}:\d\d\s?[aApP]", right_of(match)):
            return cardinal(hour)  # «9:00–10:30 a.m.»
        return f"{cardinal(hour)} o'clock" if 1 <= hour <= 12 else f"{cardinal(hour)} hundred"
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}{half}"
