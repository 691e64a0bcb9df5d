"""English fractions: «1/2 lb.», «2 1/3 cups», «½», «140/90», «24/7»."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.en import units
from videolecture.text.en.numerals import cardinal, plural_ordinal

_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d+)[ -])?(?P<above>\d{1,3})[/⁄](?P<below>\d{1,4})(?![\w/]|\.\d)(?P<th>th|nd|rd)?"
)


def _vulgar(match: re.Match[str]) -> str:
    fraction = unicodedata.normalize("NFKC", match.group(2)).replace("\u2044", "/")
    return f"{match.group(1) or ''} {fraction}".strip()


def _fraction(match: re.Match[str]) -> str:
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    if match.group() in ("24/7", "9/11"):
        return f"{cardinal(above)} {cardinal(below)}"
    if below < 2 or above == 0:
        return match.group()
    if above > below >= 10 and not whole:  # «140/90»: no share of anything
        return f"{cardinal(above)} over {cardinal(below)}"
    if above == below:  # «20/20 vision», «50/50»
        return f"{cardinal(above)} {cardinal(below)}"
    if whole and above == 1 and below in (2, 4):
        return f"{cardinal(int(whole))} and a {plural_ordinal(below, 1)}"
    said = (
        f"{cardinal(above)} {plural_ordinal(below, above)}"
        if below <= 1000
        else f"{cardinal(above)} over {cardinal(below)}"
    )
    return f"{cardinal(int(whole))} and {said}" if whole else said


@cache
def _fraction_of_unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,/])(?:(?P<whole>\d+)[ -])?(?P<above>\d{{1,2}})[/⁄](?P<below>\d{{1,2}})"
        rf"(?P<space>[ -]?)(?P<unit>{units.pattern()})(?![\w²³°/])(?!\d)"
    )


def _part_of_unit(match: re.Match[str]) -> str:
    """«1/2 lb.» -> «half a pound», «3/4 in.» -> «three quarters of an inch», «1 1/2 ft.» -> «one and a half feet»."""
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    before, after = left_of(match), right_of(match)
    if not 0 < above < below or (
        match.group("unit") == "in" and re.match(r"\s+(?:(?:the|a|an|his|her|its|which|this)\b|[A-Z])", after)
    ):
        return match.group()
    described = match.group("space") == "-" or units.attributive(before, after)
    unit = units.find(match.group("unit"), described or not whole)
    if unit is None:
        return match.group()
    ends = "." if match.group().endswith(".") and not after.strip(" \"')") else ""
    part = f"{cardinal(above)} {plural_ordinal(below, above)}"
    if whole:
        half = f"a {plural_ordinal(below, 1)}" if above == 1 and below in (2, 4) else part
        return f"{cardinal(int(whole))} and {half} {unit}{ends}"
    if described:
        return f"{part} {unit}{ends}"
    article = "an" if unit[0] in "aeio" or unit.startswith(("hour", "ounce")) else "a"
    return f"{'half' if (above, below) == (1, 2) else part + ' of'} {article} {unit}{ends}"


def read_vulgar(text: str) -> str:
    """Signs like «½» as figures."""
    return re.sub(rf"(?:(\d+)\s?)?([{_VULGAR}])", _vulgar, text)


def read_parts_of_units(text: str) -> str:
    """Fractions that a unit follows in words."""
    return _fraction_of_unit().sub(_part_of_unit, text)


def read_fractions(text: str) -> str:
    """The other fractions in words."""
    return _FRACTION.sub(_fraction, text)
