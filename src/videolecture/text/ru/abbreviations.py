"""Russian abbreviations -> the words, nouns among them in the case that the preposition or the name asks for."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.agreement import left_cases
from videolecture.text.ru.morphology import inflect, nouns
from videolecture.text.ru.numerals import Case
from videolecture.text.tables import table

_NUMBER_NEXT = r"(?=\s*(?:\d|[IVXL]+\b))"
_NAME_NEXT = r"(?=\s*[«\"]?[А-ЯЁ][а-яё\u0301.])"
_LOOK = re.compile(r"\b(?:см\.|смотри|ср\.|сравни)\s*$", re.IGNORECASE)


@cache
def _pattern(section: str, tail: str) -> re.Pattern[str]:
    rows = sorted(table("ru_abbreviations")[section], key=len, reverse=True)
    names = "|".join(re.escape(row).replace(r"\ ", r"\s*") for row in rows)
    # A name with no stop at its end must not go on as a word; one with a stop may touch what follows.
    return re.compile(
        rf"(?<![\w\u0301.-])(?P<name>(?:{names})){tail}(?![\w\u0301])", re.IGNORECASE if section == "fixed" else 0
    )


@cache
def _spoken(section: str) -> dict[str, str]:
    return {"".join(name.split()).lower(): said for name, said in table("ru_abbreviations")[section].items()}


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
    return _pattern("fixed", "").sub(_fixed, text)


def _key(match: re.Match[str]) -> str:
    return "".join(match.group("name").split()).lower()


def _fixed(match: re.Match[str]) -> str:
    said = _spoken("fixed")[_key(match)]
    # The stop may have been the sentence's too.
    ends = (
        "."
        if match.group().endswith(".") and re.match(r"\s*(?:$|[»\")]?\s+[А-ЯЁA-Z])", match.string[match.end() :])
        else ""
    )
    return said + ends


def _numbered(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    if re.search(r"\d\s*$", before) and match.group("name") not in ("№", "§"):
        return match.group()  # «5 с. 20»: a unit
    word = _spoken("numbered")[_key(match)]
    case = "accs" if _LOOK.search(before) else noun_case(before)
    plural = word in ("номера", "пункты", "параграфы")
    return inflect(word, case, plural) + " "


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


def _named(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if re.search(r"\d\s*$", before) and match.group("name") not in ("ул.", "пл.", "пер."):
        return match.group()  # «в 1990 г. Москва»: a year
    word = _spoken("named")[_key(match)]
    name = re.match(r"\s*[«\"]?([А-ЯЁ][а-яё\u0301]+)", after)
    options = [r.case for r in nouns(name.group(1)) if r.case and not r.plural] if name else []
    asked = left_cases(before)
    if word in table("ru_abbreviations")["people"]["titles"].split() or word == "город":
        possible = [c for c in asked if c in options]
        if possible:
            return inflect(word, noun_case(before) if noun_case(before) in possible else possible[0]) + " "
        if options and not asked and word != "город":
            return inflect(word, options[0]) + " "
        if options and not asked and "nomn" not in options:
            return inflect(word, options[0]) + " "
    return inflect(word, noun_case(before)) + " "
