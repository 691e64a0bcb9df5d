"""What a dash without spaces spans in English: dates, shares, decades, letters; «58%–42%», «3/11–3/15», «A–C»."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of

_M_D = r"(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9])"
_DATES = re.compile(rf"(?<![\w./-])(?P<first>{_M_D})\s?[–—-]\s?(?P<second>{_M_D})(?![\w/]|\.\d)")
_DATE = re.compile(
    r"(?P<before>(?:\b(?:ends?|ending|begins?|starts?|closes|opens|dated|effective|trips?|midterm|exams?|final|quiz|deadline|posted|updated|meeting|lecture|since|after|before|by"
    rf"|(?:letter|email|memo|note|message) of)\s|\())(?P<date>{_M_D})"
    r"(?![\w/]|\.\d|\s(?:of|the|cup|inch|in|tsp|tbsp|mile|lb)\b)"
)
_BEFORE_A_TIME = re.compile(r",?\s(?:at\s)?\d{1,2}(?::\d\d|\s?[ap]\.?m)")
_DATE_AT = re.compile(rf"(?<![\w./-]){_M_D}(?=\s@\s?\d)")
_EITHER = re.compile(
    r"\b((?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2})/"
    r"(?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d)"
)
_SO_OFTEN = re.compile(r"(?<![\w.^])(\d+)\s?[–-]\s?(\d+)x(?=\s[a-z]|[.,;)])")
_LARGE = re.compile(r"(?P<coin>[$€£])(?P<sum>\d[\d.,]*)-(?P<scale>million|billion|trillion)(?=\s[a-z]|-[a-z])")
_COINS = {"$": "dollar", "€": "euro", "£": "pound"}
_SHARES = re.compile(r"(?<=%)\s?[–—-]\s?(?=\d)")
_DECADES = re.compile(r"(?<=\d0s)[–—-](?=\d|['’]\d)")
_HALVES = re.compile(r"(?<=\d)[–—-](?=\d*[½⅓⅔¼¾⅛⅜⅝⅞])")
_LETTERS = re.compile(r"(?<![\w.-])(?P<first>[A-Z])–(?P<second>[A-Z])(?![\w-])")
_BONDED = frozenset("CHNOSPF")
_RESULT = re.compile(r"(?<![\w.,:])(?P<m>\d{1,2}):(?P<s>[0-5]\d)\.(?P<part>\d{1,3})(?![\w:.]\d|\w)")
# «won the 10,000 m in 27:30», «a running time of 12:30»: how long it took, no time of day.
_TOOK = re.compile(r"(?<![\w.,:])(?P<m>\d{1,2}):(?P<s>[0-5]\d)(?!\s?[aApP]\.?[mM]|[\w:]|[.,]\d)")
_RACED = re.compile(
    r"\b(?:ran|runs?|running|raced?|won|swam|swims?|rowed|finish\w*|clocked|timed|lap|pace|split|record|best|marathon|relay"
    r"|freestyle|breaststroke|backstroke|butterfly|steeplechase|duration|runtime"
    r"|\d[\d,]*\s?(?:m|km|[kK]|miles?|meters?|metres?|yards?))\b[^.;!?]{0,80}"
    r"(?:\b(?:in|of|with|is|was)|:)\s(?:just\s|only\s|under\s|about\s)?$"
)
_NAMES = re.compile(r"(?<=[a-z])–(?=[A-Z][a-z])")  # «Weber–Fechner»
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def read_spans(text: str) -> str:
    """Spans with «to», before the numbers in them are read."""
    text = _DATES.sub(lambda m: f"{_day(m.group('first'))} to {_day(m.group('second'))}", text)
    text = _DATE.sub(_dated, text)
    text = _DATE_AT.sub(lambda m: _day(m.group()), text)
    text = _EITHER.sub(r"\1 or ", text)
    text = _SO_OFTEN.sub(r"\1 to \2 times", text)
    text = _LARGE.sub(lambda m: f"{m.group('sum')} {m.group('scale')} {_COINS[m.group('coin')]}", text)
    text = _HALVES.sub(" to ", _DECADES.sub(" to ", _SHARES.sub(" to ", text)))
    text = _LETTERS.sub(_letters, text)
    text = _NAMES.sub("-", text)
    return _TOOK.sub(_took, _RESULT.sub(_result, text))


def _took(match: re.Match[str]) -> str:
    if not _RACED.search(left_of(match)):
        return match.group()
    parts = ((int(match.group("m")), "minute"), (int(match.group("s")), "second"))
    return " ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts if n)


def _day(written: str) -> str:
    month, day = map(int, written.split("/"))
    return f"{_MONTHS[month - 1]} {day}"


def _dated(match: re.Match[str]) -> str:
    """«ends 4/1», «(5/23, 2:20 pm)»: a day; «by 1/2», «(1/2)»: a share."""
    before = match.group("before")
    day = int(match.group("date").split("/")[1])
    month = int(match.group("date").split("/")[0])
    if month >= day and before != "(":  # no proper fraction
        return f"{before}{_day(match.group('date'))}"
    if before in ("(", "by ", "after ", "before ", "since ") and day < 13 and not _BEFORE_A_TIME.match(right_of(match)):
        return match.group()
    if before in ("(", "by ") and day > 12 and day % 2 == 0 and not _BEFORE_A_TIME.match(right_of(match)):
        return match.group()
    return f"{before}{_day(match.group('date'))}"


def _letters(match: re.Match[str]) -> str:
    """«parts A–C»; but «a C–H bond»."""
    first, second = match.group("first"), match.group("second")
    bond = {first, second} <= _BONDED and re.match(r"\s(?:bond|stretch|link|coupling)", right_of(match))
    return f"{first} to {second}" if first < second and not bond else match.group()


def _result(match: re.Match[str]) -> str:
    """«3:29.91» in a race."""
    minutes = int(match.group("m"))
    return f"{minutes} minute{'' if minutes == 1 else 's'} {int(match.group('s'))}.{match.group('part')} seconds"
