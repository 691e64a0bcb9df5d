"""Abbreviations of the other languages: what they are said as, and where their full stops end no sentence."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of
from videolecture.text.tables import table, words

KNOWN = frozenset(table("others_abbreviations"))  # languages


def read_abbreviations(text: str, language: str) -> str:
    """The text with abbreviations in words. What ends a sentence keeps its full stop."""
    if language not in KNOWN:
        return text

    def said(found: re.Match[str]) -> str:
        word = _spoken(language)[_key(found.group())]
        large = found.group()[0].isupper() and not left_of(found).strip()
        end = "." if found.end() == len(found.string.rstrip()) else ""
        return (word[0].upper() + word[1:] if large else word) + end

    return _pattern(language, ("leading", "numbered", "trailing", "closing")).sub(said, text)


def hidden(text: str, language: str, mask: str) -> str:
    """The text with a mask, one character long, for every full stop of an abbreviation that ends no sentence."""
    if language not in KNOWN:
        return text
    text = _pattern(language, ("leading", "numbered")).sub(lambda found: found.group().replace(".", mask), text)

    def inner(found: re.Match[str]) -> str:
        following = re.match(r"\s*[«\"“„(]?(\w+)", text[found.end() : found.end() + 40])
        closing = _key(found.group()) in _closing(language)
        ends = following is None or (following[1][0].isupper() and (closing or _is_little(following[1], language)))
        return found.group()[:-1].replace(".", mask) + ("." if ends else mask)

    return _pattern(language, ("trailing", "closing")).sub(inner, text)


def _is_little(word: str, language: str) -> bool:
    return word.lower() in words("languages", language)


@cache
def _pattern(language: str, kinds: tuple[str, ...]) -> re.Pattern[str]:
    known = [(name, kind) for kind in kinds for name in table("others_abbreviations")[language].get(kind, {})]
    forms = []
    for name, kind in sorted(known, key=lambda one: -len(one[0])):
        form = re.escape(name).replace(r"\ ", r"[\s\u00a0]?") + (r"(?=\s?\d)" if kind == "numbered" else "")
        forms.append(f"(?:{form[0]}|{form[0].upper()}){form[1:]}" if name[0].islower() else form)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?!\w)")


@cache
def _closing(language: str) -> frozenset[str]:
    return frozenset(map(_key, table("others_abbreviations")[language].get("closing", {})))


@cache
def _spoken(language: str) -> dict[str, str]:
    both = table("others_abbreviations")[language]
    return {_key(name): said for kind in both.values() for name, said in kind.items()}


def _key(written: str) -> str:
    return "".join(written.lower().split())
