"""Slides of whose picture nothing is spoken: who cannot see them learns nothing of them, captions do not help."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from videolecture.deck.types import Deck, DeckSlide, Notice
from videolecture.deck.unspoken_words import NUMERALS, OF_FORMULAS, POINTING

SHORTEST = 4  # letters of a word that says something
ALIKE = 0.7  # of the shorter word's letters, from its beginning: so much alike are two forms of one word
REPEATED = 3  # slides on which a line stands when it is taken for a footer

TITLE_LINES, TITLE_WORDS = 5, 30  # at most, of a title slide

_MARKS = re.compile(r"\[(?:next|point|highlight|layout|clip|/?synth|pause|lang|/lang)[^\]\n]*\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_STRESS = re.compile(r"\u0301|\+(?=[аеиоуыэюя])", re.IGNORECASE)  # as in print, and as engines take it
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_FORMULA = re.compile(r"[=<>≈≤≥≠∝∼√∑∫∏→±]|\w\s?[·⋅×^]\s?\w|(?:^|\W)(?:[A-Za-z]\(|(?:log|ln|lg|sin|cos|lim|exp)\s)")


@dataclass(frozen=True)
class Unspoken:
    """What of one slide is not spoken."""

    slide: int
    lines: tuple[str, ...]  # of its text: those of which no word is spoken
    text: bool  # whether it has text, and nothing of all of it is spoken
    figures: bool  # whether it has a figure, and nothing points at it
    silent: bool = False  # whether nothing at all is spoken


def unspoken(
    deck: Deck, texts: Sequence[str], language: str, aloud: Callable[[str], str] = lambda _line: ""
) -> tuple[Unspoken, ...]:
    """Slides with text or a figure of which nothing is spoken. `texts`: what is said on each, as written and as spoken.

    `aloud` reads a line of a slide as the voice would: «30 kA» is «thirty kiloamperes». A line is spoken when one of
    its words or numbers is, a figure when a word of its description is or the speaker points («the chart shows»); where
    the language's words for that are not known, when anything at all is spoken. A formula is spoken where anything is
    said about formulas. Lines in another script than the speech cannot be compared: they count as spoken where anything
    is. A title slide with the lecture's own title needs no words.
    """
    everywhere = Counter(line for slide in deck.slides for line in dict.fromkeys(slide.text))
    found = []
    for slide, text in zip(deck.slides, texts, strict=True):
        said = _Said(_MARKS.sub(" ", text), language, aloud)
        lines = [line for line in slide.text if everywhere[line] < REPEATED and _says_something(line)]
        left = () if _is_title(deck, slide, said.silent) else tuple(line for line in lines if not said.holds(line))
        silent_text = bool(left) and len(left) == len(lines)
        silent_figure = bool(slide.figures) and not any(map(said.tells, slide.figures))
        if silent_text or silent_figure or left:
            found.append(Unspoken(slide.number, left, silent_text, silent_figure, silent=said.silent))
    return tuple(found)


def notices(found: Sequence[Unspoken]) -> Iterator[Notice]:
    """A warning for each slide with text or a figure of which nothing is spoken; single lines are none.

    Of a silent slide only its text is told: that nothing is said of its figure, its author knows.
    """
    for one in found:
        if one.text:
            yield Notice(
                "deck-unspoken-text",
                "Slide {slide}: nothing of its text is spoken («{line}»).",
                {"slide": one.slide, "line": max(one.lines, key=_letters)},  # no axis of a figure
            )
        if one.figures and not one.silent:
            yield Notice("deck-unspoken-figure", "Slide {slide}: nothing is said of its figure.", {"slide": one.slide})


class _Said:
    """What is said on one slide, to be searched for what stands there."""

    def __init__(self, said: str, language: str, aloud: Callable[[str], str]) -> None:
        self._aloud, self._language = aloud, language.split("-")[0]
        self._words = set(_words(said))
        self.silent = not self._words
        self._by_beginning: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_beginning[word[:SHORTEST]].append(word)
        self._numerals = self._numerals_in(self._words)
        self._initials = "".join(word[0] for word in _words(said))
        self._scripts = bool(_CYRILLIC.search(said)), bool(_LATIN.search(said))

    def holds(self, line: str) -> bool:
        """Whether something of a line is said."""
        if self.silent:
            return False
        if any(map(self._has, _telling(line))):
            return True
        if not _is_formula(line):
            if self._cannot_be_compared(line):
                return True
        else:
            known = OF_FORMULAS.get(self._language)
            if known is None or any(word.startswith(stem) for word in self._words for stem in known):
                return True
        read = self._aloud(unicodedata.normalize("NFKC", line))
        return any(map(self._has, _telling(read))) or bool(self._numerals & self._numerals_in(_words(read)))

    def tells(self, figure: str) -> bool:
        """Whether a figure, by its description, is spoken of or pointed at."""
        if self.silent:
            return False
        pointing = POINTING.get(self._language)
        if pointing is None or any(map(self._has, _telling(figure))):
            return True
        return any(word.startswith(stem) for word in self._words for stem in pointing)

    def _has(self, word: str) -> bool:
        folded = word.casefold()
        if folded in self._words:
            return True
        if len(folded) >= SHORTEST and any(_alike(folded, other) for other in self._by_beginning[folded[:SHORTEST]]):
            return True
        # «ДНК» is said where «дезоксирибонуклеиновая кислота» is, whose words begin with its letters.
        return len(word) > 2 and word.isupper() and folded in self._initials

    def _numerals_in(self, words: Iterable[str]) -> set[str]:
        known = NUMERALS.get(self._language)
        return {found.group() for word in words if (found := known.match(word))} if known else set()

    def _cannot_be_compared(self, line: str) -> bool:
        scripts = bool(_CYRILLIC.search(line)), bool(_LATIN.search(line))
        return any(scripts) and not any(here and there for here, there in zip(scripts, self._scripts, strict=True))


def _is_title(deck: Deck, slide: DeckSlide, silent: bool) -> bool:
    """Whether a slide shows the lecture's title and little else; a deck without a title has it on its first slide."""
    title, first = (deck.title or deck.slides[0].title).casefold(), slide is deck.slides[0]
    named = slide.title.casefold() == title if slide.title else first and silent
    return named and len(slide.text) <= TITLE_LINES and len(_words(" ".join(slide.text))) <= TITLE_WORDS


def _is_formula(line: str) -> bool:
    """Whether a line is a formula: signs of relation, and at most one word that is no name of a variable."""
    plain = unicodedata.normalize("NFKC", line)
    return bool(_FORMULA.search(plain)) and sum(len(word) > SHORTEST for word in _WORD.findall(plain)) <= 1


def _says_something(line: str) -> bool:
    return bool(_telling(line)) or _is_formula(line)


def _letters(line: str) -> int:
    return sum(letter.isalpha() for letter in line)


def _telling(text: str) -> list[str]:
    """Words and numbers that are long enough to be known again, and abbreviations."""
    return [
        word
        for word in _WORD.findall(unicodedata.normalize("NFKC", _plain(text)))
        if len(word) >= SHORTEST or (len(word) > 1 and (word.isdecimal() or word.isupper()))
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", _plain(text)).casefold())


def _plain(text: str) -> str:
    return _STRESS.sub("", text.replace("ё", "е").replace("Ё", "Е"))


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms of one."""
    same = max(SHORTEST, ceil(ALIKE * min(len(word), len(other))))
    return word[:same] == other[:same]
