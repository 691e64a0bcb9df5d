"""What the words before a number or a noun ask for: prepositions, verbs, adjectives, and what is listed before."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.morphology import adjectives, plain, readings
from videolecture.text.ru.numerals import CASES, Case
from videolecture.text.ru.phrases import WORD, following
from videolecture.text.tables import table, words


@cache
def prepositions() -> dict[str, tuple[Case, ...]]:
    """What each word before a number asks for, the likeliest first."""
    rows = table("ru_prepositions")
    found: dict[str, tuple[Case, ...]] = {w: (c,) for c in CASES if c in rows for w in rows[c].split()}
    return found | {word: tuple(cases.split()) for word, cases in rows["several"].items()}


@cache
def _compound() -> frozenset[tuple[str, str]]:
    """Pairs of words that act as one preposition with the genitive."""
    rows = table("ru_prepositions")["compound"]
    return frozenset((first, second) for first, seconds in rows.items() for second in seconds.split())


@cache
def _transparent() -> frozenset[str]:
    return frozenset(table("ru_prepositions")["transparent"]["words"].split())


# Numbers before this one that share its preposition: «между 5 и 10», «через 2 ч 15 мин», «в 1941, 1942 и».
_SHARED = re.compile(
    r"\d[\d \u00a0.,/]*(?:(?:ч|час|мин|сек|с(?=\s*(?:\.|,|и\s|или\s))|руб|коп|м|км|см|мм|кг|г|°|%)?\.?)"
    r"\s*(?:,|и|или|либо)?\s*$"
)


# A number with its noun that shares its preposition with the next one: «из 5 столбцов и 12 строк».
_JOINED = re.compile(r"(?P<number>\d[\d \u00a0]*)(?P<noun>(?:\s+[а-яё\u0301-]+){1,3}),?\s+(?:и|или|либо)\s+$")


_JOINING = re.compile(r"(?:и|или|либо)\s+$")  # looked for first: cheap, and mostly not there


def without_joined(before: str) -> str:
    """`before` without the numbers and their nouns that the next number is joined to."""
    while _JOINING.search(before[-8:]) and (found := _JOINED.search(before[-80:])):
        phrase = following(found.group("noun"))
        if phrase.length != len(found.group("noun")):
            return before
        before = before[: len(before) - len(before[-80:]) + found.start()]
    return before


def left_cases(before: str) -> tuple[Case, ...]:
    """The cases that the words before a number ask for, the likeliest first; empty: nothing asks."""
    before = without_joined(before)
    comma = False
    while shared := _SHARED.search(before[-40:]):
        comma = comma or shared.group().rstrip().endswith(",")
        before = before[: len(before) - len(before[-40:]) + shared.start()]
    # A number on the way has taken the preposition: «среди 100 опрошенных 51 ответил».
    *counted, last = re.split(r"\d", last_clause(before))
    found = [plain(m.group()) for m in WORD.finditer(last)]
    while found and found[-1] in _transparent():
        found.pop()
    if len(found) > 1 and found[-1] in ("минус", "плюс") and found[-2] in prepositions():
        found.pop()  # «равно минус пяти»
    if not found:
        return ()
    if len(found) > 1 and (found[-2], found[-1]) in _compound():
        return ("gent",)
    if comma and (found[-1].startswith("равн") or found[-1] in ("больше", "меньше")):
        return ()  # «x = 2, 3 × 4 = 12»: a new formula
    if found[-1] in prepositions():
        return prepositions()[found[-1]]
    if governed := _governed(found):
        return governed
    if counted:
        return ()
    # «с этими 2 друзьями», «в первых 10 строках»: the adjective shows the case of the preposition's phrase.
    described = [r for r in adjectives(found[-1]) if r.plural]
    if described:
        asked: list[Case] = []
        for reading in described:
            if reading.case and reading.case not in asked:
                asked.append(reading.case)
        if len(found) > 1 and found[-2] in prepositions():
            both = [c for c in prepositions()[found[-2]] if c in asked]
            return tuple(both) or tuple(asked)
        if "nomn" not in asked:
            return tuple(asked)
    return ()


def _governed(found: list[str]) -> tuple[Case, ...]:
    """What a verb («достигла 45», «помог 90») or the genitive of a measure («с высоты 10 м») asks for."""
    for reading in readings(found[-1])[:1]:
        for case, lemmas in table("ru_words")["governing"].items():
            if reading.lemma in lemmas.split() and reading.part != "NOUN":
                return (case,)
        measured = reading.lemma in table("ru_words")["measured"]["nouns"].split()
        if (
            measured
            and reading.case == "gent"
            and not reading.plural
            and len(found) > 1
            and found[-2] in prepositions()
        ):
            return ("gent",)
    return ()


def after_verb(before: str) -> bool:
    """Whether a verb precedes whose object the number can be: «длится 1 минуту», but «осталась 1 минута»."""
    clause = [m.group() for m in WORD.finditer(re.split(r"\d", last_clause(without_joined(before)))[-1])]
    while clause and plain(clause[-1]) in _transparent():  # «добавили ещё 21 студента»
        clause.pop()
    found = readings(clause[-1])[:1] if clause else ()
    return any(
        r.part in ("VERB", "INFN", "GRND")
        and not ("past" in r.tags and r.gender == "femn" and "intr" in r.tags)
        and r.lemma not in words("ru_words", "present")
        for r in found
    )


def last_clause(before: str) -> str:
    """The end of `before` back to the nearest mark that cuts the number off from a preposition."""
    tail = before[-80:]
    cut = max(tail.rfind(mark) for mark in ',;:.!?()«»"—=')
    return tail[cut + 1 :]
