"""Whether the full stop of a Russian short form ends the sentence: «Зачёт в пт. Приходите», «В нояб. Иванов уехал»."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.morphology import adjectives, known, nouns, readings
from videolecture.text.tables import table, words

_REACH = 300  # characters of the sentence that are looked at
_WORD = re.compile(r"[А-Яа-яЁё\u0301]+(?:-[А-Яа-яЁё\u0301]+)*")
_ADJECTIVE_BEFORE = re.compile(r"([А-ЯЁ][а-яё\u0301]+(?:-[А-ЯЁа-яё\u0301]+)?)\s+$")


@cache
def _kinds() -> dict[str, str]:
    """Each short form without its last stop -> what may follow it: name, noun, title, number, time."""
    rows = table("ru_short")
    found: dict[str, str] = {}
    for section, kind in (("nouns", "title"), ("several", "title"), ("adjectives", "noun"), ("persons", "name")):
        found |= dict.fromkeys(map(_plain, rows[section]), kind)
    found |= {_plain(row): "name" for row in rows["several"] if _plain(row) in words("ru_short_government", "persons")}
    found |= {_plain(row): "number" for row in table("ru_abbreviations")["numbered"]} | {
        _plain(row): "place" for row in rows["places"]
    }
    times = [*table("ru_calendar")["weekdays"], *table("ru_calendar")["months"]]
    found |= dict.fromkeys(words("ru_short_government", "halves"), "noun") | {"долл": "name"}
    return found | {_plain(row): "time" for row in times}


def _plain(row: str) -> str:
    return "".join(row.split()).removesuffix(".").lower()


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((re.escape(name).replace(r"\.", r"\.\s?") for name in _kinds()), key=len, reverse=True)
    return re.compile(rf"(?:^|[\s(«\"\[,/–—-])({'|'.join(names)})$", re.IGNORECASE)


# «Метод стал основным, а в 1994 г. К. Шалл»: the part that the year stands in
_JOINED = re.compile(
    r"[,;:]\s+(?=(?:а|и|но|да|однако|затем|потом|что|как|когда|где|хотя)\s+(?:(?:уже|ещё|лишь|только)\s+)?(?:в|к|с|до|около|после)\s+\d)"
)


def short_form(before: str) -> str:
    """The short form that `before` ends with, in lower case without spaces; "" where there is none."""
    found = _pattern().search(before)
    return "".join(found.group(1).split()).lower() if found else ""


def ends(word: str, head: str, following: str) -> bool:
    """Whether the stop after the short form `word` ends the sentence that `head` begins with.

    `head` ends before the short form, `following` begins with a capital or a digit.
    """
    kind = _kinds()[word]
    if word == "ред" and re.search(r"\(в\s*$", head):
        return False  # «(в ред. Федерального закона)»
    if following[:1].isdigit() or re.match(r"[IVXL]+\b", following):
        return False
    if word in words("ru_short_government", "whole") and kind in ("title", "noun"):
        return True  # «Он открыл газ. Иванов чихнул.»
    if word == "ср" and not is_common(following):  # «Ср. Азия»
        return False
    if following.startswith("США"):
        return False
    if re.match(r"[А-ЯЁ](?:[,;)]|\.?$)", following) and word in ("корп", "лит", "подъезд", "сек"):
        return False  # «корп. Б, 3 эт.»
    if kind == "time" or re.search(r"\d\s*$|\b[IVX]+\s+$", head):  # «в 1990 г.», «5 р.», «10 мин.»
        return says_something(_JOINED.split(head)[-1])
    if _opens(following):
        return kind not in ("noun",) or says_something(head)
    if kind == "noun":
        return False
    if kind == "place":
        return _name_precedes(head) and is_common(following)
    if kind == "number" and len(word) < 3:
        return False
    if kind == "name" and re.match(r"[«\"„]", following):
        return False
    return is_common(following) and says_something(f"{head} {word}")


def says_something(head: str) -> bool:
    """Whether there is a subject or a predicate: «В начале XIX в.» has none and cannot be a sentence."""
    before = ""
    for found in _WORD.finditer(head, max(0, len(head) - _REACH)):
        word = found.group()
        if head[found.end() : found.end() + 1] == "." and word.lower() in _kinds():
            continue
        best = readings(word)[0]
        if not head[: found.start()].strip() and any("Surn" in r.tags and r.case == "nomn" for r in readings(word)):
            return True  # «Петрова А. И., 1960 г. р.»
        if best.part in ("VERB", "INFN", "PRTS", "ADJS", "PRED", "GRND", "COMP"):
            return True
        if best.part in ("NOUN", "NPRO") and best.case in ("nomn", "accs") and before != "PREP" and len(word) > 2:
            return True
        before = best.part if best.part not in ("ADJF", "PRTF", "NUMR") else before
    return False


def _name_precedes(head: str) -> bool:
    """«на Садовой ул.»: the name stands before it."""
    name = _ADJECTIVE_BEFORE.search(head)
    return name is not None and bool(adjectives(name.group(1)))


def _opens(following: str) -> bool:
    """Whether what follows begins with a word that opens sentences and is no name."""
    first = _WORD.match(following)
    if first is None or re.match(r"[А-ЯЁ]\.", following):
        return False
    return first.group().lower() in words("sentences", "openers")


def is_common(following: str) -> bool:
    """Whether what follows begins with a word of the dictionary that is no name: «Читает», «Рядом»."""
    first = _WORD.match(following)
    if (
        not first
        or not first.group()[1:].islower()
        or (following[first.end() :][:1] == "." and first.group().lower() in _kinds())
    ):
        return False
    if re.search(r"[сц]к(?:ий|ая|ого|ой|ому|ую|им|ом)$", first.group()):  # «проф. Преображенский»
        return False
    names = [r for r in nouns(first.group()) if {"Surn", "Name", "Patr", "Geox"} & r.tags]
    return known(first.group()) and not names
