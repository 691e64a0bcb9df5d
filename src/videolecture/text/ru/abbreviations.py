"""Russian abbreviations -> the words, nouns among them in the case that the preposition or the name asks for."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.agreement import left_cases
from videolecture.text.ru.morphology import Reading, adjectives, inflect, inflect_feminine, nouns, readings
from videolecture.text.ru.numerals import Case
from videolecture.text.tables import table

_NUMBER_NEXT = r"(?=\s*(?:\d|[IVXL]+\b))"
_NAME_NEXT = r"(?=\s*(?:[«\"]?[А-ЯЁ][А-Яа-яё\u0301.]|метро\b|м\.\s))"
_LOOK = re.compile(r"\b(?:см\.|смотри|ср\.|сравни)\s*$", re.IGNORECASE)


@cache
def _pattern(section: str, tail: str) -> re.Pattern[str]:
    rows = sorted(table("ru_abbreviations")[section], key=len, reverse=True)
    if section != "fixed":  # a longer one may open a sentence: «Акад. Вавилов», «Рис. 5»
        rows = [*rows, *(row.capitalize() for row in rows if len(row) > 3 or section == "numbered")]
    names = "|".join(re.escape(row).replace(r"\ ", r"\s*") for row in rows)
    # A name with no stop at its end must not go on as a word; one with a stop may touch what follows.
    return re.compile(
        rf"(?<![\w\u0301.-])(?P<name>(?:{names})){tail}(?![\w\u0301])", re.IGNORECASE if section == "fixed" else 0
    )


@cache
def _spoken(section: str) -> dict[str, str]:
    return {"".join(name.split()).lower(): said for name, said in table("ru_abbreviations")[section].items()}


_CENTURY_OR_YEAR = r"(?=\s+(?:[IVXL]+\b|\d{1,4}(?:-|\b)|века?\b|столетия|года?\b))"
_PART_OF_TIME = re.compile(
    rf"(?P<number>(?<![\w])(?:[IVX]+|\d(?:-[а-я]{{1,3}})?)\s+)?(?<![\w.])(?P<name>пол|нач|кон|сер|кв|четв)\.{_CENTURY_OR_YEAR}"
)
_PARTS_OF_TIME = {"пол": "половина", "нач": "начало", "кон": "конец", "сер": "середина", "кв": "квартал",
                  "четв": "четверть"}  # fmt: skip


def read_parts_of_time(text: str) -> str:
    """«в нач. XX в.» -> «в начале XX в.», «II кв. 2020 г.» -> «II квартал 2020 г.»; before the dates are read."""
    return _PART_OF_TIME.sub(_part_of_time, text) if "." in text else text


def _part_of_time(match: re.Match[str]) -> str:
    number, name = match.group("number") or "", match.group("name")
    if name == "кв" and not number:
        return match.group()  # a flat, or square
    return number + inflect(_PARTS_OF_TIME[name], noun_case(match.string[: match.start()]))


def read_numbered(text: str) -> str:
    """«на рис. 5» -> «на рисунке 5»; before the numbers are read."""
    return (
        _pattern("numbered", _NUMBER_NEXT).sub(_numbered, text) if "." in text or "№" in text or "§" in text else text
    )


def read_named(text: str) -> str:
    """«в г. Москве» -> «в городе Москве», «лекция проф. Иванова» -> «лекция профессора Иванова»."""
    return _pattern("named", _NAME_NEXT).sub(_named, text) if "." in text else text


def read_fixed(text: str) -> str:
    """«т. е.» -> «то есть» and the like."""
    text = _SO_CALLED.sub(_so_called, text)
    text = _OTHERS.sub(_others, text)
    text = _SCIENCES.sub(lambda m: str(table("ru_abbreviations")["sciences"].get(m.group(1).lower(), m.group(1))), text)
    return _pattern("fixed", "").sub(_fixed, text)


_SO_CALLED = re.compile(r"(?<!\w)[Тт]\.\s*(?:н|наз)\.(?=\s+[«\"]?([А-Яа-яЁё\u0301]+))")
_OTHERS = re.compile(r"(?P<list>[а-яё\u0301]+(?:,\s+[А-Яа-яЁё\u0301]+)*,?\s+и\s+)др\.", re.IGNORECASE)
_SCIENCES = re.compile(r"(?<!\w)(канд\.|докт\.|[а-яё]+\.(?:-[а-яё]+\.)?(?=\s+наук))", re.IGNORECASE)
_OTHER: dict[str, str] = {
    "nomn": "другие", "gent": "других", "datv": "другим", "accs": "другие", "ablt": "другими", "loct": "других",
}  # fmt: skip


def _so_called(match: re.Match[str]) -> str:
    """In agreement with the adjective or the noun after it."""
    word = match.group(1)
    found = (adjectives(word) or nouns(word))[:1]
    if not found or found[0].case is None:
        return "так называемый"
    if found[0].gender == "femn" and not found[0].plural:
        return "так " + inflect_feminine("называемый", found[0].case)
    if found[0].gender == "neut" and not found[0].plural and found[0].case in ("nomn", "accs"):
        return "так называемое"
    case = "nomn" if found[0].case == "accs" and not found[0].animate else found[0].case
    return "так " + inflect("называемый", case, found[0].plural)


def _others(match: re.Match[str]) -> str:
    """«и др.» in the case of the list it ends: of its preposition, of the noun it depends on, of its own words."""
    first = re.match(r"[А-Яа-яЁё\u0301]+", match.group("list"))
    before = match.string[: match.start()]
    asked = left_cases(before)
    options = [r.case for r in nouns(first.group()) if r.case] if first else []
    # «и др. учёные»: the word after it shows the case as well.
    described = re.match(r"\s+([а-яё\u0301]+)", match.string[match.end() :])
    shown = (
        [r.case for r in readings(described.group(1)) if r.plural and r.part in ("NOUN", "ADJF")] if described else []
    )
    if shown:
        wanted = [c for c in asked if c in shown] or [c for c in options if c in shown] or shown
        return match.group("list") + _OTHER[wanted[0] or "nomn"]
    previous = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    depends = previous and any(r.part == "NOUN" for r in readings(previous.group(1))[:1])
    if depends and "gent" in options:
        case = "gent"
    else:
        case = next((c for c in asked if c in options), None) or (
            "nomn" if "nomn" in options or not options else options[0]
        )
    ends = "." if re.match(r"\s*(?:$|[А-ЯЁ])", match.string[match.end() :]) else ""
    return match.group("list") + _OTHER[case or "nomn"] + ends


def _key(match: re.Match[str]) -> str:
    return "".join(match.group("name").split()).lower()


def _fixed(match: re.Match[str]) -> str:
    said = _spoken("fixed")[_key(match)]
    # The stop may have been the sentence's too.
    closing = r"\s*$" if not said.endswith(("далее", "подобное", "прочее")) else r"\s*(?:$|[»\")]?\s+[А-ЯЁA-Z])"
    ends = "." if match.group().endswith(".") and re.match(closing, match.string[match.end() :]) else ""
    return said + ends


def _numbered(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    if len(match.group("name")) == 2 and re.search(r"(?<![\w.])[а-яё]\.\s?$", before):
        return match.group()  # «в т. ч. 5», «и т. п. 3»
    if re.search(r"\d\s*$", before) and match.group("name") not in ("№", "§"):
        timed = re.match(r"\s*\d+\s*(?:мин|м|с|сек)\b", match.string[match.end() :])
        if timed or not (
            _PART.search(before)
            or re.search(r"\b(?:ст|стать\w+|гл|глав\w+|том\w*|т)\.?\s*\d+\s*$", before, re.IGNORECASE)
        ):
            return match.group()  # «5 ч. 30 мин»: a unit; but «ст. 158 ч. 2»
    word = _spoken("numbered")[_key(match)]
    several = re.match(r"\s*\w+\s?(?:[-–—,]|и\s)\s?(?:\d|[IVX])", match.string[match.end() :])
    case = "accs" if _LOOK.search(before) else noun_case(before)
    if word in _SHOWN and case == "gent" and re.search(r"\bсо?\s*$", before) and not _BEGINS.search(before):
        case = "ablt"  # «ср. с рис. 1»; but «начиная с п. 3»
    if word in _WHOLES and _PART.search(before):
        case = "gent"
    plural = bool(several) or word in ("номера", "пункты", "параграфы")
    return inflect(word, case, plural) + " "


# «п. 3 ст. 10», «рис. 2 гл. 5»: a part, then what it is a part of.
_WHOLES = ("статья", "глава", "раздел", "приложение", "том")
_PART = re.compile(
    r"\b(?:п|подп|абз|ч|рис|табл|прим|с|стр|пункт[а-я]*|част[а-я]+|абзац[а-я]*|параграф[а-я]*|§)\.?\s*\d+\s+$",
    re.IGNORECASE,
)


_SHOWN = ("рисунок", "таблица", "иллюстрация", "пункт", "статья", "уравнение", "приложение", "упражнение", "задача")
_BEGINS = re.compile(r"\b(?:на(?:чин|чн|чат|чал|ча)|прочт|чита|перей|пере(?:ход|шл))\w*\s+с\s*$", re.IGNORECASE)


def noun_case(before: str) -> Case:
    """The case of a noun after these words: «на» says where, «по» takes the dative, as they do before nouns."""
    asked = left_cases(before)
    if not asked:
        return "nomn"
    last = re.search(r"(\w+)\s*$", before)
    if last and last.group(1).lower() in ("под", "за"):
        return "ablt"
    if last and last.group(1).lower() == "по":
        return "datv"
    return "loct" if "loct" in asked else asked[0]


def _case_of_person(before: str, after: str, named: list[Reading]) -> Case:
    """«Проф. Петрова читает», but «Проф. Петрова слушают», «доклад проф. Петрова»: by the noun or the verb beside."""
    kinds = {(r.gender, r.case) for r in named}
    if not {("femn", "nomn"), ("masc", "gent")} <= kinds or ("masc", "nomn") in kinds:
        return named[0].case or "nomn"
    previous = re.findall(r"[А-Яа-яЁё\u0301]+", re.split(r"[.!?;:—–]", before)[-1])[-3:]
    if previous and any(r.part == "NOUN" for r in readings(previous[-1])[:1]):
        return "gent"
    for word in [*re.findall(r"[а-яё\u0301]+", re.split(r"[.,!?;:]", after)[0])[:2], *reversed(previous)]:
        for reading in readings(word)[:1]:
            if reading.part == "VERB":
                return "gent" if reading.plural or reading.gender == "masc" else "nomn"
    return "nomn"


def _named(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if re.search(r"\d\s*$", before) and match.group("name") not in ("ул.", "пл.", "пер."):
        return match.group()  # «в 1990 г. Москва»: a year
    if re.search(r"(?<!\w)[а-яё]\.\s?$", before, re.IGNORECASE) and len(match.group("name")) == 2:
        return match.group()  # «м. н. с. Иванова»
    word = _spoken("named")[_key(match)]
    name = re.match(r"\s*[«\"]?([А-ЯЁ][а-яё\u0301]+)", after)
    named = [r for r in nouns(name.group(1)) if r.case and not r.plural] if name else []
    options = [r.case for r in named]
    asked = left_cases(before)
    if word in table("ru_abbreviations")["people"]["titles"].split() or word == "город":
        possible = [c for c in asked if c in options]
        if "ablt" in possible and word != "город":
            return inflect(word, "ablt") + " "  # «беседа с проф. Ивановой»
        if possible:
            return inflect(word, noun_case(before) if noun_case(before) in possible else possible[0]) + " "
        if options and not asked and word != "город":
            return inflect(word, _case_of_person(before, after[name.end() :] if name else "", named)) + " "
        if options and not asked and "nomn" not in options:
            return inflect(word, options[0]) + " "
    return inflect(word, noun_case(before)) + " "
