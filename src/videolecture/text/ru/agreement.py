"""In which case a number stands, judged by the preposition before it and the noun after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from videolecture.text.ru.asked import after_verb, last_clause, left_cases, prepositions, without_joined
from videolecture.text.ru.morphology import Reading, plain, readings
from videolecture.text.ru.numerals import CASES, Case, plural_form
from videolecture.text.ru.phrases import WORD, Phrase, following
from videolecture.text.tables import table, words


@dataclass(frozen=True)
class Agreement:
    """How a number is to be inflected."""

    case: Case = "nomn"
    gender: str = "masc"
    animate: bool = False
    collective: bool = False  # «двое суток»
    ordinal: bool = False  # «в 5 классе»: no cardinal fits the noun


# A second number that shares the noun after it: «от 1 до 2 минут», «3 или 4 дня».
_SECOND = re.compile(r"\s*(?:–|—|-|,|и|или|либо|до|по)\s*\d[\d ]*(?:[.,]\d+)?(?=\s)")


# What the number is a part of.
_OUT_OF = re.compile(r"\s+из\s+\d[\d ]*(?=\s)")


def fits(number: int, case: Case, noun: Reading, fraction: bool = False) -> bool:
    """Whether a noun of this reading can follow the number in `case`."""
    if fraction:
        return noun.case == "gent" and not noun.plural
    if number == 0:
        return noun.case == "gent" and noun.plural
    form = plural_form(number)
    adjective = noun.part != "NOUN"
    if form == 1:
        same = noun.case == case or (case == "accs" and noun.animate and noun.case == "gent")
        return same and not noun.plural
    if case in ("nomn", "accs"):
        if form == 2:
            if noun.animate and case == "accs" and noun.case == "gent" and noun.plural:
                return True
            return noun.case == "gent" and (noun.plural if adjective else not noun.plural)
        return noun.case == "gent" and noun.plural
    return noun.case == case and noun.plural


def agree(number: int, before: str, after: str, fraction: bool = False) -> Agreement:
    """The case, gender and animacy for `number` between these two texts."""
    asked = left_cases(before)
    phrase = following(after)
    if not asked and (shared_case := _shown_by_one(after, phrase)):
        asked = (shared_case,)
    if "loct" in asked and (whole := _OUT_OF.match(after)):  # «в 6 из 10 случаев»
        shared = following(after[whole.end() :]).readings
        return Agreement("loct", shared[0].gender or "masc" if shared else "masc")
    if not phrase.readings and (second := _SECOND.match(after)):
        shared = following(after[second.end() :]).readings
        numbered = _counted_from(second.group(), after[second.end() :], asked)
        return numbered or Agreement(asked[0] if asked else "nomn", shared[0].gender or "masc" if shared else "masc")
    if not fraction and (numbered := _numbered(number, phrase, asked)):
        return numbered
    if not asked and _is_age(before, phrase):
        asked = ("gent",)
    if not asked and is_complement(without_joined(before), phrase):
        asked = ("gent",)
    if _collective(number, phrase, asked):
        return Agreement("nomn", collective=True)
    if not asked and after_verb(before):
        asked = ("accs",)
    order: list[Case] = [*asked, *(c for c in CASES if c not in asked)]
    if len(asked) == 1 and number and not after_verb(before) and not _is_age(before, phrase):
        order = list(asked)  # a preposition has its way: «от 0 до 1 икс»
    for case in order:
        for noun in phrase.readings:
            if fits(number, case, noun, fraction):
                animate = noun.animate and noun.plural and case == "accs"
                if case == "nomn" and "accs" in asked and plural_form(number) != 1:
                    case = "accs"
                return Agreement(case, noun.gender or "masc", animate or (noun.animate and plural_form(number) == 1))
    if plural_form(number) == 2 and re.search(r"(?:равно|=)\s+(?:минус|плюс)\s+$", before):
        for noun in phrase.readings:
            if fits(number, "nomn", noun, fraction):
                return Agreement("nomn", noun.gender or "masc")  # «= минус 2 балла»
    return Agreement(asked[0] if asked else "nomn")


def _shown_by_one(after: str, phrase: Phrase) -> Case | None:
    """«2 контрольных и 1 экспериментальной группы»: the one shows in which case both are."""
    joined = re.match(r"\s+(?:и|или|,)\s*(\d+)(?=\s)", after[phrase.length :])
    if not phrase.readings or phrase.readings[0].part == "NOUN" or not joined or plural_form(int(joined.group(1))) != 1:
        return None
    cases = {r.case for r in following(after[phrase.length + joined.end() :]).readings if not r.plural}
    return next(iter(cases)) if len(cases) == 1 else None


def _counted_from(second: str, after: str, asked: tuple[Case, ...]) -> Agreement | None:
    """«с 5 по 9 класс»: the fifth, because the other end of the span is the ninth."""
    if asked[:1] != ("gent",) or not (end := re.fullmatch(r"\s*(по|до)\s*(\d+)", second)):
        return None
    other = agree(int(end.group(2)), end.group(1) + " ", after)
    return Agreement("gent", other.gender, ordinal=True) if other.ordinal else None


def _is_age(before: str, phrase: Phrase) -> bool:
    """«дети 3–5 лет», «мужчина 45 лет»; but «Ивану 25 лет»."""
    if not any(r.lemma in ("год", "месяц", "неделя") for r in phrase.readings):
        return False
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s*$", before)
    found = readings(last.group(1))[:1] if last else ()
    return any(
        r.part == "NOUN" and r.animate and (r.case in ("nomn", "gent", "ablt") or (r.case == "datv" and r.plural))
        for r in found
    )


def is_complement(before: str, phrase: Phrase) -> bool:
    """«опрос 1000 человек», «мнения 12 экспертов»: of so many; but «в классе 25 учеников», «стаж 10 лет»."""
    counted = phrase.readings[0] if phrase.readings else None
    if (
        not re.search(r"[А-Яа-яЁё\u0301]\s+$", before)
        or not counted
        or counted.lemma == "раз"
        or counted.case != "gent"
        or not counted.plural
    ):
        return False
    *leading, last = [m.group() for m in WORD.finditer(last_clause(before))]
    head = readings(last)[0]
    if head.part != "NOUN" or {"Name", "Surn", "Geox"} & head.tags:
        return False
    times, measures = words("ru_words", "times"), words("ru_words", "measures")
    done = head.lemma in words("ru_words", "done") or head.lemma.endswith(("ание", "ение", "тие", "ация", "тельство"))
    if head.lemma in times | words("ru_words", "labels") | frozenset(table("ru_words")["measured"]["nouns"].split()):
        return head.lemma in table("ru_words")["priced"]["nouns"].split()
    if counted.lemma in times | measures and head.lemma not in words("ru_words", "done"):
        return False
    while leading and readings(leading[-1])[0].part in ("ADJF", "PRTF"):
        leading.pop()
    governor = plain(leading[-1]) if leading else ""
    if governor in prepositions():
        return done and head.case in ("gent", "loct", "datv", "ablt") and governor not in ("в", "во", "на", "у", "по")
    if leading and readings(governor)[0].part == "NOUN":  # «результаты опроса 1000 человек»
        return done
    return head.case in ("nomn", "accs", "gent")


def _collective(number: int, phrase: Phrase, asked: tuple[Case, ...]) -> bool:
    """«двое суток», «трое ножниц»: nouns without a singular, after two, three and four that are not declined."""
    return (
        number in (2, 3, 4)
        and any("Pltm" in r.tags for r in phrase.readings[:1])
        and not any(case in ("gent", "datv", "ablt", "loct") for case in asked[:1])
    )


def _numbered(number: int, phrase: Phrase, asked: tuple[Case, ...]) -> Agreement | None:
    """«на 2 этаже», «5 класс»: a singular noun that the number cannot count is the second, the fifth of its kind."""
    plural = [r for r in phrase.readings if r.plural and r.part == "NOUN" and r.case]
    if plural and not any(fits(number, case, r) for r in phrase.readings for case in CASES):
        noun = next((r for c in asked for r in plural if r.case == c), plural[0])
        if "Pltm" in noun.tags and plural_form(number) == 1:
            return Agreement(noun.case or "nomn", "plur")  # «1 сутки», «21 сутки»
        return Agreement(noun.case or "nomn", "plur", noun.animate, ordinal=True)  # «5 классы»
    singular = [r for r in phrase.readings if not r.plural and r.part == "NOUN" and r.case]
    if not singular or number > 2100:
        return None
    always = any(r.lemma in words("ru_words", "ordinal") for r in singular)
    # «для 2 курса»: the second, for two of them would be «курсов»
    cases = asked if always and asked and "nomn" not in asked else CASES
    counted = any(fits(number, case, r) for r in phrase.readings for case in cases)
    if counted and not (always and plural_form(number) == 1):
        return None
    fitting = next((r for c in asked for r in singular if r.case == c), None)
    if fitting is None and not (always or not asked):
        return None
    noun = fitting or singular[0]
    return Agreement(noun.case or "nomn", noun.gender or "masc", noun.animate, ordinal=True)
