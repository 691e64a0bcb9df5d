"""Russian times of day, scores and ratios -> words in their case."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.numerals import Case, cardinal, plural_form

_CLOCK = re.compile(
    r"(?<![\w.,:])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\w:]|[ \u00a0\u202f]\d{3}(?!\d))"
    r"(?P<tail>\s*(?:часов|часа|час|ч\.)(?!\w))?"
)
_POINT_CLOCK = re.compile(
    r"(?P<before>\b(?:в|к|с|до|около|после)\s+)(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?=\s+(?:до|утра|вечера|дня|ночи|часов)\b|\s?[,;!?(]|\.?$)"
)
# «8.30–11.50»: decimals have a comma; a unit behind them would make them measures.
_POINT_SPAN = re.compile(
    r"(?<![\w.,:])(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5][05])\s?[–—-]\s?(?P<h2>[01]?\d|2[0-3])\.(?P<m2>[0-5][05])"
    r"(?![\w.,:]\w|\s?(?:[%°$€₽]|(?!ч\b|в\b|и\b|с\b|у\b)[а-яa-z]{1,4}\b|руб|процент|градус|балл|тыс|раз))"
)
# «в 14.00 собрание»: whole hours, quarters and halves, before a word that is no unit.
_POINT_HOUR = re.compile(
    r"(?P<before>\b(?:[Вв]|[Кк]|[Сс]|[Дд]о|около|после)\s+)(?P<h>[01]\d|2[0-3]|[6-9])\.(?P<m>[0-5][05])"
    r"(?=\s+(?!раза?\b|процент|руб|тыс|мл|кг|см|мм|км|[мглстКВА]\b|балл|градус|крат|метр|литр|секунд|минут)[а-яёА-ЯЁ«]{2})"
)
# «23.41,7», «1:54,89» of a race
_RESULT = re.compile(r"(?<![\w.,:])(?P<m>\d{1,2})[:.](?P<s>[0-5]\d),(?P<part>\d{1,2})(?![\w:]|[.,]\d)")
# «пробежал 10 000 м за 27:30»: how long it took
_TOOK = re.compile(r"(?<![\w.,:])(?P<m>\d{1,2}):(?P<s>[0-5]\d)(?![\w:]|[.,]\d|\s?(?:час|ч\.))")
_RACED = re.compile(
    r"(?:пробеж|финиш|проплы|пробег|преодоле|результат|рекорд|дистанци|марафон|эстафет|заплыв|забег|кросс|гонк|\d\s?к?м\b)"
    r"[^.;!?]{0,80}?(?:за|результатом|рекордом|временем|рекорд|результат|время)\s(?:[—–:]\s)?$",
    re.IGNORECASE,
)
_HOUR_OF_DAY = re.compile(r"(?<![\w.,:])(?P<h>\d{1,2})(?=\s+(?:ночи|утра|вечера|пополудни|пополуночи)\b)")
_RATIO = re.compile(r"(?<![\w.,:])(?P<a>\d+)\s?:\s?(?P<b>\d[\d\u00a0 ]*)(?![\w:])")

# What has two numbers with a colon and is no time.
_SCORE = re.compile(
    r"(?:сч[её]т\w*|масштаб\w*|соотношени\w*|пропорци\w*|отношени\w*|разгромил\w*|победил\w*|выиграл\w*)\s*$",
    re.IGNORECASE,
)

# What is one to so many, rather than a score.
_MIXED = re.compile(
    r"(?:масштаб|соотношени|пропорци|отношени|разбав|развод|развед|раствор|смес|смеш|шанс)[^.,;!?]{0,40}$",
    re.IGNORECASE,
)


def read_times(text: str) -> str:
    """Clock times and ratios in words."""
    text = _POINT_CLOCK.sub(lambda m: f"{m.group('before')}{m.group('h')}:{m.group('m')}", text)
    text = _POINT_HOUR.sub(lambda m: f"{m.group('before')}{m.group('h')}:{m.group('m')}", text)
    text = _RESULT.sub(lambda m: f"{m.group('m')} мин {int(m.group('s'))},{m.group('part')} с", text)
    text = _TOOK.sub(_took, text)
    text = _POINT_SPAN.sub(r"\g<h>:\g<m>–\g<h2>:\g<m2>", text)
    text = _CLOCK.sub(_clock, text)
    text = _HOUR_OF_DAY.sub(_hour, text)
    return _RATIO.sub(_ratio, text)


def _took(match: re.Match[str]) -> str:
    if not _RACED.search(left_of(match)):
        return match.group()
    parts = ((int(match.group("m")), "мин"), (int(match.group("s")), "с"))
    return " ".join(f"{n} {name}" for n, name in parts if n)


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match.group("h")), int(match.group("m")), match.group("s")
    if _SCORE.search(left_of(match)):
        return match.group()
    asked = left_cases(left_of(match))
    case = asked[0] if asked else "nomn"
    if second:
        return " ".join(
            f"{cardinal(n, case, gender)} {_counted(n, forms, case)}"
            for n, gender, forms in (
                (hour, "masc", _HOURS),
                (minute, "femn", _MINUTES),
                (int(second), "femn", _SECONDS),
            )
        )
    if not minute:
        return f"{cardinal(hour, case)} {_counted(hour, _HOURS, case)}"
    return f"{cardinal(hour, case)} {'ноль ' if minute < 10 else ''}{cardinal(minute, case)}"


_HOURS = ("час", "часа", "часу", "час", "часом", "часе", "часа", "часов", "часам", "часами", "часах")
_MINUTES = (
    "минута",
    "минуты",
    "минуте",
    "минуту",
    "минутой",
    "минуте",
    "минуты",
    "минут",
    "минутам",
    "минутами",
    "минутах",
)
_SECONDS = tuple(form.replace("минут", "секунд") for form in _MINUTES)


def _counted(number: int, forms: tuple[str, ...], case: Case) -> str:
    order = ("nomn", "gent", "datv", "accs", "ablt", "loct")
    form = plural_form(number)
    if form == 1:
        return forms[order.index(case)]
    if case in ("nomn", "accs"):
        return forms[6] if form == 2 else forms[7]
    return forms[{"gent": 7, "datv": 8, "ablt": 9, "loct": 10}[case]]


def _hour(match: re.Match[str]) -> str:
    asked = left_cases(left_of(match))
    hour = int(match.group("h"))
    case = asked[0] if asked else "nomn"
    if hour == 1:
        return _counted(1, _HOURS, case)
    return cardinal(hour, case)


def _ratio(match: re.Match[str]) -> str:
    first, second = int(match.group("a")), int("".join(match.group("b").split()))
    tail = " " if match.group("b")[-1].isspace() else ""
    if _MIXED.search(left_of(match)) or second > 60 or " : " in match.group():
        return f"{cardinal(first)} к {cardinal(second, 'datv')}{tail}"
    return f"{cardinal(first)} {cardinal(second)}{tail}"
