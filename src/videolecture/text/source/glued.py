"""Words without an end: letters whose spaces were lost, codes, digits by the hundred. Read in parts, told by a note.

Nothing after this step meets a word longer than `LONGEST`, so that the time of every rule is bounded for one word and
grows with the text's length for the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from videolecture.errors import Term
from videolecture.text.ru.morphology import known, readings
from videolecture.text.source.lines import Line, Notes

ENCODED = Term("Encoded data, left out", code="source-encoded")
KIND = Term("What is no word of any language, read in parts", code="source-no-word")
SUSPECT = 24  # letters; a longer word is looked up, and taken apart if it consists of words
SURE = 30  # letters; up to here only where a preposition or conjunction stands among them
LONGEST_WORD = 60  # letters; no word of a language is longer, chemistry's aside
LONGEST_NUMBER = 60  # digits
LONGEST = 240  # characters between two spaces: the longest addresses that anybody reads out
PART = 30  # letters of a part of what no dictionary knows
MOST_LETTERS = 20_000  # of one lecture in which words are looked for, some seconds; the rest is cut into equal parts
_LONGEST_KNOWN = 24  # letters of a word that is looked for inside
_STRANGE = 0.3  # of the letters: where more are in no word, these are no lost spaces
# Scripts that write no spaces: Thai, Lao, Myanmar, Khmer, Chinese, Japanese. Their sentences are cut in split.py.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_LETTERS = re.compile(rf"(?:(?![{_UNSPACED}])[^\W\d_]\u0301?){{{SUSPECT + 1},}}")
_DIGITS = re.compile(rf"\d{{{LONGEST_NUMBER + 1},}}")
_RUN = re.compile(rf"[^\s{_UNSPACED}]{{{LONGEST + 1},}}")
_REPEATED = re.compile(r"([^\d\s])\1{9,}")
_ENCODED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*|(?<![\w/+.:-])[A-Za-z0-9+/=_-]{60,}(?![\w/.])")
_LONG = re.compile(rf"\S{{{SUSPECT + 1},}}|(?P<same>[^\d\s])(?P=same){{9}}")
_LITTLE = frozenset(("PREP", "CONJ", "PRCL", "NPRO"))
_OF_ONE = frozenset("авикосуя")


def parted(lines: list[Line], language: str, notes: Notes) -> list[Line]:
    """The lines with every endless word in parts."""
    return _Parting(language, notes).lines(lines)


class _Parting:
    """One lecture's words being taken apart."""

    def __init__(self, language: str, notes: Notes) -> None:
        self._language, self._notes = language, notes
        self._left = MOST_LETTERS
        self._line = Line(0, "", 0)

    def lines(self, lines: list[Line]) -> list[Line]:
        return [self._parted(line) if _LONG.search(line.text) else line for line in lines]

    def _parted(self, line: Line) -> Line:
        self._line = line
        text = _ENCODED.sub(self._encoded, line.text)
        text = _REPEATED.sub(lambda m: m.group(1) * 3, text)
        text = _DIGITS.sub(self._digits, text)
        text = _LETTERS.sub(self._letters, text)
        return line.but(_RUN.sub(self._run, text))

    def _encoded(self, match: re.Match[str]) -> str:
        code = match.group()
        if not code.startswith("data:") and not (re.search(r"\d", code) and re.search(r"[a-z][A-Z]|[A-Z][a-z]", code)):
            return code
        start = Term("{start}… ({count:,} characters)", code="source-data", start=code[:16], count=len(code))
        self._notes.add(ENCODED, self._line, start, unsaid=True)
        return ""

    def _digits(self, match: re.Match[str]) -> str:
        number = match.group()
        start = Term("{start}… ({count:,} digits)", code="source-digits", start=number[:16], count=len(number))
        self._notes.add(KIND, self._line, start)
        return " ".join(_equal(number, 20))  # of so many each is said by itself

    def _letters(self, match: re.Match[str]) -> str:
        word = match.group()
        if len(word) <= LONGEST_WORD and self._language == "ru" and known(word):
            return word
        parts: list[str] = []
        if self._language == "ru" and len(word) <= self._left and re.fullmatch(r"[А-Яа-яЁё]+", word):
            self._left -= len(word)
            parts = words_in(word)
        if not parts and len(word) <= LONGEST_WORD:
            return word
        start = Term("{start}… ({count:,} letters)", code="source-letters", start=word[:16], count=len(word))
        self._notes.add(KIND, self._line, start)
        return " ".join(parts or _equal(word, PART))

    def _run(self, match: re.Match[str]) -> str:
        run = match.group()
        begins = Term("{start}… ({count:,} characters)", code="source-run", start=run[:16], count=len(run))
        self._notes.add(KIND, self._line, begins)
        parts, start = [], 0
        while len(run) - start > LONGEST:
            borders = list(re.finditer(r"[^\w\u0301]", run[start + LONGEST // 2 : start + LONGEST]))
            end = start + LONGEST // 2 + borders[-1].end() if borders else start + LONGEST
            parts.append(run[start:end])
            start = end
        return " ".join((*parts, run[start:]))


def _equal(text: str, length: int) -> list[str]:
    """Parts of about this length; a stress mark stays with its letter."""
    count = -(-len(text) // length)
    ends = [len(text) * at // count for at in range(count + 1)]
    ends = [end + (text[end : end + 1] == "\u0301") for end in ends]
    return [text[a:b] for a, b in pairwise(ends)]


def words_in(glued: str) -> list[str]:
    """The Russian words that were written together; none where they are not found."""
    parts: list[str] = []
    strange = 0
    for stretch in re.findall(r"[А-ЯЁ]+(?![а-яё])|[А-ЯЁ]?[а-яё]+", glued):
        found, odd = _cheapest(stretch)
        parts += found
        strange += odd
    if len(glued) <= LONGEST_WORD and "о" in parts:
        return []  # the vowel that joins a compound: «рентген-о-электро…»
    little = any(len(part) < 4 and _is_little(part.lower()) for part in parts)
    if strange > _STRANGE * len(glued) or len(parts) < 2 or (len(glued) <= SURE and not (little and len(parts) > 2)):
        return []
    return parts if len(glued) > LONGEST_WORD or not strange else []


def _cheapest(glued: str) -> tuple[list[str], int]:
    """The division into the fewest and longest words, and how many letters are in none."""
    lower = glued.lower()
    costs, cuts = [0.0], [0]
    for end in range(1, len(lower) + 1):
        best = (costs[end - 1] + 5.0, end - 1)
        for start in range(max(0, end - _LONGEST_KNOWN), end):
            if (cost := costs[start] + _cost(end - start)) < best[0] and _is_word(lower[start:end]):
                best = (cost, start)
        costs.append(best[0])
        cuts.append(best[1])
    parts: list[str] = []
    end = len(glued)
    odd, open_odd = 0, False
    while end:
        start = cuts[end]
        is_odd = end - start == 1 and not _is_word(lower[start:end])
        if is_odd and open_odd:
            parts[-1] = glued[start] + parts[-1]
        else:
            parts.append(glued[start:end])
        odd, open_odd, end = odd + is_odd, is_odd, start
    return parts[::-1], odd


def _cost(length: int) -> float:
    """Long words are surer than short ones."""
    return 1.0 + 3.0 / length


def _is_word(part: str) -> bool:
    if len(part) < 3:
        return part in _OF_ONE if len(part) == 1 else _is_little(part)
    return known(part)


def _is_little(part: str) -> bool:
    return known(part) and any(reading.part in _LITTLE and "Abbr" not in reading.tags for reading in readings(part)[:2])
