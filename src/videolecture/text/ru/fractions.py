"""Fractions: «2/3 метра», «1½», «0,1(6)», «дом 15/2», «140/90»."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of
from videolecture.text.ru.amounts import VULGAR, parse, parts, wholes
from videolecture.text.ru.labels import labelled, version_part
from videolecture.text.ru.measures import case_of_measure, unit_at
from videolecture.text.ru.numerals import Case, cardinal
from videolecture.text.ru.phrases import following

FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d+)[ \u00a0])?(?P<above>\d{1,3})\s?[/⁄]\s?(?P<below>\d{1,4})(?![\w/]|[.,]\d)"
)


_PERIODIC = re.compile(r"(?<![\w.,])(\d+)[.,](\d*)\((\d+)\)")


_VULGAR = re.compile(rf"(?:(?P<whole>\d+)\s?)?(?P<sign>[{''.join(VULGAR)}])")


def _periodic(match: re.Match[str]) -> str:
    """«0,1(6)»: «ноль целых одна десятая и шесть в периоде»."""
    whole, decimals, period = match.groups()
    amount = parse(f"{whole},{decimals}") if decimals else None
    said = amount.say() if amount else wholes(int(whole), "nomn")
    return f"{said} и {version_part(period)} в периоде"


def _vulgar(match: re.Match[str]) -> str:
    above, below = VULGAR[match.group("sign")]
    if match.group("whole") == "1" and below == 2:
        return "1,5"  # «1½ литра»: one and a half
    return f"{match.group('whole') or ''} {above}/{below}".strip()


def fraction_at(match: re.Match[str]) -> tuple[str, int] | None:
    """«одна вторая», «две целых три четвёртых метра», with its unit; None where it is no fraction."""
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    if below < 2 or above == 0:
        return None
    if labelled(left_of(match)) and not whole:  # «дом 15/2», «приказ номер 3/4»
        return f"{cardinal(above)} дробь {cardinal(below)}", match.end()
    if above == below or (above > below >= 10 and not whole):  # «140/90 мм рт. ст.»: no share of anything
        said = f"{cardinal(above)} на {cardinal(below)}"
        unit = unit_at(match.string, match.end(), match.start())
        return (f"{said} {unit[0].counted(below, 'nomn')}", unit[1]) if unit else (said, match.end())
    case = case_of_measure(left_of(match), right_of(match), None, not whole)
    if case == "nomn" and re.search(r"[а-яё]{3}ую\s$", left_of(match)):
        case = "accs"  # «остальную 1/3»
    if whole and (above, below) == (1, 2):
        return _and_a_half(match, int(whole), case)
    said = parts(above, below, case)
    if whole:
        said = f"{wholes(int(whole), case)} {said}"
    if unit := unit_at(match.string, match.end(), match.start()):
        return f"{said} {unit[0].counted(1, 'nomn', True)}", unit[1]
    return said, match.end()


def _and_a_half(match: re.Match[str], whole: int, case: Case) -> tuple[str, int]:
    """«два с половиной часа»: what is counted follows the whole number."""
    after = right_of(match)
    unit = unit_at(match.string, match.end(), match.start())
    noun = next((r for r in following(after).readings), None)
    said = cardinal(whole, case, unit[0].gender if unit else noun.gender or "masc" if noun else "masc") + " с половиной"
    return (f"{said} {unit[0].counted(whole, case)}", unit[1]) if unit else (said, match.end())


def plainly(text: str) -> str:
    """Periodic decimals in words; signs like «½» as figures."""
    return _VULGAR.sub(_vulgar, _PERIODIC.sub(_periodic, text))
