"""Sums of money in one spelling: «3 mn $», «US$5M–$10M» -> «$3 million», «$5–10 million»."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of
from videolecture.text.tables import table

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SIGN = r"[$€£¥₽₹₴₩₿₪¢]"
_SHORT = (
    r"thousand|million|billion|trillion|crore|lakh|mil(?:l)?|[Mm]io|[Mm]ln|[Mm]n|[Bb]ln|[Bb]n|[Tt]rn|[Tt]n|[KkMmBbT]"
)
_SCALE = rf"(?:\s?(?P<scale{{0}}>{_SHORT})\b\.?(?!\w))?"
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "mio": "million", "mil": "million",
           "mill": "million", "b": "billion", "bn": "billion", "bln": "billion", "t": "trillion", "tn": "trillion",
           "trn": "trillion"}  # fmt: skip
_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "RUB": "₽", "RUR": "₽", "INR": "₹"}
_DASH = r"\s?[–—-]\s?"
_BEFORE = re.compile(
    rf"(?P<minus>[-−](?=[$€£]))?(?P<of>\b(?:US|A|AU|C|CA|CAN|HK|NZ|S|R))?(?P<sign>{_SIGN})\s?"
    rf"(?P<first>{_NUMBER}){_SCALE.format(1)}"
    rf"(?:{_DASH}(?:US|A|C|HK)?{_SIGN}?\s?(?P<second>{_NUMBER}){_SCALE.format(2)})?(?P<per>/[a-z]+)?"
)
_AFTER = re.compile(
    rf"(?<![\w.,$€£])(?<![$€£]\s)(?P<first>{_NUMBER})(?:{_DASH}(?P<second>{_NUMBER}))?{_SCALE.format('')}\s?"
    rf"(?P<currency>{_SIGN}(?!\d)|(?:{'|'.join(_CODES)})\b)"
)
_CODE_BEFORE = re.compile(rf"\b(?P<code>{'|'.join(_CODES)})\s?(?={_NUMBER})")
# «between $5 and $10 million»: the size is of both.
_SHARED = re.compile(
    rf"\b(?P<from>[Bb]etween|[Ff]rom)\s(?P<sign>{_SIGN})(?P<first>{_NUMBER})(?P<to>\s(?:and|to)\s)(?P=sign)"
    rf"(?={_NUMBER}\s?(?:{_SHORT})\b)"
)
_WORDS = re.compile(
    rf"(?<![\w.,$€£])(?P<number>{_NUMBER})\s?(?P<scale>[Mm]n|[Bb]n|[Tt]rn|[Tt]n|[Mm]ln|[Bb]ln)\b(?=\s[a-z])"
)
_OF = {"A": "Australian", "AU": "Australian", "C": "Canadian", "CA": "Canadian", "CAN": "Canadian", "HK": "Hong Kong",
       "NZ": "New Zealand", "S": "Singapore"}  # fmt: skip


def read_money(text: str) -> str:
    """The sign first, then the number, then its size in a word; the numbers stay digits."""
    text = _WORDS.sub(lambda m: f"{m.group('number')} {_word(m.group('scale'))}", text)
    if not re.search(rf"{_SIGN}|\b(?:{'|'.join(_CODES)})\b", text):
        return text
    text = _CODE_BEFORE.sub(lambda m: _CODES[m.group("code")], text)
    text = _AFTER.sub(_after, text)
    text = _SHARED.sub(lambda m: f"{m.group('from')} {m.group('first')}{m.group('to')}{m.group('sign')}", text)
    return _BEFORE.sub(_before, text)


def _word(scale: str) -> str:
    return _SCALES.get(scale.lower(), scale.lower())


def _sized(scale: str | None) -> str:
    return f" {_word(scale)}" if scale else ""


def _ends(match: re.Match[str]) -> str:
    """The stop after a size, where it was the sentence's too: «$5 mil.»."""
    return "." if match.group().endswith(".") and not right_of(match).strip() else ""


def _after(match: re.Match[str]) -> str:
    currency = match.group("currency")
    if currency == "¢":
        return match.group()
    second = f"–{match.group('second')}" if match.group("second") else ""
    return f"{_CODES.get(currency, currency)}{match.group('first')}{second}{_sized(match.group('scale'))}"


def _before(match: re.Match[str]) -> str:
    first, second = match.group("first"), match.group("second")
    sizes = _sized(match.group("scale1")), _sized(match.group("scale2"))
    head = f"{match.group('minus') or ''}{match.group('sign')}"
    if not second:
        said = f"{head}{first}{sizes[0]}"
    elif sizes[0] and sizes[1] and sizes[0] != sizes[1]:
        said = f"{head}{first}{sizes[0]} to {head}{second}{sizes[1]}"
    else:
        said = f"{head}{first}–{second}{sizes[1] or sizes[0]}"
    if of := _OF.get(match.group("of") or ""):
        count = f"{first} to {second}" if second else first
        said = f"{match.group('minus') or ''}{count}{sizes[1] or sizes[0]} {of} dollar{'' if count == '1' else 's'}"
    per = (match.group("per") or "").removeprefix("/")
    return said + (f" per {_divisor(per)}" if per else "") + _ends(match)


def _divisor(written: str) -> str:
    """«$5/kg»: what so much is paid for."""
    found = table("en_words")["units"].get(written) or table("en_words")["divisors"].get(written, written)
    return str(found).partition("|")[0]
