"""Places of a text whose reading its author should hear before a long render: numbers, homographs, unknown words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from videolecture.errors import MissingError
from videolecture.text.markup import STRESS
from videolecture.text.ru import morphology
from videolecture.text.tables import table, words
from videolecture.types import Doubt
from videolecture.weights import weight_path

DoubtKind = Literal["number", "homograph", "unknown", "foreign"]

_TOKEN = re.compile(
    rf"(?P<set>\[[a-z]+:[^\]\n]*\])|(?P<number>\d[\d.,:/–-]*\d|\d)"
    rf"|(?P<russian>[А-Яа-яЁё][А-Яа-яЁё{STRESS}+-]*)|(?P<latin>[A-Za-z][A-Za-z'-]+)"
)
_LEAST = 3  # letters of a word that can be unknown
_LONGEST_ACRONYM = 5  # letters in capitals that are read one by one


def doubts(sentence: str, language: str) -> tuple[Doubt, ...]:
    """What of a sentence may be read otherwise than its author means.

    Words whose stress the author set are none, nor is what stands in `[say:...]`. Numbers are told in every language,
    words in Russian, where the stress is not written, and in English, where «read» is read in two ways. Unknown English
    words are told only where the pronouncing dictionary is here.
    """
    return tuple(_found(sentence, language))


def _found(sentence: str, language: str) -> Iterator[Doubt]:
    for match in _TOKEN.finditer(sentence):
        if match["number"]:
            yield Doubt("number", *match.span())
        elif match["russian"] and language == "ru":
            word = match["russian"].rstrip("-")
            if STRESS not in word and "+" not in word and (kind := _kind(word)):
                yield Doubt(kind, match.start(), match.start() + len(word))
        elif match["latin"] and language == "ru":
            yield Doubt("foreign", *match.span())
        elif match["latin"] and language == "en" and (kind := _english(match["latin"])):
            yield Doubt(kind, *match.span())


def _kind(word: str) -> DoubtKind | None:
    if word.lower() in _homographs():
        return "homograph"
    parts = [part for part in word.split("-") if len(part) >= _LEAST]
    return None if all(morphology.known(part) for part in parts) else "unknown"


def _english(word: str) -> DoubtKind | None:
    if (word.isupper() and len(word) <= _LONGEST_ACRONYM) or word in _short():
        return None  # spelled, or said as the word that it is short for
    small = word.lower().removesuffix("'s")
    if small in words("en_homographs", "forms"):
        return "homograph"
    known = _pronounced()
    parts = [part.strip("'") for part in small.split("-") if len(part) >= _LEAST]
    return "unknown" if known and not all(_is_of(part, known) for part in parts) else None


def _is_of(word: str, known: frozenset[str]) -> bool:
    """Whether a word, or what it is the plural of, is among the known ones."""
    return word in known or word.removesuffix("s") in known


@cache
def _pronounced() -> frozenset[str]:
    """The words of the CMU Pronouncing Dictionary; none where its weights are not here."""
    try:
        path = weight_path("cmudict")
    except MissingError:
        return frozenset()
    with path.open(encoding="utf-8") as lines:
        return frozenset(line.partition(" ")[0].partition("(")[0] for line in lines)


@cache
def _short() -> frozenset[str]:
    """English words that are written short and read in full."""
    known = table("en_words")
    names = (*known["abbreviations"], *known["numbered"], *known["units"])
    return frozenset(name.rstrip(".") for name in names if name.rstrip(".").isalpha())


@cache
def _homographs() -> frozenset[str]:
    """Forms that only their neighbours tell apart."""
    return frozenset(form for row in table("ru_homographs")["homograph"] for form in row["forms"].split())
