"""Places of a text whose reading its author should hear before a long render: numbers, homographs, unknown words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from videolecture.text.markup import STRESS
from videolecture.text.ru import morphology
from videolecture.text.tables import table
from videolecture.types import Doubt

DoubtKind = Literal["number", "homograph", "unknown", "foreign"]

_TOKEN = re.compile(
    rf"(?P<set>\[[a-z]+:[^\]\n]*\])|(?P<number>\d[\d.,:/–-]*\d|\d)"
    rf"|(?P<russian>[А-Яа-яЁё][А-Яа-яЁё{STRESS}+-]*)|(?P<latin>[A-Za-z][A-Za-z'-]+)"
)
_LEAST = 3  # letters of a word that can be unknown


def doubts(sentence: str, language: str) -> tuple[Doubt, ...]:
    """What of a sentence may be read otherwise than its author means.

    Words whose stress the author set are none, nor is what stands in `[say:...]`. Numbers are told in every language,
    words in Russian only: there the stress is not written.
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


def _kind(word: str) -> DoubtKind | None:
    if word.lower() in _homographs():
        return "homograph"
    parts = [part for part in word.split("-") if len(part) >= _LEAST]
    return None if all(morphology.known(part) for part in parts) else "unknown"


@cache
def _homographs() -> frozenset[str]:
    """Forms that only their neighbours tell apart."""
    return frozenset(form for row in table("ru_homographs")["homograph"] for form in row["forms"].split())
