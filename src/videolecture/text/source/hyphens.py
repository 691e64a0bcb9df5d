"""Words that a line's end has cut: «Электри-/чество» is one word, «северо-/западный» keeps its hyphen."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from videolecture.text.ru.morphology import known
from videolecture.text.source.lines import Line, blank
from videolecture.text.tables import table

_CUT = re.compile(r"(?P<first>[^\W_]+(?:-[^\W_]+)*)(?P<mark>[-¬\u00ad])[ \t\f]*$")
_NEXT = re.compile(r"[ \t\f]*(?P<token>(?P<second>[^\W_]+)\S*)[ \t]?")
_INSIDE = re.compile(r"(?<![\w-])(?P<first>[А-Яа-яЁё]{2,30})- (?P<second>[а-яё]{2,30})(?![\w-])")
_NOT_SIGN = re.compile(r"(?<=[^\W\d_])[¬\u00ad]\s*(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
Seen = Callable[[], frozenset[str]]
"""The words of the text, in lower case: what is written whole elsewhere tells how a cut word is written."""


def joined(lines: list[Line], language: str) -> list[Line]:
    """The lines with the words whole; a word stands in the line where it begins."""

    @cache
    def seen() -> frozenset[str]:
        return frozenset(word for line in lines for word in _WORD.findall(line.text.lower()))

    made: list[Line] = []
    for line in lines:
        text = _inside(line.text, language, seen)
        before = _before(made, line)
        cut = _CUT.search(made[before].text[-80:]) if before is not None else None
        following = _NEXT.match(text) if cut else None
        if before is None or not cut or not following or not _goes_on(following, before == len(made) - 1):
            made.append(line.but(text))
            continue
        word = whole(cut["first"], following["second"], cut["mark"], language, seen)
        kept = made[before].text.rstrip()[: -len(cut["first"]) - 1]
        made[before] = made[before].but(kept + word + following["token"][len(following["second"]) :])
        del made[before + 1 :]
        if rest := text[following.end() :]:
            made.append(line.but(rest))
    return made


def _before(made: list[Line], line: Line) -> int | None:
    """The index of the last line of the same slide in which something stands, if it is near."""
    for index in range(len(made) - 1, max(-1, len(made) - 4), -1):
        if made[index].slide != line.slide:
            return None
        if not blank(made[index]):
            return index
    return None


def _goes_on(following: re.Match[str], at_once: bool) -> bool:
    second = following["second"]
    if second.lower() in table("source")["particles"]["suspended"].split():
        return False
    return at_once or second.islower()


def whole(first: str, second: str, mark: str, language: str, seen: Seen) -> str:
    """The word that was cut between `first` and `second`."""
    together, apart = first + second, f"{first}-{second}"
    if mark != "-":
        return together
    if not (first + second).isalpha() and not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", first + second):
        return apart  # «COVID-/19», «5-/летний»
    if second[0].isupper():
        return apart if not first.isupper() else together
    last = first.rpartition("-")[2]
    if first.count("-") > 1 or len(first) == 1:
        return apart  # «state-of-the-/art», «X-/ray»
    if (cyrillic := re.fullmatch(r"[а-яё-]+", together.lower())) and language in ("ru", "en"):
        return apart if _keeps_russian(last.lower(), second.lower(), seen) else together
    if apart.lower() in seen() and together.lower() not in seen():
        return apart
    if not cyrillic and together.lower() not in seen() and language == "en":
        return apart if _keeps_english(last.lower(), second.lower()) else together
    return together


def _keeps_russian(first: str, second: str, seen: Seen) -> bool:
    names = table("source")["hyphens"]
    together = first + second
    if together in seen():
        return False
    if f"{first}-{second}" in seen():
        return True
    if known(together):
        return False
    if second in names["ru_right"].split() or first in names["ru_left"].split():
        return known(second)
    if first == "по":
        return second.endswith(("ому", "ему", "ски", "цки", "ьи"))
    if known(f"{first}-{second}") and known(second) and (known(first) or first[-1] in "ое"):
        return True
    # Neither is in the dictionary: a compound if both halves are words, «диван-/кровать».
    return known(first) and known(second) and min(len(first), len(second)) > 3


def _keeps_english(first: str, second: str) -> bool:
    names = table("source")["hyphens"]
    return first in names["left"].split() or second in names["right"].split()


def _inside(text: str, language: str, seen: Seen) -> str:
    """«Электри- чество» in one line, as some programs copy it."""
    if "¬" in text or "\u00ad" in text.rstrip()[:-1]:
        text = _NOT_SIGN.sub("", text)
    if "- " not in text or language not in ("ru", "en"):
        return text
    return _INSIDE.sub(lambda m: _one_line(m, seen), text)


def _one_line(match: re.Match[str], seen: Seen) -> str:
    first, second = match["first"].lower(), match["second"].lower()
    if second in table("source")["particles"]["suspended"].split():
        return match.group()
    if known(first + second) and not (known(first) and known(second)):
        return match["first"] + match["second"]
    return whole(match["first"], match["second"], "-", "ru", seen) if not known(second) else match.group()
