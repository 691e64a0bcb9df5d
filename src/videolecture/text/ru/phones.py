"""Phone numbers: «+7 (495) 123-45-67» -> its groups as numbers, with a breath between them."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of
from videolecture.text.ru.government import noun_case
from videolecture.text.ru.morphology import inflect
from videolecture.text.ru.numerals import cardinal, digits

_PHONE = re.compile(
    r"(?<![\w+(])(?!(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d)(?P<number>"
    r"(?:\+?\d{1,3}[ \u00a0-]?)?\(?\d{3,5}\)?[ \u00a0-]?\d{1,3}-\d{2}-\d{2}"
    r"|\+\d{1,3}[ \u00a0-]?\(?\d{3}\)?[ \u00a0-]?\d{3}[ \u00a0-]?\d{2}[ \u00a0-]?\d{2}"
    r"|8[ \u00a0-]?\(?\d{3}\)?[ -]\d{3}[ -]\d{2}[ -]\d{2}|\+7\d{10}|8-\d{3}-\d{3}-\d{4}"
    r"|(?:(?<=телефон )|(?<=телефон: )|(?<=телефону )|(?<=телефону: ))\d{2,3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}"
    r")(?![\w-])"
)
_TELEPHONE = re.compile(r"(?<![\w.-])[Тт]ел\.(?P<colon>:?)\s*(?=[+(]?\d)")


def read_phones(text: str) -> str:
    """Phone numbers in words; other numbers stay."""
    text = _TELEPHONE.sub(_telephone, text)
    return _PHONE.sub(_phone, text)


def _telephone(match: re.Match[str]) -> str:
    """«по тел. +7 …»: «по телефону»; its number begins with a sign that other abbreviations do not expect."""
    return inflect("телефон", noun_case(left_of(match))) + match.group("colon") + " "


def _phone(match: re.Match[str]) -> str:
    written = match.group("number")
    plus = "плюс " if written.startswith("+") else ""
    groups = re.findall(r"\d+", written)
    if len(groups) == 1 and len(groups[0]) == 11:
        number = groups[0]
        groups = [number[0], number[1:4], number[4:7], number[7:9], number[9:]]
    return plus + ", ".join(_group(group) for group in groups)


def _group(group: str) -> str:
    """Two or three digits are one number; leading zeros are said each; four digits are two and two."""
    if len(group) > 3:
        return " ".join(_group(group[at : at + 2]) for at in range(0, len(group), 2))
    zeros = len(group) - len(group.lstrip("0"))
    rest = group[zeros:]
    return " ".join([*["ноль"] * zeros, *([cardinal(int(rest))] if rest else [])]) or digits(group)
