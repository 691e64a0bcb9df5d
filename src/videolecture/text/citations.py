"""Citations: «[1]», «[2, с. 15]», «[Иванов, 2010]», raised numbers of notes: left unsaid, or read by an option.

Brackets of intervals, indices and lists look alike and stay: «x ∈ [0, 1]», «a[1]», «список [1, 2, 3]».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from videolecture.text.beside import left_of, right_of
from videolecture.text.notation import SUPERSCRIPTS
from videolecture.text.ru.units import find
from videolecture.text.tables import table

_NUMBER = r"\d{1,4}"
_PAGES = r"(?:с|стр|c|p|pp|pg|т|ч|гл|разд|п|рис|табл|vol|ch|sec|fig|S|§|V)\.?\s?[\dIVXivx]+(?:\s?[-–—,]\s?\d+)*"
_PLACE = rf"(?:{_NUMBER}[a-zа-я]?(?:\s?[-–—−]\s?{_NUMBER})?|{_PAGES})"
_BEFORE = r"(?:(?:см|цит|напр|ср|see|e\.g|cf)\.?,?\s(?:также\s|also\s)?(?:по:?\s?|in\s)?)?"
_BY_NUMBER = rf"{_BEFORE}{_NUMBER}(?:\s?[-–—−]\s?{_NUMBER})?(?:\s?[,;:]\s?{_PLACE})*"
_NAME = r"(?:[А-ЯЁA-Z][\w'’-]+(?:\s[А-ЯЁA-Z]\.(?:\s?[А-ЯЁA-Z]\.)?)?)"
_AUTHORS = rf"{_NAME}(?:(?:,\s|,?\s(?:и|and|&)\s){_NAME})*(?:,?\s(?:et al\.?|и др\.?|с соавт\.?))?"
_WORK = rf"{_AUTHORS},?\s(?:1[5-9]|20)\d\d[a-zа-я]?(?:\s?[,:]\s?(?:{_PAGES}|\d+(?:\s?[-–—]\s?\d+)?))*"
_BY_NAME = rf"{_BEFORE}{_WORK}(?:\s?[;,]\s?{_WORK})*"
_BY_WORD = (
    r"(?:там же|ibid\.?|ред\.|прим\.\s?\w*\.?|комм\.\s?\d+|note\s\d+|n\.\s?\d+|citation needed|когда\?|кто\?|где\?"
    r"|who\?|when\?|править[^\]]{0,30}|edit(?: source|\s?\|[^\]]{0,20})?"
    r"|clarification needed|источник не указан[^\]]{0,30}|[*†‡]{1,3}|\^[\w-]{1,30})"
    rf"(?:,\s?{_PAGES})?"
)
_BRACKETS = re.compile(
    rf"(?P<space>[ \u00a0\u202f]?)\[\s?(?P<inside>(?P<numbers>{_BY_NUMBER})|{_BY_NAME}|{_BY_WORD})\s?\](?!\()"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(
    rf"(?:(?<=[^\W\d_]{{2}})|(?<=[.,;:!?»”\"…]))(?P<raised>[{_RAISED}]{{1,3}}(?:[⁻˒,][{_RAISED}]{{1,3}})*)(?![\w⁺⁻/·⋅^])"
)
_MARK = re.compile(r"(?<=[^\W\d_]{3})(?:\*{1,3}|[†‡]{1,2})(?=[\s.,;:!?)»]|$)(?!\s?[\d=])")
_EMPTY = re.compile(r"[ \u00a0]?\((?:(?:см|ср|напр|see|cf|e\.g)\.?,?(?:\s(?:также|also))?)?[\s,;и]*\)", re.IGNORECASE)
_SEVERAL = r"[-–—−;]|\d\s?,\s?\d"
_MOST_TOGETHER = 4


Said = Callable[[str], str]
"""What is said of a citation, by what stands in its brackets; empty for nothing."""


def without_citations(text: str) -> str:
    """The sentence as it is read out: what refers to a list of sources is left out, the signs behind it stay."""
    return _replaced(text, lambda _: "")


def with_citations(text: str, language: str) -> str:
    """The same with the references said: «источник 1», "reference 1"."""
    names = table("source")["citations"].get(language)
    if not names:
        return text

    def said(inside: str) -> str:
        if not inside[:1].isdigit():
            return inside
        several = re.search(_SEVERAL, inside)
        return f"{names['many' if several else 'one']} {re.sub(r',(?=[0-9])', ', ', inside)}"

    return _replaced(text, said)


def _replaced(text: str, said: Said) -> str:
    if "[" in text:
        for _ in range(_MOST_TOGETHER):  # «[1][2]»: the second touches a word when the first is gone
            made = _BRACKETS.sub(partial(_bracket, said=said), text)
            if made == text:
                break
            text = made
        text = _EMPTY.sub("", text)
    if any(sign in text for sign in _RAISED):
        text = _SUPERSCRIPT.sub(partial(_superscript, said=said), text)
    return _MARK.sub("", text) if any(sign in text for sign in "*†‡") else text


def _bracket(match: re.Match[str], said: Said) -> str:
    if match["numbers"] and not _is_citation(match):
        return match.group()
    return _placed(match, said(match["inside"]))


def _placed(match: re.Match[str], words: str) -> str:
    """In brackets, which are pauses; behind a full stop a sentence of its own."""
    if not words:
        return ""
    if re.search(r"[.!?…]$", left_of(match)):
        return f" {words[0].upper()}{words[1:]}."
    return f" ({words})"


def _is_citation(match: re.Match[str]) -> bool:
    """Whether numbers in brackets are sources, and no interval, index or list."""
    before, after = left_of(match), right_of(match)
    inside = match["numbers"]
    if re.match(r"\s?[=∈∉⊂∪∩×^_+*/<>≤≥]|\(|\.\w", after) or re.search(r"[=∈∉⊂∪∩×^_+*/<>≤≥(\[{@$]\s?$", before):
        return False
    if not match["space"] and (glued := re.search(r"[\w)\]]+$", before)):
        return _glued(glued.group())
    numbers = [int(number) for number in re.findall(r"\d+", inside)]
    if numbers[0] == 0 or re.fullmatch(r"1[5-9]\d\d|20\d\d", inside):  # «R v Smith [2001] EWCA»: a year
        return False
    near = before[-60:].lower()
    if re.search(table("source")["brackets"]["held"], near):
        return False
    if re.fullmatch(r"\d+(?:\s?,\s?\d+){2,}", inside) and numbers != sorted(numbers):
        return False  # «[5, 2, 9, 1]»: a list
    if re.fullmatch(r"\d+,\d+\s?;\s?\d+,\d+", inside):
        return False  # «интервал [11,7; 13,1]»
    pair = re.fullmatch(r"\d+\s?[,;]\s?\d+", inside)
    return not (pair and numbers[0] < numbers[1] and re.search(r"\b(?:на|от|on|over)$", near))


def _glued(word: str) -> bool:
    """Whether a bracket right after this is a source: after a word of a language, not after a name of a program's."""
    if word[-1] in ")]":
        return False
    return len(word) > 2 and word.isalpha() and word.lower() not in table("source")["brackets"]["indexed"].split()


def _superscript(match: re.Match[str], said: Said) -> str:
    """A raised number behind a word is a note, behind a unit or a function it is a power."""
    word = re.search(r"[^\W\d_]+$", match.string[max(0, match.start() - 40) : match.start()])
    if word and not _may_have_a_note(word.group()):
        return match.group()
    return _placed(match, said("".join(SUPERSCRIPTS.get(sign, sign) for sign in match["raised"])))


def _may_have_a_note(word: str) -> bool:
    if word.lower() in table("source")["brackets"]["raised"].split():
        return False
    if re.fullmatch(r"[А-Яа-яЁё]{2,}", word):
        return len(word) > 3 or find(word) is None
    return len(word) > 3 and word[1:].islower() and not re.search("[Α-ω]", word)


# What may stand between a full stop and the next sentence: «растёт.[1] Далее», «растёт.¹ Далее».
AFTER_A_STOP = rf"(?:\[[^\[\]\n]{{1,40}}\]|[{_RAISED}]{{1,3}})*"
