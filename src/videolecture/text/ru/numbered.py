"""What is numbered, written short: «на рис. 3 и табл. 2» -> «на рисунке 3 и таблице 2»; before the numbers are read."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.government import noun_case, rewrite
from videolecture.text.ru.morphology import inflect, nouns, readings
from videolecture.text.ru.numerals import Case
from videolecture.text.tables import table

_LOOK = re.compile(r"\b(?:см\.|смотри(?:те)?|ср\.|сравни(?:те)?)(?:\s+(?:также|напр\.|например,?))?\s*$", re.IGNORECASE)
# «рис. 3 и», «главе 1, », what shares its preposition with the next one.
_SHARED = re.compile(
    r"(?P<noun>[а-яё\u0301]+)\s+(?:\d[\d.]*|[IVXL]+)(?:\s?[–—-]\s?(?:\d[\d.]*|[IVXL]+))?(?:\s?\(?[а-яa-z]\)?)?(?P<joint>\s+(?:и|или)|,)\s+$",
    re.IGNORECASE,
)
_WHOLES = ("статья", "глава", "раздел", "приложение", "том")
# «п. 3 ст. 10», «рис. 2 гл. 5»: a part, then what it is a part of.
_PART = re.compile(
    r"\b(?:п|подп|абз|ч|рис|табл|прим|с|стр|пункт[а-я]*|част[а-я]+|абзац[а-я]*|параграф[а-я]*|рисун[а-я]+|таблиц[а-я]*"
    r"|подпункт[а-я]*|примечани[а-я]+|страниц[а-я]*|§)\.?\s*(?:\d+|«[а-я]»)\s+$",
    re.IGNORECASE,
)
_SHOWN = ("рисунок", "таблица", "иллюстрация", "пункт", "статья", "уравнение", "приложение", "упражнение", "задача")
_BEGINS = re.compile(r"\b(?:на(?:чин|чн|чат|чал|ча)|прочт|чита|перей|пере(?:ход|шл))\w*\s+с\s*$", re.IGNORECASE)
# «случаи, предусмотренные п. 2»: by it; «нарушение ч. 1»: of it
_PROVIDED = re.compile(
    r"\b(?:предусмотр|установл|определ|утвержд|регулиру|закрепл|описа|зада|ограничен|обусловл)[а-яё]*(?:нн|ем)[а-яё]+\s$",
    re.IGNORECASE,
)
_ANSWERING = re.compile(r"\b(?:ответ|отвеча)[а-яё]*\s+на\s$", re.IGNORECASE)
_DONE = re.compile(r"\b[А-ЯЁа-яё]{3,}(?:ение|ание|тие|ения|ания|ций|ция|ции)\s$")
_PLACES = ("дом", "квартира", "корпус", "строение", "офис", "кабинет", "аудитория", "этаж", "подъезд", "комната")
_OF_A_HOUSE = re.compile(r"\b(?:дом[а-я]*|корпус[а-я]*|влад[а-я]+|вл\.)\s+\d+[а-я]?(?:/\d+)?,\s*$", re.IGNORECASE)
# What a number with a short form before it is: «12 ч. 5 м.» are units; «ст. 158 ч. 2» is an article and its part.
_WITHIN = re.compile(
    r"\b(?P<whole>абз|абзац\w*|ст|стать\w+|гл|глав\w+|том\w*|т|разд|раздел\w*|ч|част\w+|п|пункт\w*|подп|подпункт\w*|§|параграф\w*"
    r"|прил|приложени\w+)\.?\s*(?:\d[\d.]*|[IVXL]+|«[а-я]»)\s*$",
    re.IGNORECASE,
)
# From the largest to the smallest: «в статье 5 части 2 пункте 3» goes down, «в пункте 3 части 2» goes up.
_SIZES = ("приложение", "том", "раздел", "глава", "параграф", "статья", "часть", "пункт", "подпункт", "абзац")
_UNIT_NEXT = re.compile(r"\s*\d+\s*(?:мин|м|с|сек)\b")


@cache
def _pattern() -> re.Pattern[str]:
    rows = sorted(table("ru_abbreviations")["numbered"], key=len, reverse=True)
    names = "|".join(re.escape(row).replace(r"\ ", r"\s*") for row in [*rows, *(row.capitalize() for row in rows)])
    return re.compile(rf"(?<![\w\u0301.-])(?P<name>(?:{names}))(?=\s*(?:\d|[IVXL]+\b))(?![\w\u0301])")


def read_numbered(text: str) -> str:
    """Nouns before their numbers, in the case that is asked for; what is listed shares it."""
    return rewrite(_pattern(), text, _numbered) if "." in text or "№" in text or "§" in text or "/я" in text else text


def _numbered(match: re.Match[str], before: str, after: str) -> str | None:
    name = match.group("name")
    if len(name) == 2 and re.search(r"(?<![\w.])[а-яё]\.\s?$", before):
        return None  # «в т. ч. 5», «и т. п. 3»
    part = (_PART.search(before) or _WITHIN.search(before)) and not _UNIT_NEXT.match(after)
    if re.search(r"\d\s*$", before) and name not in ("№", "§") and not part:
        return None  # «5 ч. 30 мин»
    word = _word(name, before)
    case = _case(word, before)
    several = re.match(r"\s*\w+\s?(?:[-–—,]|и\s)\s?(?:\d|[IVX])", after) and not re.match(r"\s*\d+[.,]\d", after)
    plural = bool(several) or word in ("номера", "пункты", "параграфы")
    return " ".join(inflect(part, case, plural) for part in word.split()) + " "


def _word(name: str, before: str) -> str:
    """«д. 5, стр. 2» is a building, not a page; «д. 5, к. 2» is no room."""
    if _OF_A_HOUSE.search(before) and name.lower() in ("стр.", "к."):
        return "строение" if name.lower() == "стр." else "корпус"
    rows = table("ru_abbreviations")["numbered"]
    return str(rows[name] if name in rows else rows[name.lower()])


def _case(word: str, before: str) -> Case:
    if word in _WHOLES and _PART.search(before):
        return "gent"
    if (within := _WITHIN.search(before)) and (whole := _whole(within.group("whole"))) and word in _SIZES:
        if _SIZES.index(word) < _SIZES.index(whole) and (whole, word) != ("глава", "раздел"):
            return "gent"  # «пункта 3 части 2»
        shown = [r.case for r in nouns(within.group("whole")) if r.case and not r.plural]
        asked = _case(whole, before[: within.start()])
        return asked if asked in shown or not shown else shown[0]
    while shared := _SHARED.search(before):
        if shared.group("joint") == "," and word in _PLACES:
            break
        if not nouns(shared.group("noun")):
            break
        before = before[: shared.start()]
    if _LOOK.search(before):
        return "accs"
    if _ANSWERING.search(before):
        return "accs"
    if _PROVIDED.search(before):
        return "ablt"
    case = noun_case(before)
    if case == "nomn" and word in _SIZES and _DONE.search(before):
        return "gent"
    if case == "nomn" and _is_object(before):
        return "accs"  # «прочитать гл. 2»
    if word in _SHOWN and case == "gent" and re.search(r"\bсо?\s*$", before) and not _BEGINS.search(before):
        return "ablt"  # «ср. с рис. 1»; but «начиная с п. 3»
    return case


def _is_object(before: str) -> bool:
    """Whether a transitive verb precedes: «решить № 4», «откройте с. 112»; but «следует гл. 4»."""
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    found = readings(last.group(1))[:1] if last else ()
    return any(r.part in ("VERB", "INFN", "GRND") and "tran" in r.tags for r in found)


def _whole(written: str) -> str:
    """«статье» -> «статья»; empty where it is nothing that has numbered parts."""
    short = table("ru_abbreviations")["numbered"].get(f"{written.lower()}.")
    lemmas = [str(short)] if short else [r.lemma for r in nouns(written)]
    return next((lemma for lemma in lemmas if lemma in _SIZES), "параграф" if written == "§" else "")
