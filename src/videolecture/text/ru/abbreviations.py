"""Russian abbreviations that are said the same wherever they stand, «и др.» and «т. н.» in agreement."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.morphology import adjectives, inflect, inflect_feminine, nouns, readings
from videolecture.text.tables import table, words


@cache
def _pattern() -> re.Pattern[str]:
    rows = sorted(table("ru_abbreviations")["fixed"], key=len, reverse=True)
    names = "|".join(re.escape(row).replace(r"\ ", r"\s*") for row in rows)
    # A name with no stop at its end must not go on as a word; one with a stop may touch what follows.
    return re.compile(rf"(?<![\w\u0301.-])(?P<name>(?:{names}))(?![\w\u0301])", re.IGNORECASE)


@cache
def _spoken() -> dict[str, str]:
    return {"".join(name.split()).lower(): said for name, said in table("ru_abbreviations")["fixed"].items()}


def read_fixed(text: str) -> str:
    """«т. е.» -> «то есть» and the like."""
    text = _SO_CALLED.sub(_so_called, text)
    text = _OTHERS.sub(_others, text)
    return _pattern().sub(_fixed, text)


_SO_CALLED = re.compile(r"(?<!\w)[Тт]\.\s*(?:н|наз)\.(?=\s+[«\"]?([А-Яа-яЁё\u0301]+))")
_OTHERS = re.compile(r"(?<=[А-Яа-яЁё\u0301)»\d.])(?P<and>,?\s+и\s+)др\.", re.IGNORECASE)
_LISTED = re.compile(r"[А-Яа-яЁё\u0301]+(?:,\s+[А-Яа-яЁё\u0301]+)*$")
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
    left = re.sub(r"\s?\([^()]*\)", "", left_of(match))  # «Австрия (1781), Пруссия (1807) и др.»
    listed = _LISTED.search(left)
    before = left[: listed.start()] if listed else ""
    first = re.match(r"[А-Яа-яЁё\u0301]+", listed.group()) if listed else None
    asked = left_cases(before)
    options = [r.case for r in nouns(first.group()) if r.case] if first else []
    # «и др. учёные»: the word after it shows the case as well.
    described = re.match(r"\s+([а-яё\u0301]+)", right_of(match))
    shown = (
        [r.case for r in readings(described.group(1)) if r.plural and r.part in ("NOUN", "ADJF")] if described else []
    )
    if shown:
        wanted = [c for c in asked if c in shown] or [c for c in options if c in shown] or shown
        return match.group("and") + _OTHER[wanted[0] or "nomn"]
    previous = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    depends = previous and any(r.part == "NOUN" for r in readings(previous.group(1))[:1])
    if depends and "gent" in options:
        case = "gent"
    else:
        case = next((c for c in asked if c in options), None) or (
            "nomn" if "nomn" in options or not options else options[0]
        )
    ends = "." if re.match(r"\s*(?:$|[А-ЯЁ])", right_of(match)) else ""
    return match.group("and") + _OTHER[case or "nomn"] + ends


def _fixed(match: re.Match[str]) -> str:
    name, after = match.group("name").lower().removesuffix("."), right_of(match)
    if name in words("ru_short_government", "whole") and not after.strip(' »")]'):
        return match.group()  # «много тел.»: a word
    if name == "л. н" and match.group()[0] == "Л":
        return match.group()  # «Толстой Л. Н.»: initials
    said = _spoken()["".join(match.group("name").split()).lower()]
    # The stop may have been the sentence's too.
    closing = r"\s*$" if not said.endswith(("далее", "подобное", "прочее")) else r"\s*(?:$|[»\")]?\s+[А-ЯЁA-Z])"
    ends = "." if match.group().endswith(".") and re.match(closing, right_of(match)) else ""
    return said + ends
