"""Short forms typed in capitals, as in headings and on forms: «УЛ. МИРА, Д. 5» -> «ул. Мира, д. 5»."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.acronyms import is_word
from videolecture.text.ru.morphology import readings
from videolecture.text.tables import table

_CAPITALS = re.compile(r"(?<![\w\u0301.-])[А-ЯЁ]{2,}(?:-[А-ЯЁ]+)*(?![\w\u0301])(?!\.[А-ЯЁ])")
_NAME = re.compile(r"(?P<lead>\s*[«\"]?(?:[А-ЯЁ]\.\s?){0,2})(?P<name>[А-ЯЁ]{3,}(?:-[А-ЯЁ]{2,})*)(?![\w\u0301])")


@cache
def _short() -> re.Pattern[str]:
    rows = table("ru_short")
    names = {row for kind in ("nouns", "persons", "adjectives", "several", "places") for row in rows[kind]}
    names |= {
        *table("ru_abbreviations")["numbered"],
        *table("ru_calendar")["weekdays"],
        *table("ru_calendar")["months"],
    }
    written = sorted(
        (re.escape(n.upper()).replace(r"\ ", r"\s?") for n in names if n.isascii() is False), key=len, reverse=True
    )
    # A single letter is an initial, unless a number or a word in capitals follows and no initial stands before it.
    return re.compile(rf"(?<![\w\u0301.-])(?<!\b[А-ЯЁ]\.\s)(?P<short>{'|'.join(written)})(?![\w\u0301]|-[А-ЯЁ])")


def read_capitals(text: str) -> str:
    """Short forms in lower case, the names after them with one capital; other words in capitals stay."""
    if not re.search(r"[А-ЯЁ]\.|[А-ЯЁ]-[А-ЯЁ]", text):
        return text
    heading = not re.search(r"[а-яё]", text)
    found = [m for m in _short().finditer(text) if _is_short(m, heading)]
    if not found:
        return text
    pieces: list[str] = []
    position = 0
    for match in found:
        if match.start() < position:
            continue
        pieces += [text[position : match.start()], match.group().lower()]
        position = match.end()
        if (name := _NAME.match(text, position)) and not _short().match(text, name.start("name")):
            pieces.append(name.group("lead") + _titled(name.group("name")))
            position = name.end()
    text = "".join([*pieces, text[position:]])
    return _CAPITALS.sub(lambda m: _word(m.group()), text) if heading else text


def _is_short(match: re.Match[str], heading: bool) -> bool:
    written, after = match.group("short"), right_of(match)
    if len(written.rstrip(".")) > 1:
        return written.endswith(".") or "-" in written
    if re.match(r"\s*\d", after):
        return written in ("Д.", "К.", "С.", "П.", "Т.", "Ч.", "Л.") or bool(re.search(r"\d\s$", left_of(match)))
    if written == "Г." and re.search(r"\d\s?$", left_of(match)):
        return True  # «5 ОКТ. 2024 Г.»
    name = re.match(r"\s*([А-ЯЁ]{3,}(?:-[А-ЯЁ]+)*)(?!\w)", after)
    if not name:
        return False
    places = any("Geox" in r.tags for r in readings(name.group(1)))
    return places or (heading and not any("Surn" in r.tags for r in readings(name.group(1))))


def _titled(name: str) -> str:
    """«МИРА» -> «Мира»; an acronym stays."""
    return "-".join(part.capitalize() for part in name.split("-")) if is_word(name, heading=True) else name


def _word(written: str) -> str:
    """A word of a heading that holds short forms, as it would stand in a sentence."""
    if not is_word(written, heading=True):
        return written
    if readings(written)[0].part in ("PREP", "CONJ", "PRCL", "NPRO", "VERB", "ADVB", "INFN"):
        return written.lower()
    return written.capitalize()
