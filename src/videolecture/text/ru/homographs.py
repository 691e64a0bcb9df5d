"""Words that differ by stress alone, told apart by grammar and by the words around them.

The model of silero-stress guesses all of them from context; where grammar decides («две стены́», «сте́ны рухнули»,
«в лесу́», «по ле́су») or a telling word stands near («висячий замо́к»), that is surer than its guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from videolecture.text.ru.asked import left_cases
from videolecture.text.ru.morphology import Reading, inflect, nouns, readings
from videolecture.text.tables import table

VOWELS = "аеёиоуыэюя"
_WORD = re.compile(r"[а-яё]+")
_REACH = 7  # words on each side that are looked at
_FOUR = frozenset(("два", "две", "оба", "обе", "три", "четыре", "полтора", "полторы"))
# After two, three, four these have the stress at the end: «два часа́», though «не́ было ча́са».
_COUNTED = frozenset(("часа", "шага", "ряда", "следа", "шара"))
_WANTS_GENITIVE = frozenset(
    ("нет", "не", "много", "мало", "сколько", "столько", "несколько", "больше", "меньше", "немного")
)

Stressed = Callable[[str], int]
"""The index of the stressed vowel (from 0) of a word; -1 where it is a homograph itself or not known."""


@dataclass(frozen=True)
class _Sense:
    place: str  # the index of the stressed vowel, with ё after it if it is one; or the stressed form itself
    cues: tuple[str, ...]


@cache
def _lexical() -> dict[str, tuple[_Sense, ...]]:
    found = {}
    for row in table("ru_homographs")["homograph"]:
        senses = tuple(_Sense(place, tuple(cues.split())) for place, cues in row["senses"].items())
        for form in row["forms"].split():
            found[form] = senses
    return found


@cache
def _rare() -> dict[str, int]:
    return {form: int(row["vowel"]) for row in table("ru_homographs")["rare"] for form in row["forms"].split()}


@cache
def plurals() -> dict[str, str]:
    """Nominative plurals with ё, by how they are written: like their genitive singular."""
    row = table("ru_homographs")["plural"][0]
    return dict(zip(row["forms"].split(), row["spoken"].split(), strict=True))


def accented(word: str, vowel: int) -> str:
    """The word with «+» before its vowel of this index."""
    count = -1
    for position, character in enumerate(word):
        count += character in VOWELS
        if count == vowel and character in VOWELS:
            return f"{word[:position]}+{word[position:]}"
    return word


def stressed_vowel(form: str) -> int:
    """The index of the vowel after «+»; ё is stressed where there is none; -1: not marked."""
    before, plus, _ = form.partition("+")
    if not plus:
        before, yo, _ = form.partition("ё")
        if not yo:
            return -1
    return sum(character in VOWELS for character in before)


def choose(text: str, variants: dict[str, tuple[str, ...]], stressed: Stressed) -> dict[int, str]:
    """Positions of homographs in the lower-case `text` -> their stressed form, where it can be told.

    `variants` are the forms with «+» that the model chooses from; `stressed` its stress of other words.
    """
    found = list(_WORD.finditer(text))
    words = [match.group() for match in found]
    chosen: dict[int, str] = {}
    for index, match in enumerate(found):
        before = text[: match.start()]
        form = _by_cues(words, index) or _by_grammar(words, index, before, variants.get(match.group(), ()), stressed)
        if form:
            chosen[match.start()] = form
    return chosen


_MANY = frozenset(("мы", "вы", "они"))


def _by_cues(words: Sequence[str], index: int) -> str | None:
    word = words[index]
    if word == "нем":
        return "нём" if index and words[index - 1] in ("в", "во", "на", "о", "при") else "н+ем"
    if word == "все":
        if not _MANY.isdisjoint(words[max(0, index - 1) : index + 2]):  # «все мы», «они все»
            return "все"
        return _all(words[index + 1]) if index + 1 < len(words) else None
    if word in _rare():
        return accented(word, _rare()[word])
    senses = _lexical().get(word)
    if senses is None:
        return None
    near = [(other, abs(at - index)) for at, other in enumerate(words) if 0 < abs(at - index) <= _REACH]
    # The nearer a telling word stands, the more it tells.
    scores = sorted(
        ((sum(1 / far for other, far in near if any(_speaks(cue, other) for cue in s.cues)), s.place) for s in senses),
        reverse=True,
    )
    if not scores[0][0] or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    place = scores[0][1]
    if place.endswith("ё") and place[:-1].isdigit():
        return accented(word, int(place[:-1])).replace("+е", "ё")
    return accented(word, int(place)) if place.isdigit() else place


def _all(following: str) -> str | None:
    """«все люди» or «всё время», by the noun or adjective that follows at once."""
    for reading in readings(following)[:1]:
        if reading.part in ("NOUN", "ADJF") and reading.case in ("nomn", "accs"):
            if reading.plural:
                return "все"
            return "всё" if reading.gender == "neut" else None
    return None


def _speaks(cue: str, word: str) -> bool:
    """Short cues are whole words, longer ones beginnings of words."""
    return word == cue if len(cue) < 4 else word.replace("ё", "е").startswith(cue.replace("ё", "е"))


def _by_grammar(
    words: Sequence[str], index: int, before: str, variants: tuple[str, ...], stressed: Stressed
) -> str | None:
    word = words[index]
    options = nouns(word)
    if not options:
        return None
    if word in plurals():
        return plurals()[word] if _number(words, index, before, options) == "plur" else None
    if len(variants) != 2:
        return None
    by_place = sorted(variants, key=stressed_vowel)
    if word in _COUNTED and index and words[index - 1] in _FOUR:
        return by_place[-1]
    if second := _second_locative(word, words, index):
        return by_place[-1] if second == "loc2" else by_place[0]
    if word in _lexical() or any(r.part != "NOUN" for r in readings(word)[:2]):
        return None  # more than a matter of number
    options = tuple(r for r in options if r.lemma == options[0].lemma)
    number = _number(words, index, before, options)
    if number is None:
        return None
    # The genitive singular is stressed as the instrumental is: «рукой - руки́», «городом - го́рода».
    singular = stressed(inflect(options[0].lemma, "ablt"))
    same = [form for form in variants if stressed_vowel(form) == singular]
    other = [form for form in variants if stressed_vowel(form) != singular]
    if len(same) != 1:
        return None
    return same[0] if number == "sing" else other[0]


def _second_locative(word: str, words: Sequence[str], index: int) -> str | None:
    """«в лесу́» or «к ле́су», where the word has a locative of its own."""
    if not any("loc2" in r.tags for r in readings(word)):
        return None
    for back in (1, 2):
        if index >= back:
            previous = words[index - back]
            if previous in ("в", "во", "на"):
                return "loc2"
            if previous in ("к", "ко", "по", "благодаря", "вопреки", "навстречу"):
                return "datv"
            if not any(r.part in ("ADJF", "PRTF", "NUMR") for r in readings(previous)[:1]):
                break
    return None


def _number(words: Sequence[str], index: int, before: str, options: tuple[Reading, ...]) -> str | None:
    """Whether a noun that can be genitive singular and nominative plural is the one or the other."""
    lemmas = {r.lemma for r in options if r.case == "gent" and not r.plural} & {
        r.lemma for r in options if r.case in ("nomn", "accs") and r.plural
    }
    if not lemmas:
        return None
    if not index:
        return _by_verb(words, index)
    previous = words[index - 1]
    if previous in _FOUR or (previous.endswith(("десят", "дцать")) and index > 1 and words[index - 2] in _FOUR):
        return "sing"
    described = [r for r in readings(previous)[:2] if r.part in ("ADJF", "PRTF", "NUMR")]
    if described:
        return _by_adjective(described)
    if re.search(r"[,;:.!?–—]\s*$", before):
        return _by_verb(words, index)
    asked = left_cases(before)
    if asked:
        return "sing" if asked[0] == "gent" else "plur" if "accs" in asked else None
    if previous in _WANTS_GENITIVE:
        return "sing" if previous != "не" else None
    first = readings(previous)[:1]
    if any(r.part == "NOUN" for r in first):
        return "sing"  # «край стены», «цвет травы»
    if (
        any(r.part in ("INFN", "VERB", "GRND") and "tran" in r.tags for r in first)
        and "не" not in words[index - 2 : index]
    ):
        return "plur"  # «мыть руки»
    return _by_verb(words, index)


def _by_adjective(described: list[Reading]) -> str | None:
    plural = any(r.plural and r.case in ("nomn", "accs") for r in described)
    single = any(not r.plural and r.case == "gent" for r in described)
    if plural != single:
        return "plur" if plural else "sing"
    return None


def _by_verb(words: Sequence[str], index: int) -> str | None:
    """A plural verb near: the noun is its subject."""
    for word in words[index + 1 : index + 3]:
        for reading in readings(word)[:1]:
            if reading.part in ("VERB", "ADJS", "PRTS"):
                return "plur" if reading.plural else None
    return None
