"""Latin words and names in Russian text -> Cyrillic, as a Russian lecturer would say them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from videolecture.text.tables import table

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-žſ]+(?:['’][A-Za-z]+)*")
_HYPHENED = re.compile(r"(?<![A-Za-z])[A-Za-z]+-[A-Za-z]+(?![A-Za-z])")
_VOWELS = "aeiouy"
_SPECIAL = str.maketrans(dict(zip("øØłŁđß", ("o", "O", "l", "L", "d", "ss"), strict=True)) | {"æ": "ae", "œ": "oe"})


@cache
def _rules() -> tuple[tuple[re.Pattern[str], bool, str], ...]:
    """Each rule's pattern, whether it holds at a word's beginning only, and its sound."""
    rows = table("ru_latin_rules")["rules"]
    return tuple((re.compile(pattern.replace("^", "")), pattern.startswith("^"), sound) for pattern, sound in rows)


def read_latin(text: str) -> str:
    """Latin words in Cyrillic."""
    if not re.search(r"[A-Za-zÀ-ž]", text):
        return text
    text = _HYPHENED.sub(_hyphened, text)
    return _WORD.sub(_spaced, text)


def _hyphened(match: re.Match[str]) -> str:
    said = table("ru_latin")["words"].get(match.group().lower())
    return str(said) if said else match.group()


def _spaced(match: re.Match[str]) -> str:
    said = word(match.group())
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{said}{' ' if right.isalnum() else ''}"


@lru_cache(8192)
def word(written: str) -> str:
    """One Latin word: from the table, spelled, by halves of a camel, or by the rules."""
    known = table("ru_latin")["words"]
    lower = unaccented(written).lower().replace("’", "'")
    if len(written) == 1:
        return str(table("ru_latin")["variables"].get(lower, lower))
    if lower in known:
        return str(known[lower])
    if lower.endswith("'s") and lower[:-2] in known:
        return str(known[lower[:-2]]) + "с"
    lower = lower.replace("'", "")
    if written.isupper():
        return _capitals(lower)
    camel = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", unaccented(written))
    if len(camel) > 1:
        return " ".join(word(part) for part in camel)
    if not set(lower) & set(_VOWELS):
        return spell(lower)
    if lower.endswith("s") and lower[:-1] in known:
        return str(known[lower[:-1]]) + "с"
    return sounds(lower)


def _capitals(lower: str) -> str:
    """An acronym: spelled, unless it is long and looks like a word."""
    pronounceable = re.fullmatch(r"(?:[^aeiou]{0,2}[aeiou]){2,}[^aeiou]{0,2}", lower)
    return sounds(lower) if len(lower) > 4 and pronounceable else spell(lower)


def spell(lower: str) -> str:
    """Letter by letter, by their English names."""
    return " ".join(table("ru_latin")["letters"].get(c, c) for c in lower)


def unaccented(written: str) -> str:
    """The letters without their diacritics."""
    special = written.translate(_SPECIAL)
    return "".join(c for c in unicodedata.normalize("NFD", special) if not unicodedata.combining(c))


def sounds(lower: str) -> str:
    """A word by the reading rules."""
    said: list[str] = []
    position = 0
    while position < len(lower):
        for pattern, at_start, sound in _rules():
            if at_start and position:
                continue
            if (found := pattern.match(lower, position)) and found.end() > position:
                if sound.endswith("!"):
                    sound, position = sound[:-1], position + 1
                said.append(sound)
                position = found.end() if not at_start or found.end() > position else position
                break
        else:
            said.append(lower[position])
            position += 1
    return "".join(said)
