"""Days of the week and months written short: «Mon.–Fri.», «Tues. and Thurs.»; before the dates are read."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of

_DAYS = {"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Weds": "Wednesday",
         "Thu": "Thursday",
         "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday"}  # fmt: skip
_MONTHS = {"Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July",
           "Aug": "August", "Sep": "September", "Sept": "September", "Oct": "October", "Nov": "November",
           "Dec": "December"}  # fmt: skip
CALENDAR = _DAYS | _MONTHS
_NAME = "|".join(sorted(CALENDAR, key=len, reverse=True))
_SHORT = re.compile(rf"(?<![\w'])(?P<name>{_NAME})(?P<stop>\.)?(?![\w'])")
_BESIDE = re.compile(rf"\s?(?:[–—/,&-]|and|or|to|through|thru|until)\s?(?:{_NAME}|{'|'.join(CALENDAR.values())})\b")
_LISTED = re.compile(rf"(?:{'|'.join(CALENDAR.values())})(?:\s?[–—/,&-]\s?|,?\s(?:and|or|to|through|thru|until)\s)$")
_WHEN = re.compile(
    r"\b(?:[Oo]n|[Ee]very|[Tt]his|[Nn]ext|[Ll]ast|[Bb]y|[Uu]ntil|[Ff]rom|[Tt]o|[Ss]ince|[Ii]n|[Dd]uring|[Ee]arly|[Ll]ate|[Ee]ach"
    r"|[Oo]f|[Bb]efore|[Aa]fter|[Bb]etween|and|or|[Mm]id|starting|[Dd]ue|[Cc]losed|[Oo]pen)[\s-]$"
)
_TIME = re.compile(r",?\s*(?:[–—:]\s*)?(?:at\s)?\d{1,4}")
_SPAN = re.compile(
    rf"(?P<first>{'|'.join(CALENDAR.values())})(?P<day>\s\d{{1,2}})?\s?[–—-]\s?(?=(?:{'|'.join(CALENDAR.values())})\b)"
)


_TIMETABLE = (
    (re.compile(r"(?<![\w/])MWF(?![\w/])"), "Monday, Wednesday, Friday"),
    (re.compile(r"(?<![\w/])(?:T/Th|TTh|TuTh|T/R|Tu/Th)(?![\w/])"), "Tuesday and Thursday"),
    (re.compile(r"(?<![\w/])(?:M/W|MW)(?=\s\d)"), "Monday and Wednesday"),
    (re.compile(r"(?<![\w'])Thurs?(?=\s*(?:[;,)]|$))|(?<![\w'])Thu(?=\s*(?:[;,)]|$))"), "Thursday"),
    (re.compile(r"(?<![\w'])Tues?(?=\s*(?:[;,)]|$))"), "Tuesday"),
)
_WEEK = re.compile(r"(?<![\w.])[Ww]k\.?\s?(?=\d)")
_NUMBERED_MONTH = re.compile(r"(?<![\w./-])(?P<month>0[1-9]|1[0-2])/(?P<year>20\d\d)(?![\w/]|\.\d)")  # «06/2025»
_IN_ORDER = tuple(dict.fromkeys(_MONTHS.values()))
_IN_ORDER = (*_IN_ORDER[:4], "May", *_IN_ORDER[4:])
_EXPIRES = re.compile(
    r"(?<![\w.])Exp\.(?=\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)


def read_days(text: str) -> str:
    """Days and months whole, spans between them with «to»; dates with a day of the month too."""
    for pattern, said in _TIMETABLE:
        text = pattern.sub(said, text)
    text = _WEEK.sub(lambda m: "Week " if m.group()[0] == "W" else "week ", text)
    text = _NUMBERED_MONTH.sub(lambda m: f"{_IN_ORDER[int(m.group('month')) - 1]} {m.group('year')}", text)
    text = _EXPIRES.sub("Expires ", text)
    pieces: list[str] = []
    before, position = "", 0
    for match in _SHORT.finditer(text):
        before = (before + text[position : match.start()])[-80:]
        pieces.append(text[position : match.start()])
        said = _said(match, before, right_of(match))
        pieces.append(said)
        before += said
        position = match.end()
    return _SPAN.sub(lambda m: f"{m.group('first')}{m.group('day') or ''} to ", "".join([*pieces, text[position:]]))


def _said(match: re.Match[str], before: str, after: str) -> str:
    name = match.group("name")
    listed = bool(_BESIDE.match(after)) or bool(_LISTED.search(before))
    doubtful = name in ("Sat", "Sun", "Mon", "Mar", "Dec", "Jan", "Wed", "Fri")
    surely = listed or bool(_TIME.match(after)) or bool(_WHEN.search(before))
    if name == "Sun" and re.search(r"\b[Tt]he\s$", before):
        return match.group()
    if not (surely if doubtful or not match.group("stop") else True):
        return (
            match.group()
            if not (match.group("stop") and name != "Sun" and after.strip()[:1].islower())
            else CALENDAR[name]
        )
    if not match.group("stop") and not surely:
        return match.group()
    ends = "." if match.group("stop") and not after.strip(" \"')") else ""
    return CALENDAR[name] + ends
