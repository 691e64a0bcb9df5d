"""Short forms in capitals, as in headings, are written as elsewhere: «DR. SMITH LIVES ON ELM ST.»."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import right_of
from videolecture.text.en.days import CALENDAR
from videolecture.text.tables import table

_WORD = re.compile(r"[A-Z][A-Z'’]*\.?")
_LITTLE = frozenset(("THE", "AND", "ON", "IN", "AT", "OF", "TO", "FOR", "BY", "OR", "NOT", "ARE", "IS"))
_STREET_NEXT = re.compile(r"\s(?:ST|DR|AVE|BLVD|RD|LN|CT)\.")
_STREETS = ("St.", "Dr.", "Ave.", "Blvd.", "Rd.", "Ln.", "Ct.", "Pl.", "Sq.", "Hwy.")


@cache
def _short() -> dict[str, str]:
    """Short forms in capitals -> as they are usually written."""
    rows = [
        *table("en_words")["abbreviations"],
        *table("en_words")["numbered"],
        *(f"{d}." for d in CALENDAR),
        *_STREETS,
    ]
    return {row.upper(): row for row in reversed(rows) if row.endswith(".") and row.count(".") == 1}


@cache
def _anywhere() -> re.Pattern[str]:
    """Those that are no words and may stand in capitals in any sentence."""
    rows = [*(f"{d}." for d in CALENDAR), *_STREETS, "Prof.", "Mr.", "Mrs."]
    names = "|".join(re.escape(row.upper()) for row in rows if row not in ("Mar.", "Sat.", "Sun.", "Pl."))
    return re.compile(rf"(?<![\w.])(?:{names})(?=\s|,|$)(?P<name>\s[A-Z]{{3,}}(?![\w]))?")


_TOGETHER = re.compile(
    r"(?<![\w.'’])[A-Z][A-Z'’]*(?:(?:,?\s|-|:\s)(?:\d[\d,.–-]*\s)?(?:U\.[SK]\.|[A-Z][A-Z'’]*(?![\w.])))+(?![\w.])"
)
_SAID = re.compile(r"(?:[^AEIOUY]{0,3}[AEIOUY]+){2,}[^AEIOUY]{0,3}")  # syllables enough for a word


@cache
def _short_words() -> frozenset[str]:
    """Words of less than four letters that stand in headings; others as short are more often acronyms."""
    return _LITTLE | frozenset(table("en_words")["nouns"]["in_headings"].upper().split())


def _headed(match: re.Match[str]) -> str:
    """Words in capitals that stand together, with one capital each, where one of them is a word for certain."""
    words = re.findall(r"[A-Z'’]+", match.group())
    if not any((w in _short_words() and len(w) > 2) or (len(w) > 4 and _SAID.fullmatch(w)) for w in words):
        return match.group()
    return re.sub(r"[A-Z'’]+", lambda m: _titled(m.group()), match.group())


def _titled(word: str) -> str:
    if word in _short_words():
        return word.lower() if len(word) > 1 else word
    return word.capitalize() if len(word) > 3 and set(word) & set("AEIOUY") and set(word) - set("IVXLC") else word


def read_capitals(text: str) -> str:
    """Short forms as they are usually written, words in capitals among other capitals with one capital each."""
    return _TOGETHER.sub(_headed, _with_short_forms(text))


def _with_short_forms(text: str) -> str:
    """In a heading that holds a short form, the words with one capital."""
    if "." not in text or not re.search(r"[A-Z]{2,}\.", text):
        return text
    if re.search(r"[a-z]", text):
        return _anywhere().sub(_usual, text)
    if not any(m.group() in _short() for m in _WORD.finditer(text)):
        return text
    return _WORD.sub(lambda m: _word(m.group(), right_of(m)), text)


def _usual(match: re.Match[str]) -> str:
    name = match.group("name") or ""
    return _short()[match.group().removesuffix(name)] + name.title()


def _word(written: str, after: str) -> str:
    if written in _short():
        return _short()[written]
    bare = written.rstrip(".")
    if _STREET_NEXT.match(after) or (len(bare) > 3 and set(bare) & set("AEIOUY")):
        return written.capitalize()
    return written.lower() if bare in _LITTLE else written
