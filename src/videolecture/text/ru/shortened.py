"""Nouns and adjectives written short -> whole and declined: «на каф. теор. физики», «зам. дир.», «в гл. роли»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from videolecture.text.ru import places
from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.declension import Form, adjective, decline
from videolecture.text.ru.government import asked_of_phrase, closing, form_after, rewrite
from videolecture.text.ru.morphology import adjectives, inflect, nouns
from videolecture.text.ru.numerals import CASES
from videolecture.text.ru.persons import case_of_person
from videolecture.text.ru.senses import nouns_after, sense_of
from videolecture.text.tables import table, words

KINDS = ("adjectives", "nouns", "persons", "places", "several")  # a form in two of them is of the later kind


@dataclass(frozen=True)
class Short:
    """What a short form stands for: `lemma` is declined, `tail` is not."""

    kind: str
    lemma: str
    tail: str = ""


@cache
def _rows() -> dict[str, Short]:
    """Short forms in lower case without spaces -> what they stand for."""
    found: dict[str, Short] = {}
    for kind in KINDS:
        for written, said in table("ru_short")[kind].items():
            lemma, _, tail = said.partition("|")
            name = "".join(written.split())
            if kind == "several" and name in found and found[name].kind == "places":
                continue  # places.py asks for the other sense itself
            found[name] = Short(kind, lemma, tail)
            if kind == "persons" and written.startswith("к. "):
                found["д" + name[1:]] = Short(kind, "доктор", tail)  # «к. т. н.» -> «д. т. н.»
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = []
    for name in sorted((n for n in _rows() if "." in n), key=len, reverse=True):
        body = r"\.\s?".join(map(re.escape, name.removesuffix(".").split("."))) + r"\."
        names.append(f"[{name[0]}{name[0].upper()}]{body[1:]}" if not body.startswith("\\") else body)
    return re.compile(rf"(?<![\w\u0301./-])(?P<short>{'|'.join(names)})(?![\w\u0301]|-[а-яё])")


# Two that touch: «канд.техн.наук», «ул.Ленина».
@cache
def _touching() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_rows(), key=len, reverse=True) if len(n) > 2 and n.count(".") == 1)
    return re.compile(rf"(?<![\w.-])(?:{names})(?=[А-Яа-яЁё]{{2}}|[А-ЯЁ]\.|\d)", re.IGNORECASE)


def read_shortened(text: str) -> str:
    """Nouns first, in the case that is asked for; then the adjectives, in agreement with them."""
    text = _HYPHENED.sub(_hyphened, text) if "-" in text else text
    if "." not in text:
        return text
    while (spaced := _touching().sub(r"\g<0> ", text)) != text:
        text = spaced
    text = rewrite(_pattern(), text, _noun)
    return rewrite(_pattern(), text, _adjective)


@cache
def _stems() -> re.Pattern[str]:
    stems = sorted({n.partition("-")[0] for n in _rows() if "-" in n and "." not in n}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(stems)})-[а-яё]{{1,5}}(?![\w-])", re.IGNORECASE)


_LAST = re.compile(r"(?<![\w-])[а-яё]+\.(?=[»\"]?$)", re.IGNORECASE)


def has_short_forms(text: str) -> bool:
    """Whether a text without stops inside holds something like «ун-та», or ends with «доц.»."""
    if "-" in text and _stems().search(text):
        return True
    last = _LAST.search(text)
    name = last.group().lower() if last else ""
    return name in _rows() and name.removesuffix(".") not in words("ru_short_government", "whole")


_HYPHENED = re.compile(r"(?<![\w\u0301.-])(?P<stem>[А-Яа-яё]{1,7})-(?P<ending>[а-яё]{1,5})(?![\w\u0301-])")


@cache
def _forms(stem: str) -> tuple[str, ...]:
    """Every form of the nouns that are written with this stem and a hyphen, the nominative first."""
    found: dict[str, None] = {}
    for name, short in _rows().items():
        if name.partition("-")[0] == stem and "-" in name and "." not in name:
            for plural in (False, True):
                found |= dict.fromkeys(inflect(short.lemma, case, plural) for case in CASES)
    return tuple(found)


def _hyphened(match: re.Match[str]) -> str:
    """«ун-та», «ф-ций», «д-ром»: the ending shows the form."""
    stem, ending = match.group("stem"), match.group("ending")
    fitting = [f for f in _forms(stem.lower()) if f.endswith(ending) and f.startswith(stem.lower()[0])]
    if not fitting:
        return match.group()
    return fitting[0].capitalize() if stem[0].isupper() and len(stem) > 1 else fitting[0]


def _noun(match: re.Match[str], before: str, after: str) -> str | None:
    written = match.group("short")
    short = _rows()["".join(written.split()).lower()]
    kind, lemma = short.kind, short.lemma
    if _is_other(written, before, after):
        return None
    if kind == "places":
        place = places.say(written, lemma, before, after)
        several = table("ru_short")["several"].get(written.lower())
        if place is not None or several is None:
            return place
        kind, lemma = "several", several
    if kind == "several":
        lemma = sense_of(lemma, before, after)
        kind = "as it is" if lemma.startswith("=") else _kind(lemma)
    if kind == "adjectives" or (written.lower() == "др." and re.search(r"\bи\s+$", before)):
        return None
    if lemma.startswith("=") or kind == "as it is":
        return lemma.removeprefix("=") + closing(written, after)
    if kind == "persons" and re.search(r"уважением,\s+(?:[^.!?]*,\s+)?$", before):
        return " ".join(filter(None, [decline(lemma, Form()), short.tail])) + closing(written, after)
    form = case_of_person(before, after, lemma) if kind == "persons" else form_after(before, lemma)
    return " ".join(filter(None, [decline(lemma, form), short.tail])) + closing(written, after)


@cache
def _kind(lemma: str) -> str:
    persons = {said.partition("|")[0] for said in table("ru_short")["persons"].values()}
    if lemma.endswith(("ый", "ий", "ой")) and adjectives(lemma) and lemma not in persons:
        return "adjectives"
    found = [r for r in nouns(lemma.split()[-1]) if r.case == "nomn"]
    return "as it is" if not found else "persons" if found[0].animate else "nouns"


def _is_other(written: str, before: str, after: str) -> bool:
    """Whether another rule reads these letters: a unit after its number, «рис. 5», or a whole word that ends a text."""
    lower = "".join(written.lower().split())
    if re.search(r"[\d½¼¾]\s?(?:тыс\.\s|млн\s|млрд\s)?$", before) and lower in words("ru_short_government", "measures"):
        return True
    if lower in table("ru_abbreviations")["numbered"] and re.match(r"\s*(?:\d|[IVXL]+\b)", after):
        return True
    if lower == "ст." and before.endswith("рт. "):
        return True
    return not after.strip(' »")]') and lower.removesuffix(".") in words("ru_short_government", "whole")


def _adjective(match: re.Match[str], before: str, after: str) -> str | None:
    """In agreement with the noun after it."""
    written = match.group("short")
    if _is_other(written, before, after):
        return None
    short = _rows()["".join(written.split()).lower()]
    lemma = short.lemma
    if short.kind == "places":
        lemma = table("ru_short")["several"].get(written.lower(), "")
        if not lemma:
            return None
    if short.kind in ("several", "places"):
        lemma = sense_of(lemma, before, after)
        if lemma.startswith("=") or _kind(lemma) != "adjectives":
            return None
    elif short.kind != "adjectives":
        return None
    if lemma == "другой" and re.search(r"\bи\s+$", before):
        return None  # «и др.»: by the list it ends
    found = [r for r in nouns_after(after) if r.case]
    if not found:
        form = form_after(before, "человек")
        return (
            adjective(lemma, form.case, form.plural, "masc") + closing(written, after) if left_cases(before) else None
        )
    asked = asked_of_phrase(before)
    opens = re.search(r"(?:^|[.!?:;—–(«])\s*$", before)
    asked = asked or (("nomn",) if opens else ())
    noun = next((r for c in asked for r in found if r.case == c), found[0])
    return adjective(lemma, noun.case or "nomn", noun.plural, noun.gender or "masc", noun.animate)
