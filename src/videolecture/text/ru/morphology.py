"""What a Russian word can be: parts of speech, cases, gender, number. pymorphy3 behind a cache, loaded at first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from videolecture.text.ru.numerals import CASES, Case

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

# The second genitive, partitive, and the second locative («в году», «чашка чаю») serve where the first ones do.
_SECOND = {"gen2": "gent", "loc2": "loct", "gen1": "gent", "acc2": "accs", "voct": "nomn"}


@dataclass(frozen=True)
class Reading:
    """One thing a written word can be."""

    part: str  # OpenCorpora's: NOUN ADJF ADJS PRTF VERB INFN PREP CONJ NUMR NPRO ADVB ...
    case: Case | None
    plural: bool
    gender: str  # masc femn neut, "" unknown (plural adjectives); of a noun also in its plural
    animate: bool
    lemma: str
    tags: frozenset[str]


@cache
def _analyzer() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer  # a second and 60 MB: only when Russian is read

    return MorphAnalyzer()


def plain(word: str) -> str:
    """The word in lower case without stress marks."""
    return word.lower().replace("\u0301", "")


@lru_cache(65536)
def readings(word: str) -> tuple[Reading, ...]:
    """Everything `word` (any case, stress marks allowed) can be, the likeliest first."""
    found = []
    parses = _analyzer().parse(plain(word))
    # «род» is a word before it is short for «родился».
    for parse in sorted(parses, key=lambda parse: "Abbr" in parse.tag):
        tag = parse.tag
        case = _SECOND.get(str(tag.case), tag.case)
        found.append(
            Reading(
                part=str(tag.POS),
                case=cast(Case, case) if case in CASES else None,
                plural=tag.number == "plur",
                gender=str(tag.gender or ""),
                animate=tag.animacy == "anim",
                lemma=parse.normal_form,
                tags=frozenset(tag.grammemes),
            )
        )
    return tuple(found)


def nouns(word: str) -> tuple[Reading, ...]:
    """The readings of `word` as a noun with a case."""
    return tuple(r for r in readings(word) if r.part == "NOUN" and r.case)


def adjectives(word: str) -> tuple[Reading, ...]:
    """The readings of `word` as a full adjective, participle, ordinal or adjectival pronoun."""
    return tuple(r for r in readings(word) if r.part in ("ADJF", "PRTF") and r.case)


def known(word: str) -> bool:
    """Whether the dictionary holds the word, rather than guessing from its ending."""
    return bool(_analyzer().word_is_known(plain(word)))


@lru_cache(8192)
def inflect(word: str, case: Case, plural: bool = False) -> str:
    """A noun or adjective in another case and number; the word itself where there is no such form."""
    grammemes = {case, "plur" if plural else "sing"}
    parses = [parse for parse in _analyzer().parse(word) if parse.tag.POS in ("NOUN", "ADJF", "PRTF")]
    for parse in sorted(parses, key=lambda p: (p.tag.POS != "NOUN", p.normal_form != word, p.tag.gender == "femn")):
        form = parse.inflect(grammemes)
        if form is not None:
            return str(form.word)
    return word


@lru_cache(1024)
def inflect_feminine(word: str, case: Case) -> str:
    """An adjective in the feminine singular, in a case."""
    for parse in _analyzer().parse(word):
        if parse.tag.POS in ("ADJF", "PRTF") and (form := parse.inflect({case, "sing", "femn"})) is not None:
            return str(form.word)
    return word
