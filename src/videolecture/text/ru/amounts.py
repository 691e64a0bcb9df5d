"""A written Russian number -> words in a case: whole, decimal, fraction, or digit by digit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from videolecture.text.ru.morphology import inflect
from videolecture.text.ru.numerals import CASES, LARGEST, Case, cardinal, digits, ordinal, plural_form

# 5  1 000 000  1.000.000  2,5  2.5; in Russian a comma or a point before just three digits is a decimal sign still.
NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f\u2009']\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+)(?!\d)(?:[.,]\d+(?![\d]|[.,]\d))?"
VULGAR = {
    sign: (int(above), int(below))
    for sign, above, below in (
        ("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4), ("⅕", 1, 5), ("⅖", 2, 5), ("⅗", 3, 5),
        ("⅘", 4, 5), ("⅙", 1, 6), ("⅚", 5, 6), ("⅐", 1, 7), ("⅛", 1, 8), ("⅜", 3, 8), ("⅝", 5, 8), ("⅞", 7, 8),
        ("⅑", 1, 9), ("⅒", 1, 10),
    )
}  # fmt: skip
_WHOLE = ("целых", "целых", "целым", "целых", "целыми", "целых")
_MOST_DIGITS = 100  # Python refuses to read a number of thousands of them
_LONGEST_DECIMALS = 6  # more are read digit by digit


@dataclass(frozen=True)
class Amount:
    """A number as written, understood."""

    whole: str  # digits
    decimals: str = ""  # digits after the sign
    point: bool = False  # the decimal sign was a point

    @property
    def value(self) -> int:
        """The whole part; of one with more digits than are said as a number, one as large that ends in the same."""
        return int(self.whole) if len(self.whole) < _MOST_DIGITS else LARGEST * 1000 + int(self.whole[-3:])

    @property
    def fraction(self) -> bool:
        """Whether a noun after it stands in the genitive singular."""
        return bool(self.decimals)

    @property
    def is_one_and_half(self) -> bool:
        """1,5: «полтора» before a noun."""
        return self.whole == "1" and self.decimals == "5"

    def say(self, case: Case = "nomn", gender: str = "masc", animate: bool = False) -> str:
        """In words. Numbers with leading zeros and very long ones are said digit by digit."""
        if (len(self.whole) > 1 and self.whole[0] == "0") or self.value >= LARGEST:
            said = digits(self.whole)
            return f"{said} запятая {digits(self.decimals)}" if self.decimals else said
        if not self.decimals:
            return cardinal(self.value, case, gender, animate)
        if len(self.decimals) > _LONGEST_DECIMALS:
            return f"{cardinal(self.value)} запятая {digits(self.decimals)}"
        return f"{wholes(self.value, case)} {parts(int(self.decimals), 10 ** len(self.decimals), case)}"

    def half(self, case: Case, gender: str) -> str:
        """«полтора» in a case."""
        if case in ("nomn", "accs"):
            return "полторы" if gender == "femn" else "полтора"
        return "полутора"


def parse(written: str) -> Amount:
    """What NUMBER matched."""
    if found := re.fullmatch(r"(\d{1,3}(?:\.\d{3}){2,})(?:,(\d+))?", written):
        return Amount(found.group(1).replace(".", ""), found.group(2) or "")
    whole, sign, decimals = re.fullmatch(r"([^.,]+)([.,]?)(\d*)", written).groups()  # type: ignore[union-attr]
    return Amount("".join(c for c in whole if c.isdigit()), decimals, sign == ".")


def wholes(number: int, case: Case) -> str:
    """«две целых», «одна целая»."""
    column = CASES.index(case)
    if number and number % 1000 == 0:
        return f"{cardinal(number, case)} целых"
    one = ("целая", "целой", "целой", "целую", "целой", "целой")
    return f"{cardinal(number, case, 'femn')} {one[column] if plural_form(number) == 1 else _WHOLE[column]}"


_SHARES = {3: "треть", 4: "четверть"}


def parts(above: int, below: int, case: Case) -> str:
    """A fraction: «пять десятых», «одна вторая», «трёх четвертей»."""
    if below in _SHARES:
        return f"{cardinal(above, case, 'femn')} {_share(_SHARES[below], above, case)}"
    if plural_form(above) == 1:
        return f"{cardinal(above, case, 'femn')} {ordinal(below, case, 'femn')}"
    return f"{cardinal(above, case, 'femn')} {ordinal(below, 'gent' if case in ('nomn', 'accs') else case, 'plur')}"


def _share(noun: str, above: int, case: Case) -> str:
    """«треть», «трети», «третей» as they follow a number."""
    form = plural_form(above)
    if form == 1 or case not in ("nomn", "accs"):
        return inflect(noun, case, form != 1)
    return inflect(noun, "gent", form == 5)
