"""Halves, quarters, beginnings and ends of a time written short: «в 1-й пол. XIX в.», «к кон. 90-х гг.», «II кв.»."""

from __future__ import annotations

import re

from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.declension import adjective, gender_of
from videolecture.text.ru.government import asked_of_phrase, closing, form_after, rewrite
from videolecture.text.ru.morphology import inflect
from videolecture.text.ru.numerals import CASES, Case, ordinal
from videolecture.text.ru.senses import time_follows

_PARTS = {"пол": "половина", "нач": "начало", "кон": "конец", "сер": "середина", "кв": "квартал", "кварт": "квартал",
          "четв": "четверть", "тр": "треть", "полуг": "полугодие", "дек": "декада"}  # fmt: skip
_PART = re.compile(
    r"(?P<number>(?<![\w.])(?:[IVX]+|\d(?:\s?[-‑]\s?[а-я]{1,3})?|[Пп]ерв\.|[Вв]т(?:ор)?\.|[Пп]осл(?:едн)?\.|[Тт]рет\.)\s*)?"
    r"(?<![\w.])(?P<name>[Пп]ол|[Нн]ач|[Кк]он|[Сс]ер|[Кк]в|[Кк]варт|[Чч]етв|[Тт]р|[Пп]олуг|[Дд]ек)\."
)
_BORN = re.compile(r"(?<![\w.,])(?P<number>\d{4}(?:\s?(?:[-–—,]|и)\s?\d{2,4}){0,30})\s?(?P<year>гг?)\.\s?р\.(?!\w)")
_ORDINALS = {"перв": "первый", "вт": "второй", "втор": "второй", "посл": "последний", "последн": "последний",
             "трет": "третий"}  # fmt: skip
_NUMBERED = ("половина", "квартал", "четверть", "треть", "полугодие", "декада")


def read_parts_of_time(text: str) -> str:
    """«в нач. XX в.» -> «в начале XX в.», «II кв. 2020 г.» -> «II квартал 2020 г.»; before the dates are read."""
    if "." not in text:
        return text
    return rewrite(_PART, rewrite(_BORN, text, _born), _part)


def _born(match: re.Match[str], before: str, after: str) -> str:
    """«1950 г. р.», «2010–2012 гг. р.»: of that year, or in the case that a preposition asks for."""
    asked = left_cases(before)
    case: Case = "loct" if "loct" in asked else asked[0] if asked else "gent"
    plural = match.group("year") == "гг"
    year = "году" if case == "loct" and not plural else inflect("год", case, plural)
    return f"{match.group('number')} {year} рождения{closing(match.group(), after)}"


def _part(match: re.Match[str], before: str, after: str) -> str | None:
    number, lemma = match.group("number") or "", _PARTS[match.group("name").lower()]
    described = bool(re.search(r"\b(?:перв|втор|треть|четв[её]рт|последн|кажд)[а-яё]+\s+$", before, re.IGNORECASE))
    numbered = bool(number) or described
    if lemma in _NUMBERED and not numbered and lemma != "половина":
        return None  # «кв. 5» is a flat, «тр.» are works, «дек.» is December
    if not time_follows(after) and not (
        numbered and lemma in ("половина", "квартал", "четверть", "треть", "полугодие")
    ):
        return None
    if lemma == "квартал" and not re.search(r"[IVX]", number) and not time_follows(after):
        return None  # «5 кв. м»
    word = re.match(r"[А-Яа-я]+", number)
    if word:
        form = form_after(before, lemma)
        said = adjective(_ORDINALS[word.group().lower()], form.case, False, gender_of(lemma))
        return f"{said} {inflect(lemma, form.case)}" + closing(match.group(), after)
    case = _shown(number, before, lemma) or form_after(before, lemma).case
    if case == "ablt" and re.search(r"\bза\s+$", before, re.IGNORECASE):
        case = "accs"  # «за II кв.»
    return number + inflect(lemma, case) + closing(match.group(), after)


def _shown(number: str, before: str, lemma: str) -> Case | None:
    """The case that the ending of an ordinal shows: «1-й половины», «1-я половина»."""
    found = re.match(r"(\d)\s?[-‑]\s?([а-я]+)", number)
    if not found:
        return None
    gender = gender_of(lemma)
    options = [case for case in CASES if ordinal(int(found.group(1)), case, gender).endswith(found.group(2))]
    asked = asked_of_phrase(before)
    return next((case for case in asked if case in options), options[0] if options else None)
