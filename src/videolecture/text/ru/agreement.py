"""In which case a number stands, judged by the preposition before it and the noun after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from videolecture.text.ru.morphology import Reading, adjectives, nouns, plain, readings
from videolecture.text.ru.numerals import CASES, Case, plural_form
from videolecture.text.tables import table, words

WORD = re.compile(r"[А-Яа-яЁё\u0301]+(?:-[А-Яа-яЁё\u0301]+)*")

_ADJUNCTS = frozenset(("PREP", "CONJ", "PRCL", "VERB", "ADVB", "INFN", "PRED", "GRND"))  # no part of a noun phrase


@cache
def _prepositions() -> dict[str, tuple[Case, ...]]:
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


@dataclass(frozen=True)
class Agreement:
    """How a number is to be inflected."""

    case: Case = "nomn"
    gender: str = "masc"
    animate: bool = False
    collective: bool = False  # «двое суток»
    ordinal: bool = False  # «в 5 классе»: no cardinal fits the noun


@dataclass(frozen=True)
class Phrase:
    """The words after a number that depend on it."""

    readings: tuple[Reading, ...]  # of the noun that ends it; empty: no noun
    length: int  # characters from the number's end to the noun's end


# Numbers before this one that share its preposition: «между 5 и 10», «через 2 ч 15 мин», «в 1941, 1942 и».
_SHARED = re.compile(
    r"\d[\d \u00a0.,/]*(?:(?:ч|час|мин|сек|с(?=\s*(?:\.|,|и\s|или\s))|руб|коп|м|км|см|мм|кг|г|°|%)?\.?)"
    r"\s*(?:,|и|или|либо)?\s*$"
)
# A second number that shares the noun after it: «от 1 до 2 минут», «3 или 4 дня».
_SECOND = re.compile(r"\s*(?:–|—|-|,|и|или|либо|до|по)\s*\d[\d ]*(?:[.,]\d+)?(?=\s)")


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


# What the number is a part of.
_OUT_OF = re.compile(r"\s+из\s+\d[\d ]*(?=\s)")


def left_cases(before: str) -> tuple[Case, ...]:
    """The cases that the words before a number ask for, the likeliest first; empty: nothing asks."""
    before = without_joined(before)
    comma = False
    while shared := _SHARED.search(before[-40:]):
        comma = comma or shared.group().rstrip().endswith(",")
        before = before[: len(before) - len(before[-40:]) + shared.start()]
    # A number on the way has taken the preposition: «среди 100 опрошенных 51 ответил».
    *counted, last = re.split(r"\d", _last_clause(before))
    found = [plain(m.group()) for m in WORD.finditer(last)]
    while found and found[-1] in _transparent():
        found.pop()
    if len(found) > 1 and found[-1] in ("минус", "плюс") and found[-2] in _prepositions():
        found.pop()  # «равно минус пяти»
    if not found:
        return ()
    if len(found) > 1 and (found[-2], found[-1]) in _compound():
        return ("gent",)
    if comma and (found[-1].startswith("равн") or found[-1] in ("больше", "меньше")):
        return ()  # «x = 2, 3 × 4 = 12»: a new formula
    if found[-1] in _prepositions():
        return _prepositions()[found[-1]]
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
        if len(found) > 1 and found[-2] in _prepositions():
            both = [c for c in _prepositions()[found[-2]] if c in asked]
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
            and found[-2] in _prepositions()
        ):
            return ("gent",)
    return ()


def after_verb(before: str) -> bool:
    """Whether a verb precedes whose object the number can be: «длится 1 минуту», but «осталась 1 минута»."""
    clause = [m.group() for m in WORD.finditer(re.split(r"\d", _last_clause(without_joined(before)))[-1])]
    while clause and plain(clause[-1]) in _transparent():  # «добавили ещё 21 студента»
        clause.pop()
    found = readings(clause[-1])[:1] if clause else ()
    return any(
        r.part in ("VERB", "INFN", "GRND")
        and not ("past" in r.tags and r.gender == "femn" and "intr" in r.tags)
        and r.lemma not in words("ru_words", "present")
        for r in found
    )


def _last_clause(before: str) -> str:
    """The end of `before` back to the nearest mark that cuts the number off from a preposition."""
    tail = before[-80:]
    cut = max(tail.rfind(mark) for mark in ',;:.!?()«»"—=')
    return tail[cut + 1 :]


def following(after: str) -> Phrase:
    """The noun phrase that `after` begins with: at most three adjectives and a noun."""
    position = ended = 0
    described: list[tuple[Reading, ...]] = []
    for _ in range(4):
        match = re.compile(r"[ \u00a0]+").match(after, position)
        found = WORD.match(after, match.end()) if match else None
        if not found:
            break
        word = found.group()
        if word.isupper() and 2 < len(word) < 6 and not described:
            break  # «2 АТФ»
        position = found.end()
        as_noun = nouns(word)
        as_adjective = adjectives(word)
        best = readings(word)[0].part if readings(word) else ""
        if any(r.lemma in words("ru_words", "labels") | words("ru_words", "ordinal") for r in as_noun):
            best, as_adjective = "NOUN", ()  # «том» is a volume here, not «тот»
        if best in _ADJUNCTS:
            break
        if as_adjective and not (as_noun and best == "NOUN"):
            described.append(as_adjective)
            ended = position
            if any(r.lemma in words("ru_short_government", "instrumental") for r in as_adjective):
                break  # «заведующий кафедрой»: what follows depends on it
            continue
        if as_noun and (best == "NOUN" or not as_adjective):
            if plain(word) == "человек":
                # «5 человек»: this genitive plural exists after numbers only, pymorphy3 ranks it second.
                as_noun = tuple(sorted(as_noun, key=lambda r: not r.plural))
            return Phrase(as_noun, position)
        break
    if described:  # «5 больных», «2 рабочих»: adjectives that stand for nouns
        return Phrase(described[-1], ended)
    return Phrase((), 0)


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
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s*$", before)
    found = readings(last.group(1))[:1] if last else ()
    years = any(r.lemma in ("год", "месяц", "неделя") for r in phrase.readings)
    return years and any(
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
    *leading, last = [m.group() for m in WORD.finditer(_last_clause(before))]
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
    if governor in _prepositions():
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
