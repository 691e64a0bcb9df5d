"""What numbers are said with: dates, times, money, fractions, units, and «one» in agreement with the noun after it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from videolecture.text.beside import left_of
from videolecture.text.others.gender import attributive, feminine_number
from videolecture.text.others.numbers import cardinal
from videolecture.text.others.ordinals import day_of_month
from videolecture.text.tables import table

_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
           "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅒": "1/10"}  # fmt: skip
_VULGAR_SIGN = re.compile(rf"(\d?)\s?([{''.join(_VULGAR)}])")
_DATE = re.compile(
    r"(?:(?P<before>[^\W\d_]+)\s)?(?<![\w./-])"
    r"(?:(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))(?![\w/]|[.-]\d)"
)
_FRACTION = re.compile(r"(?<![\w/.,])(\d)/(\d{1,2})(?![\w/]|[.,]\d)(?P<noun>(?=\s[^\W\d_]))?")
_NUMBER = r"\d+(?:[.\u00a0\u202f ]\d{3})*"


def read_forms(text: str, language: str) -> str:
    """The text with what is said otherwise than number after number in words; other numbers stay."""
    forms = table("others_forms").get(language)
    if forms is None or not any(character.isdigit() or character in _VULGAR for character in text):
        return text
    text = _VULGAR_SIGN.sub(lambda found: f"{found[1]} {_VULGAR[found[2]]}".strip(), text)
    if "date" in forms:
        text = _DATE.sub(lambda found: _date(found, language, forms), text)
        text = _clock_pattern(language).sub(lambda found: _clock(found, language, forms), text)
        text = _money_pattern(language).sub(lambda found: _money(found, language, forms), text)
    text = _unit_pattern(language).sub(lambda found: _unit(found, forms["units"]), text)
    if "halves" in forms:
        text = _FRACTION.sub(lambda found: _fraction(found, language, forms), text)
    return attributive(text, language)


def _date(found: re.Match[str], language: str, forms: dict[str, Any]) -> str:
    written = found["iso"].split("-")[::-1] if found["iso"] else (found["day"], found["month"], found["year"])
    day, month, year = map(int, written)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    before = f"{found['before']} " if found["before"] else ""
    said = "" if day > 1 else forms.get("first", "")
    return before + str(forms["date"]).format(
        day=said or day_of_month(day, language, found["before"] or ""),
        month=forms["months"].split()[month - 1],
        year=cardinal(str(year), language, year=True),
    )


@cache
def _clock_pattern(language: str) -> re.Pattern[str]:
    word = table("others_forms")[language].get("oclock", "h")
    return re.compile(
        rf"(?<![\w:.,])(\d{{1,2}})(?::|\s?h\s?|\.(?=\d\d\s?{word}\b))([0-5]\d)(?![\w:]|[.,]\d)(?:\s?(?:{word}|h)\b)?"
    )


def _clock(found: re.Match[str], language: str, forms: dict[str, Any]) -> str:
    hours, minutes = int(found[1]), int(found[2])
    if hours > 24:
        return found.group()
    hour = cardinal(str(hours), language)
    hour = "ein" if language == "de" and hours == 1 else feminine_number(hour, language)
    said = str(forms["clock" if minutes else "hour"]).format(hour=hour, minute=cardinal(str(minutes), language))
    return said.replace("heures", "heure") if hours <= 1 else said


@cache
def _money_pattern(language: str) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in table("others_forms")["coins"][language])
    return re.compile(rf"(?<![\w.,])({_NUMBER})(?:[.,](\d\d))?(?!\d)\s?({signs})(?!\w)")


def _money(found: re.Match[str], language: str, forms: dict[str, Any]) -> str:
    digits = re.sub(r"\D", "", found[1])
    one, _, several = table("others_forms")["coins"][language][found[3]].partition("|")
    coin = one if digits == "1" else several or one
    if language in ("fr", "es", "it", "pt") and int(digits) and not int(digits) % 10**6:
        coin = ("d'" if coin[0] in "ae" and language == "fr" else "di " if language == "it" else "de ") + coin
    whole = attributive(f"{digits} {coin}", language).removesuffix(coin).strip()
    whole = cardinal(whole, language) if whole.isdigit() else whole
    if not found[2] or found[2] == "00":
        return f"{whole} {coin}"
    return str(forms["money"]).format(whole=whole, coin=coin, part=cardinal(str(int(found[2])), language))


def _fraction(found: re.Match[str], language: str, forms: dict[str, Any]) -> str:
    over, under = int(found[1]), int(found[2])
    if not (1 <= over < under <= 10):
        return found.group()
    one, _, several = forms["halves"][under - 2].partition(" ")
    if over > 1:
        return f"{cardinal(str(over), language)} {several or one}"
    if under == 2 and language in ("es", "it", "pt"):
        return str(one)  # «medio litro»
    if language == "nl":
        return f"een {several if under == 2 and found['noun'] is not None else one}"
    return f"{'ein' if language == 'de' else 'um' if language == 'pt' else 'un'} {one}"


@cache
def _unit_pattern(language: str) -> re.Pattern[str]:
    units = table("others_forms")[language]["units"]
    signs = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?P<number>(?:(?<![\w.,])1(?=\s?[^\W\d])|\d))\s?(?P<unit>{signs})(?![\w²³/'’])")


def _unit(found: re.Match[str], units: dict[str, str]) -> str:
    one, _, several = units[found["unit"]].partition("|")
    alone = found["number"] == "1" and not re.search(r"[\w.,]$", left_of(found))
    return f"{found['number']} {one if alone else several or one}"
