"""Numbers with a unit: which unit it is, in which case both stand; shares, money, «5% раствор»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from videolecture.text.beside import REACH, right_of
from videolecture.text.ru import units
from videolecture.text.ru.amounts import Amount
from videolecture.text.ru.asked import after_verb, left_cases
from videolecture.text.ru.morphology import adjectives, inflect, inflect_feminine, readings
from videolecture.text.ru.numerals import Case, cardinal, counted, prefix
from videolecture.text.ru.phrases import following
from videolecture.text.ru.units import Unit
from videolecture.text.tables import table, words


@dataclass(frozen=True)
class Counted:
    """A number, or several that share a unit, as found in the text."""

    amounts: tuple[tuple[str, Amount], ...]  # each with what is said before it
    power: int  # 1 thousands, 2 millions...
    unit: Unit | None
    end: int
    percent: bool = False


@cache
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<space>[ \u00a0\u202f\u2009]?)(?P<unit>{units.pattern()})(?![\w/]|[-–][а-яё])"
        r"(?P<dot>\.(?=\s*[а-яёa-z,;)]))?"  # its own full stop, not the sentence's
    )


def unit_at(text: str, position: int, start: int) -> tuple[Unit, int] | None:
    """The unit at `position`, if the letters there are one, and where it ends."""
    match = _unit_pattern().match(text, position)
    if not match:
        return None
    written = match.group("unit").replace("\u00a0", " ")
    before = text[max(0, start - REACH) : start]
    fraction = written == "с" and "," in text[start:position]  # «12,4 с занял»: no preposition follows a fraction
    if not fraction and not _is_unit(written, before, right_of(match), bool(match.group("space"))):
        return None
    arc = written == "″" and before.rstrip().endswith("′")  # seconds of arc, not inches
    unit = units.find("сек" if arc else written)
    return (unit, match.end()) if unit else None


def _is_unit(written: str, before: str, after: str, spaced: bool) -> bool:
    """Whether a short word after a number is a unit there rather than a preposition, a class, a volume."""
    if written in ("об", "рад"):
        return False
    if written == "с":
        timed = re.search(r"(?:через|за|течение|около|время|равно|длится|длилось|длился|[=≈])\s*$", before)
        return (
            bool(timed) or not re.match(r"\s*[а-яё\d]", after) or bool(re.match(r"\s+(?:и|или|до|на|после)\b", after))
        )
    if written == "А" and not spaced:
        return False  # «дом 5А»
    if written in ("А", "В", "К"):
        return not re.match(r"\s*(?:класс|групп)", after)
    if written == "л" and re.match(r"\.?\s?н\.", after):
        return False  # «65 млн л. н.»: years ago
    if written == "т":
        return not re.match(r"\.\s?[екдпнч]\.", after)
    return spaced or not (len(written) == 1 and written.isascii() and written.isalpha())


def measured(found: Counted, before: str, after: str) -> str:
    """Numbers with a unit or a power of a thousand: «пять тысяч рублей», «двух целых пяти десятых метра»."""
    last = found.amounts[-1][1]
    unit = found.unit
    case = case_of_measure(before, after, unit, found.percent)
    if case == "accs" and unit and not found.power and not last.fraction and last.value == 1 and _EACH.search(before):
        case = "datv"  # «по 1 таб.»
    if case == "accs" and unit and unit.words[-1] == "человек" and _intransitive(before):
        case = "nomn"  # «участвовали 1,1 млн чел.»
    if found.power and case == "gent" and "ablt" in left_cases(before) and is_round(Amount("1000"), after):
        case = "ablt"  # «с 5 млн жителей»
    if unit and not found.power and unit.words[-1] == "сутки" and last.value in (2, 3, 4) and case in ("nomn", "accs"):
        return {2: "двое", 3: "трое", 4: "четверо"}[last.value] + " суток"
    if unit and not found.power and len(last.decimals) == 2 and unit.words[-1] in _CENTS and not unit.tail:
        return _money(found, case, unit)
    gender = "femn" if found.power == 1 else "masc" if found.power else unit.gender if unit else "masc"
    one_and_half = last.is_one_and_half and len(found.amounts) == 1
    said = [
        lead + (a.half(case, gender) if one_and_half or is_first_half(a, last) else a.say(case, gender))
        for lead, a in found.amounts
    ]
    if found.power:
        said.append(_power(found.power, last, case))
        if unit:
            said.append(unit.form("gent", True))
    elif unit and one_and_half and case not in ("nomn", "accs"):
        said.append(unit.form(case, True))
    elif unit:
        said.append(unit.counted(last.value, case, last.fraction))
    return " ".join(said)


_EACH = re.compile(r"\bпо\s+$", re.IGNORECASE)


def _intransitive(before: str) -> bool:
    last = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    found = readings(last.group(1))[:1] if last else ()
    return any(r.part == "VERB" and "intr" in r.tags for r in found)


def _power(power: int, amount: Amount, case: Case) -> str:
    if amount.is_one_and_half and case not in ("nomn", "accs"):
        return counted(power, 5, case)
    if amount.fraction:
        return counted(power, 1, "gent")
    return counted(power, amount.value % 1000 or 5, case)


_CENTS = {"рубль": "копейка", "доллар": "цент", "евро": "цент", "фунт": "пенс"}


def _money(found: Counted, case: Case, unit: Unit) -> str:
    said = []
    for lead, amount in found.amounts:
        cents = int(amount.decimals or 0)
        said.append(lead + cardinal(amount.value, case, unit.gender) + " " + unit.counted(amount.value, case))
        if cents:
            small = Unit((_CENTS[unit.words[-1]],))
            said.append(cardinal(cents, case, small.gender) + " " + small.counted(cents, case))
    return " ".join(said)


def case_of_measure(before: str, after: str, unit: Unit | None, share: bool = False) -> Case:
    """`share`: a part of what follows, «95 % случаев»."""
    asked = left_cases(before)
    if asked:
        if "loct" in asked and (share or not unit) and among(before, after, share):
            return "loct"
        # «в 5 км от города»: a distance from somewhere is where something is.
        if "loct" in asked and unit and unit.words[-1].endswith("метр") and re.match(r"\s+(?:от|к|на)\b", after):
            return "loct"
        if unit and _accompanies(before, after):
            return "ablt"
        return asked[0]
    while shared := re.search(r"\d[\d/.,]*(?:\s[а-яё]+\.?){0,3}\s*(?:и|или|,)\s*$", before):
        before = before[: shared.start()]
    if after_verb(before):
        return "accs"
    return "gent" if unit and _belongs(before, after, unit) else "nomn"


def among(before: str, after: str, sized: bool) -> bool:
    """«в 95 % случаев», «в 1000 школ»: where; but «доля в 30 % акций», «отряд в 1000 человек»: how much.

    `sized`: only some nouns have such a size after them, not any.
    """
    found = re.search(r"(?:(?P<word>[А-Яа-яЁё\u0301]+)\s+)?\b[Вв]о?\s+$", before)
    if not found or not any(r.case == "gent" for r in following(after).readings):
        return False
    head = readings(found.group("word"))[:1] if found.group("word") else ()
    if any(r.lemma in words("ru_words", "sized") for r in head):
        return False
    return sized or not any(r.part == "NOUN" for r in head)


def _belongs(before: str, after: str, unit: Unit) -> bool:
    """«цена 1 т нефти», «нагревание 2 кг воды»: of so much; but «давление 3 атм», «цена 5 руб.»."""
    found = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    head = next((r for r in readings(found.group(1))[:1] if r.part == "NOUN"), None) if found else None
    if head is None:
        return False
    if head.lemma in table("ru_words")["priced"]["nouns"].split():
        return unit.words[-1] not in units.money()
    return head.lemma.endswith("ние") and any(r.case == "gent" for r in following(after).readings)


def _accompanies(before: str, after: str) -> bool:
    """«раствор с 5 % соли», «бак с 20 л воды»: with; but «рост с 5 до 7 %», «прыгнул с 5 м»: from."""
    found = re.search(r"([А-Яа-яЁё\u0301]+)\s+со?\s+$", before)
    thing = readings(found.group(1))[:1] if found else ()
    from_to = re.match(r"[^.;:]*?\s(?:до|по|на)\s", after)
    return not from_to and any(
        r.part == "NOUN" and r.lemma not in table("ru_words")["measured"]["nouns"].split() for r in thing
    )


def percentage(found: Counted, before: str, after: str) -> str | None:
    """«5% раствор»: «пятипроцентный раствор», where the noun is not in the genitive."""
    amount = found.amounts[0][1]
    phrase = following(after)
    if re.match(r"\s(?:год|месяц|квартал) к ", after):
        return None  # «+13 % г/г»
    if len(found.amounts) > 1 or amount.fraction or found.power or not phrase.readings:
        return None
    if any(reading.case == "gent" for reading in phrase.readings):
        return None
    previous = re.search(r"([А-Яа-яЁё\u0301]+)\s+$", before)
    if previous and any(r.plural for r in adjectives(previous.group(1))):
        return None  # «из этих 15 % половина»
    asked = left_cases(before)
    noun = next((r for c in asked for r in phrase.readings if r.case == c), phrase.readings[0])
    word = prefix(amount.value) + "процентный"
    if noun.case is None:
        return None
    if noun.gender == "femn" and not noun.plural:
        return inflect_feminine(word, noun.case)
    return inflect(word, "nomn" if noun.case == "accs" and not noun.animate else noun.case, noun.plural)


def is_first_half(amount: Amount, last: Amount) -> bool:
    """«в 1,5–2 раза»: «в полтора – два раза»."""
    return amount.is_one_and_half and amount is not last and not last.fraction


def is_round(amount: Amount, after: str) -> bool:
    """A noun is in the genitive after thousands and millions anyway: «с» before them is «with» if no «to» follows."""
    return amount.value >= 1000 and amount.value % 1000 == 0 and not re.match(r"\s*(?:\w+\s+){0,2}(?:до|по)\b", after)
