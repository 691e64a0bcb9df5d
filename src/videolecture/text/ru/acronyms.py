"""Words in Russian capitals: acronyms as words («НАТО») or letter by letter («МГУ»), initials, emphasis, headings."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of
from videolecture.text.ru.morphology import known, readings
from videolecture.text.tables import table, words

_CAPITALS = re.compile(r"(?<![\w\u0301])(?P<letters>[А-ЯЁ]{2,})(?P<ending>(?:[-’']?[а-яё]{1,3})?)(?![\w\u0301])")
_MIXED = re.compile(r"(?<![\w\u0301])(?:[А-ЯЁ]+[а-яё]*[А-ЯЁ]+[А-ЯЁа-яё]*|[а-яё](?=[А-ЯЁ]{2})[А-ЯЁ]+)(?![\w\u0301])")
_PART = re.compile(r"[А-ЯЁ][а-яё]{2,}|[а-яё]?[А-ЯЁ]+[а-яё]?")
_INITIALS = re.compile(r"(?<![\w\u0301])(?P<letter>[А-ЯЁ])\.(?=\s?(?:[А-ЯЁ]\.|[А-ЯЁ][а-яё\u0301]))")
_SURNAME_INITIALS = re.compile(r"(?<=[а-яё]\s)(?P<first>[А-ЯЁ])\.\s?(?P<second>[А-ЯЁ])\.(?!\s?[А-ЯЁ])")
# A single capital that is no word of its own; «В», «К», «С», «У», «О», «А», «И», «Я» may open a sentence.
_SINGLE = re.compile(
    r"(?<![\w\u0301.-])(?P<letter>[БГДЖЗЛМНПРТФХЦЧШЩЭЮЕ]|(?<=[а-яё] )[ВКСУОАИ](?=\s*(?:$|[.,;:!?)»]))"
    r"|[БВГДЖЗКЛМНПРСТФХЦЧШЩ](?=-[а-яё])"  # «Т-34», «Х-образный»
    r"|(?<=[«\"])[А-ЯЁ](?=[»\"]))(?![\w\u0301]|-(?![а-яё]))"
)

_VOWELS = "АЕЁИОУЫЭЮЯ"
_CONSONANTS = "БВГДЖЗЙКЛМНПРСТФХЦЧШЩ"
_PRONOUNCEABLE = re.compile(
    rf"(?:[{_CONSONANTS}]?[{_VOWELS}])(?:[{_CONSONANTS}][{_VOWELS}])*(?:[{_CONSONANTS}]{{1,2}}[{_VOWELS}])*[{_CONSONANTS}]?"
    r"|.+(?:СТ|СС|НТ|РТ|НК|ЛТ)"
)


def read_acronyms(text: str) -> str:
    """Words in capitals in lower case, as they are said."""
    heading = not re.search(r"[а-яё]", text)
    text = _SURNAME_INITIALS.sub(_after_surname, text)
    text = _INITIALS.sub(lambda m: letter(m.group("letter")) + " ", text)
    text = _CAPITALS.sub(lambda m: _acronym(m, heading), text)
    text = _MIXED.sub(_mixed, text)
    return _SINGLE.sub(lambda m: letter(m.group("letter")), text)


def letter(written: str) -> str:
    """A letter's name."""
    return str(table("ru_acronyms")["names"][written.lower()])


def spell(written: str) -> str:
    """Letter by letter."""
    return " ".join(letter(c) for c in written)


def _after_surname(match: re.Match[str]) -> str:
    """«Пушкин А. С.»: initials that follow their surname, recognised by the second one."""
    ends = "." if re.match(r"\s*$", right_of(match)) else ""
    return f"{letter(match.group('first'))} {letter(match.group('second'))}{ends}"


def _mixed(match: re.Match[str]) -> str:
    """«КамАЗ», «СНиП», «УрФУ» as a word; where nobody could say that, «КубГТУ», «СПбГУ», «мРНК», in its parts."""
    written = match.group()
    if not re.search(rf"[{_CONSONANTS}]{{3}}", written.upper()) or re.search(r"[а-яё]{2}$", written):
        return written.lower()
    parts = _PART.findall(written)
    return " ".join(part.lower() if len(part) > 2 and part[1:].islower() else spell(part) for part in parts)


def _acronym(match: re.Match[str], heading: bool) -> str:
    written, ending = match.group("letters"), match.group("ending")
    if ending and not ending.startswith(("-", "’", "'")):
        if len(written) == 2 and known(written + ending):
            return match.group()  # a capitalised word begun with a slip
        return as_word(written) + ending if is_word(written, heading) else spell(written) + ending
    said = as_word(written) if is_word(written, heading) else spell(written)
    said = str(table("ru_acronyms")["spoken"].get(written, said)) if not (heading and _is_plain(written)) else said
    return said + ending.replace("’", "").replace("'", "")


def _is_plain(written: str) -> bool:
    """Whether this is an ordinary word in capitals."""
    return known(written) and not any("Abbr" in r.tags for r in readings(written))


def as_word(written: str) -> str:
    """The acronym in lower case."""
    return written.lower()


def is_word(written: str, heading: bool) -> bool:
    """Whether letters in capitals are said as a word; `heading`: all of the sentence is in capitals."""
    if written in words("ru_acronyms", "letters") and not heading:
        return False
    if written in words("ru_acronyms", "words"):
        return True
    if known(written):
        found = readings(written)
        if not any("Abbr" in r.tags for r in found):
            # A word in capitals for emphasis or in a heading; short ones only if they are function words.
            return (
                len(written) > 3
                or heading
                or found[0].part in ("PREP", "CONJ", "PRCL", "NPRO", "ADVB")
                or bool(_pronounceable(written))
            )
    return _pronounceable(written)


def _pronounceable(written: str) -> bool:
    if len(written) < 3 or not set(written) & set(_VOWELS):
        return False
    if len(written) > 6:
        return True
    return (
        bool(_PRONOUNCEABLE.fullmatch(written))
        and not re.search(rf"[{_VOWELS}]{{2}}$|^[{_VOWELS}]{{2}}", written)
        and (not re.match(rf"[{_CONSONANTS}]{{2}}", written))
    )
