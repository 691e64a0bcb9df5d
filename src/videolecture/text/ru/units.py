"""Russian units of measurement: written short, spoken as nouns that agree with their number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.morphology import inflect, inflect_feminine, nouns
from videolecture.text.ru.numerals import Case, plural_form
from videolecture.text.tables import table

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"(?:\^?\{?(-?[0-9])\}?|([⁻⁰¹²³⁴-⁹]+))$")
_ADJECTIVES = {2: "квадратный", 3: "кубический"}
_SQUARE_WORDS = re.compile(r"^(кв|куб)\.?[ \u00a0]?(?=\S)")


@dataclass(frozen=True)
class Unit:
    """A noun, perhaps with adjectives before it, that counts something; `tail` is said after it as it is."""

    words: tuple[str, ...]  # nominative singular; the last one is the noun
    genitive_plural: str = ""  # where it is not the regular one
    tail: str = ""
    lead: str = ""  # the undeclined first half of a compound: «киловатт-»

    @property
    def gender(self) -> str:
        """Of the noun: masc, femn, neut, or plur where there is no singular."""
        if self.words[-1] == "сутки":
            return "plur"
        found = nouns(self.words[-1])
        return next((r.gender for r in found if r.gender), "masc")

    def counted(self, number: int, case: Case, fraction: bool = False) -> str:
        """As it follows `number`, itself in `case`; after a fraction always in the genitive singular."""
        if fraction:
            return self.form("gent", False)
        if number == 0:
            return self.form("gent", True)  # «при нуле градусов»
        form = plural_form(number)
        if form == 1:
            return self.form(case, False)
        if case not in ("nomn", "accs"):
            return self.form(case, True)
        if form == 5 or self.gender == "plur":
            return self.form("gent", True)
        adjectives = [inflect(word, "gent", True) for word in self.words[:-1]]
        return self._joined([*adjectives, inflect(self.words[-1], "gent")])

    def form(self, case: Case, plural: bool) -> str:
        """The whole unit in a case and a number."""
        plural = plural or self.words[-1] == "сутки"
        # An inanimate adjective in the accusative is as in the nominative, a feminine one apart.
        adjective = "nomn" if case == "accs" and (plural or self.gender != "femn") else case
        words = [_adjective(word, adjective, plural, self.gender) for word in self.words[:-1]]
        if plural and case == "gent" and self.genitive_plural:
            words.append(self.genitive_plural)
        else:
            words.append(inflect(self.words[-1], case, plural))
        return self._joined(words)

    def _joined(self, words: list[str]) -> str:
        return self.lead + " ".join([*words, *filter(None, [self.tail])])


def _adjective(word: str, case: Case, plural: bool, gender: str) -> str:
    """An adjective given in the masculine or in the noun's own gender, declined."""
    return inflect(word, case, plural) if plural or gender != "femn" else inflect_feminine(word, case)


@cache
def _named() -> dict[str, Unit]:
    found = {}
    for section, rows in table("ru_units").items():
        if section == "per":
            continue
        for written, spoken in rows.items():
            spoken, _, tail = spoken.partition("|")
            words, _, genitive = spoken.partition("/")
            unit = Unit(tuple(words.split()), genitive.split()[-1] if genitive else "", tail)
            for name in written.split(" "):
                found[name.replace("\u00a0", " ")] = unit
    return found


@cache
def _per(kind: str) -> frozenset[str]:
    return frozenset(table("ru_units")["per"][kind].split())


def money() -> frozenset[str]:
    """The currencies."""
    return _per("money")


def _one(written: str) -> Unit | None:
    """A unit without operators: a name, perhaps squared («м²», «м^2», «м2», «кв. м»)."""
    if whole := _named().get(written):
        return whole  # «кв. ед.»
    square = _SQUARE_WORDS.match(written)
    power = {"кв": 2, "куб": 3}[square.group(1)] if square else 1
    if square:
        written = written[square.end() :]
    unit = _named().get(written)
    if unit is None and power == 1 and (found := _POWER.search(written)):
        power = int((found.group(1) or found.group(2)).translate(_SUPERSCRIPTS))
        unit = _named().get(written[: found.start()])
    if unit is None or power == 1:
        return unit
    if power in _ADJECTIVES and unit in (
        _named()[n] for n in ("км", "м", "дм", "см", "мм", "мкм", "нм", "дюйм.", "фут.")
    ):
        return Unit((_ADJECTIVES[power], *unit.words), unit.genitive_plural, unit.tail)
    said = {2: "в квадрате", 3: "в кубе", -1: "в минус первой степени", -2: "в минус второй степени"}.get(power)
    return Unit(unit.words, unit.genitive_plural, said) if said else None


def find(written: str) -> Unit | None:
    """The unit written so, None if it is none: names, powers, products («кВт·ч»), quotients («км/ч», «м/с²»)."""
    if unit := _one(written):
        return unit
    above, slash, below = written.partition("/")
    if slash:
        first, second = find(above), _long_time(below) or find(below.strip("()"))
        return _quotient(first, second) if first and second else None
    parts = re.split(r"[·⋅*•∙-]", written)
    if len(parts) != 2:
        return None
    if inverse := re.fullmatch(r"(.+?)⁻([¹²³])", parts[1]):  # «м·с⁻¹»
        return find(f"{parts[0]}/{inverse.group(1)}{inverse.group(2).replace('¹', '')}")
    units = [_one(part) for part in parts]
    if units[0] is None or units[1] is None:
        return None
    return Unit(units[1].words, units[1].genitive_plural, units[1].tail, f"{units[0].words[-1]}-")


def _long_time(written: str) -> Unit | None:
    """«мм/год»: what is written whole as a divisor and would be no unit after a number."""
    return Unit((_LONG[written],)) if written in _LONG else None


_LONG = {"год": "год", "сутки": "сутки", "день": "день", "месяц": "месяц", "неделю": "неделя", "час": "час"}


def _quotient(first: Unit, second: Unit) -> Unit:
    said = second.form("accs", False)
    squared = second.tail.startswith("в ")
    preposition = "в" if second.words[-1] in _per("time") and not squared and not second.lead else "на"
    if first.words[-1] in _per("money"):
        preposition = "в" if preposition == "в" else "за"
    return replace(first, tail=" ".join(filter(None, [first.tail, preposition, said])))


def pattern() -> str:
    """A regular expression for anything that may be a unit; `find` tells whether it is one."""
    names = sorted((re.escape(n).replace(r"\ ", r"\s?") for n in _named()), key=len, reverse=True)
    name = rf"(?:(?:кв|куб)\.?\s?)?(?:{'|'.join(names)})(?:\^\{{?-?\d\}}?|[⁻⁰¹²³⁴-⁹]+|[23](?!\d))?"
    return rf"{name}(?:[·⋅*•∙/-]\(?{name}\)?|/(?:{'|'.join(_LONG)})(?!\w))*"


# Written without a number before them, these are units still; shorter and commoner letters are not.
_ALONE = re.compile(
    r"(?<![\w.])(?P<unit>кг|км|см(?!\.)|мм|мл|кВт·ч|кВт|МВт|Гц|кГц|МГц|ГГц|кПа|МПа|ГБ|МБ|ТБ|КБ|мкм|нм|м²|км²|м³|см³"
    r"|[А-Яа-я]{1,5}[²³]?/[А-Яа-я]{1,4}[²³]?)(?![\w/·²³])"
)


# What is counted may be any word: «кадров/с», «операций/мин»; a power of ten has a unit too: «10⁵ Па», «10⁹/л».
_PER = re.compile(
    r"(?<=[а-яё])\.?/(?P<unit>(?:с|сек|мин|ч|сут|нед|мес|год|л|мл|кг|г|км|м|см)(?:[²³]|\b)|день|сутки|неделю|месяц|час|минуту|секунду|человека)(?![\w/])"
)
_A_DAY = re.compile(
    r"(?<![\w.,])(?P<number>(?:\d+\s?[–-]\s?)?\d+)\s?р(?:\.|аз(?:а)?)?\s?(?:/|\sв\s)\s?(?P<unit>день|д\.|сут(?:ки|\.)?|нед(?:елю|\.)|мес(?:яц|\.)|год|час|ч\.)(?!\w)"
)
_IN_SHORT = re.compile(r"(?<=\d)\s?(л|г|мг|кг|руб\.?)/(?=\d+\s?[а-я])")  # «6 л/100 км»


@cache
def _powered() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<=степени)|(?<=в кубе)|(?<=в квадрате))(?:\s(?P<unit>{pattern()})|/(?P<below>{pattern()}))(?![\w/])"
    )


def read_per(text: str) -> str:
    """«6 л/100 км» -> «6 л на 100 км»; before the numbers are read."""
    text = _A_DAY.sub(_a_day, text)
    text = re.sub(r"\s?[×xх]\s?(?=\d+ раза? в )", ", ", text)  # «1 г × 3 р/д»
    text = _GLASSES.sub(" стак.", text)
    text = _SO_MANY_TIMES.sub(r"\g<in>\g<number> раза", text)
    return _IN_SHORT.sub(r" \1 на ", text)


_GLASSES = re.compile(
    r"(?<=[\d½¼¾])\s?ст\.(?=\s*\)|\s+(?:муки|сахар|молок|вод[ыу]|масла|рис|круп|сметан|кефир|мёда|орех))"
)
_SO_MANY_TIMES = re.compile(r"(?P<in>\bв\s)?(?<![\w.,])(?P<number>\d+,\d+)\s?×(?=\s+[а-яё]|[.,;)]|$)")


def _a_day(match: re.Match[str]) -> str:
    """«2 р./день» -> «2 раза в день»."""
    written = re.search("раза?", match.group())  # stays: «не чаще 4 раз в день»
    times = written.group() if written else _times(match.group("number"))
    unit = next(said for short, said in _A_TIME.items() if match.group("unit").startswith(short))
    return f"{match.group('number')} {times} в {unit}"


def _times(number: str) -> str:
    return "раза" if plural_form(int(re.findall(r"\d+", number)[-1])) == 2 else "раз"


_A_TIME = {"д": "день", "сут": "сутки", "нед": "неделю", "мес": "месяц", "год": "год", "ч": "час"}


def read_alone(text: str) -> str:
    """«в кг» -> «в килограммах», «за км» -> «за километр», «несколько кг» -> «несколько килограммов»."""
    text = _ALONE.sub(_unit_alone, text)
    text = _powered().sub(_unit_of_power, text)
    return _PER.sub(_per_unit, text)


def _unit_of_power(match: re.Match[str]) -> str:
    unit = find(match.group("unit") or match.group("below"))
    if unit is None or (match.group("unit") in ("с", "В", "К", "А") and re.match(r"\s[а-яё]", right_of(match))):
        return match.group()
    return f" {unit.form('gent', True)}" if match.group("unit") else f" {_below(unit)}"


def _per_unit(match: re.Match[str]) -> str:
    if len(match.group("unit")) > 3 or match.group("unit") == "час":  # written whole, as it is said
        return f" {'на' if match.group('unit') == 'человека' else 'в'} {match.group('unit')}"
    unit = Unit(("год",)) if match.group("unit") == "год" else find(match.group("unit"))
    return f" {_below(unit)}" if unit else match.group()


def _below(unit: Unit) -> str:
    """«в секунду», «на кубический метр»."""
    return f"{'в' if unit.words[-1] in _per('time') else 'на'} {unit.form('accs', False)}"


def _unit_alone(match: re.Match[str]) -> str:
    unit = find(match.group("unit"))
    if unit is None:
        return match.group()
    before = left_of(match).rstrip().lower()
    if before.endswith((" в", " во")) or before == "в":
        return unit.form("loct", True)
    if before.endswith((" на", " за", " каждый")):
        return unit.form("accs", False)
    return unit.form("gent", True)
