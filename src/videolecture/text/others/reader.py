"""Text in another language -> words, and the characters of it that no engine can be asked to speak."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.others.abbreviations import read_abbreviations
from videolecture.text.others.dates import read_dates
from videolecture.text.others.forms import read_forms
from videolecture.text.others.numbers import NUMBERED, read_numbers
from videolecture.text.others.ordinals import read_lettered_ordinals, read_ordinals
from videolecture.text.others.spanish_italian import read_customs, read_lone_units
from videolecture.text.pauses import one_each
from videolecture.text.tables import table

LANGUAGES = tuple(sorted((*NUMBERED, "zh")))  # ISO 639-1

_MONEY_BEFORE = re.compile(r"(R\$|[$€£¥₩₹])\s?(\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?)")
_SILENT = frozenset('«»„“”"‘‚‛‹›`´\u00ad\u200b\u200e\u200f\u2060\ufeff「」『』《》〈〉')
_SIGNS = frozenset(".,!?;:…'’-–。、，！？；：・·،؛؟।॥¿¡\u200c\u200d")
_PLAIN = str.maketrans(dict.fromkeys("()[]{}（）【】", ", ") | dict.fromkeys("—―‒−", "–") | dict.fromkeys("‐‑", "-"))
_RUN = re.compile(r"[,;:]\s*(?=[,;:.!?…])|(?<=[,;:])\s*[,;:]")
_BEFORE = re.compile(r"\s+(?=[,.!?;:…])")
_LEADING = re.compile(r"^[\s,.;:!?–…-]+")


def read_other(text: str, language: str) -> str:
    """The sentence with numbers and signs in words, as far as the language's are known; the rest as it is."""
    text = unicodedata.normalize("NFC", "".join(map(_latin_digit, text)))
    said: dict[str, str] = table("others").get(language, {})
    text = _MONEY_BEFORE.sub(r"\2 \1", text)  # «$20» is said as «20 $»
    if language == "zh":
        text = re.sub(r"(?<![A-Za-z0-9)）])[-−](?=\d)", "负", text)
        text = re.sub(r"(\d+(?:\.\d+)?)\s?[%％]", r"百分之\1", text)
    if language == "tr":
        text = re.sub(r"%\s?(\d+(?:,\d+)?)", r"yüzde \1", text)
    text = read_customs(read_abbreviations(text, language), language)
    text = read_dates(text, language)
    text = read_lettered_ordinals(text, language)
    text = read_forms(read_ordinals(text, language), language)
    text = read_numbers(text, language, said.get("point", ""), said.get("minus", ""), said.get("to", ""))
    text = read_lone_units(text, language)
    return _pattern(language).sub(lambda found: f" {said[found.group()]} ", text) if said else text


def spell_other(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its letters, digits and signs that mean a pause, and the characters left out, each once."""
    kept: list[str] = []
    lost: dict[str, None] = {}
    for character in text.translate(_PLAIN):
        kind = unicodedata.category(character)
        if character in _SIGNS or kind[0] in "LM" or kind == "Nd":
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif character not in _SILENT:
            kept.append(" ")
            lost[character] = None
    return _tidy("".join(kept)), tuple(lost)


def _tidy(text: str) -> str:
    text = _BEFORE.sub("", " ".join(text.split()))
    return _LEADING.sub("", one_each(text))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    signs = [sign for sign in table("others")[language] if sign not in ("point", "minus", "to")]
    return re.compile("|".join(map(re.escape, sorted(signs, key=len, reverse=True))))


def _latin_digit(character: str) -> str:
    """Arabic-Indic, Devanagari and full-width digits as 0-9; anything else as it is."""
    return character if character.isascii() or not character.isdecimal() else str(unicodedata.decimal(character))
