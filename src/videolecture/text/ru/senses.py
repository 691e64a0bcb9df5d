"""What an ambiguous short form stands for, judged by the words around it: «гл. бухгалтер», but «в этой гл.»."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.government import short_adjectives
from videolecture.text.ru.morphology import Reading, adjectives, nouns, readings
from videolecture.text.ru.phrases import following
from videolecture.text.tables import table, words

_WORD = r"[А-Яа-яЁё\u0301]+(?:-[А-Яа-яЁё\u0301]+)*"
_INITIALS = re.compile(r"\s*[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]")
_NAME = re.compile(r"\s*[«\"]?(?P<name>[А-ЯЁ][А-Яа-яё\u0301-]*)")
_NUMBER = re.compile(r"\s*(?:\d|[IVXL]+\b)")
_TIME = re.compile(
    r"\s+(?:[IVXL]+\b|\d{3,4}\b|\d{1,4}-[а-яё]|\d{1,2}\s+(?:вв?\.|век|столет|январ|феврал|март|апрел|ма[йя]|июн|июл|август"
    r"|сентябр|октябр|ноябр|декабр)|век|столет|тысячел|год|месяц|недел|дня\b|суток|лет[ао]\b|зим[ыа]|весн|осен|эпох|период"
    r"|сезон|семестр|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|(?:янв|фев|февр|мар|апр|июн|июл|авг|сен|сент|окт|ноя|нояб|дек|сем)\."
    r"|(?:учеб|уч|нов|прошл|след|этого|текущ|календ|фин|буд|того|ср|средн)[а-яё]*\.?"
    r"\s+(?:года|г\.|семестра|сем\.|века|месяца|недели))"
)


def sense_of(senses: str, before: str, after: str) -> str:
    """The lemma of the first sense whose condition holds, or of the last one."""
    *conditional, default = [sense.strip() for sense in senses.split(";")]
    for sense in conditional:
        condition, _, lemma = sense.partition(": ")
        name, _, argument = condition.partition(" ")
        if _CONDITIONS[name](_Place(before, after, tuple(argument.split("/")))):
            return lemma
    return default


def person_follows(after: str) -> bool:
    """Whether initials or a surname follow."""
    if _INITIALS.match(after):
        return True
    name = re.match(r"\s*([А-ЯЁ][а-яё\u0301]+)", after)
    return name is not None and any({"Surn", "Name"} & r.tags for r in nouns(name.group(1)))


def time_follows(after: str) -> bool:
    """Whether a century, a year, a month or a season follows."""
    return bool(_TIME.match(after))


def adjective_agrees(before: str, after: str) -> bool:
    """Whether a noun follows that an adjective here could go with."""
    if _short_noun().match(after):
        return True
    noun = nouns_after(after)
    if not noun or not any(r.case for r in noun):
        return False
    last = re.search(rf"({_WORD})\s*$", before)
    beside = adjectives(last.group(1)) if last else ()
    if beside and last and readings(last.group(1))[0].part in ("ADJF", "PRTF"):
        return any(_same(a, r) for a in beside for r in noun)
    asked = left_cases(before)
    return not asked or any(r.case in asked for r in noun)


def nouns_after(after: str) -> tuple[Reading, ...]:
    """The readings of the noun that ends the phrase after a short adjective; empty: none follows."""
    rest = _short_adjective().sub(" ", " " + after.lstrip(), count=1)
    joined = re.match(rf"\s*(?:и|или|,)\s+({_WORD})\s+(?={_WORD})", rest)  # «теор. и прикладной механики»
    if joined and adjectives(joined.group(1)):
        rest = rest[joined.end() - 1 :]
    rest = re.sub(r"^(\s*)[«\"]", r"\1", rest)
    return tuple(r for r in following(rest).readings if r.part == "NOUN")


def _same(adjective: Reading, noun: Reading) -> bool:
    if (adjective.case, adjective.plural) != (noun.case, noun.plural):
        return False
    return noun.plural or adjective.gender in ("", noun.gender)


@cache
def _short_noun() -> re.Pattern[str]:
    rows = table("ru_short")
    names = [*rows["nouns"], *rows["persons"], *rows["several"]]
    first = "|".join(
        sorted({re.escape(name) for name in names if " " not in name and len(name) > 2}, key=len, reverse=True)
    )
    return re.compile(rf"\s*(?:{first})(?!\w)", re.IGNORECASE)


@cache
def _short_adjective() -> re.Pattern[str]:
    names = sorted(map(re.escape, [*table("ru_short")["adjectives"], "ср."]), key=len, reverse=True)
    return re.compile(rf"^\s*(?:(?:(?:и|или|,)\s+)?(?:{'|'.join(names)})\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class _Place:
    """Where a short form stands."""

    before: str
    after: str
    stems: tuple[str, ...] = ()  # of the condition

    @property
    def word_before(self) -> str:
        """The word before it and before its adjectives written short, in lower case."""
        found = re.search(rf"({_WORD})\s*$", short_adjectives().sub("", self.before))
        return found.group(1).lower() if found else ""


def _genitive(place: _Place) -> bool:
    word = re.match(rf"\s+({_WORD})", place.after)
    return word is not None and any(r.case == "gent" for r in nouns(word.group(1)))


def _name_precedes(place: _Place) -> bool:
    name = re.search(r"(?<![.!?]\s)([А-ЯЁ][а-яё\u0301]+(?:-[А-ЯЁа-яё]+)?)\s+$", place.before)
    return name is not None and bool(adjectives(name.group(1)))


def _after(place: _Place) -> bool:
    word = place.word_before
    return any(word == stem if len(stem) < 3 else word.startswith(stem) for stem in place.stems)


def _asked(place: _Place) -> bool:
    last = re.search(rf"({_WORD})\s*$", place.before)
    return last is not None and readings(last.group(1))[0].part == "PREP"


def _unit(place: _Place) -> bool:
    word = re.match(rf"\s*({_WORD})", place.after)
    return word is not None and word.group(1).lower().startswith(tuple(words("ru_short_government", "units")))


_CONDITIONS: dict[str, Callable[[_Place], bool]] = {
    "agrees": lambda place: adjective_agrees(place.before, place.after),
    "of": _genitive,
    "unit": _unit,
    "name": lambda place: bool(_NAME.match(place.after)),
    "person": lambda place: person_follows(place.after),
    "initials": lambda place: bool(_INITIALS.match(place.after)),
    "quoted": lambda place: bool(re.match(r"\s*[«\"„“]", place.after)),
    "number": lambda place: bool(_NUMBER.match(place.after)),
    "counted": lambda place: bool(re.search(r"\d\s*$", place.before)),
    "named": _name_precedes,
    "after": _after,
    "before": lambda place: place.after.lstrip().startswith(place.stems),
    "asked": _asked,
    "time": lambda place: time_follows(place.after),
}
