"""English letters as mouth shapes: letter-to-sound rules, good enough for a mouth, and a list of words that break them.

Rules are tried longest spelling first; each may look at what stands before and after it, in the manner of the NRL rules
(Elovitz et al. 1976, "Letter-to-sound rules for automatic translation of English text to phonetics").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from videolecture.speech.mouth import Letter, Sound
from videolecture.types import VisemeName

VOWEL, CONSONANT = "[aeiouy]", "[bcdfghjklmnpqrstvwxz]"
FULL, SECOND, PLAIN = 0.9, 0.6, 0.7  # a vowel, the second half of a diphthong, a consonant
MAGIC = rf"(?:{CONSONANT}|th|ch|st)e(?:[sd]?$|ly$|ment|less)"  # the silent e that makes the vowel before it long

RULES = Path(__file__).with_name("english_rules.txt")

WORDS = Path(__file__).with_name("english_words.txt")

VOWEL_SHAPES = {"aa", "e", "ih", "oh", "ou"}
SHAPES = frozenset(get_args(VisemeName))


def sounds(word: Sequence[Letter]) -> list[Sound]:
    """The mouth shapes of a word, letter group by letter group: their `letters` add up to the word's."""
    text = "".join(letter.text for letter in word)
    known = _words().get(text)
    if known is not None:
        return list(known)
    found: list[Sound] = []
    at = 0
    while at < len(text):
        spelling, shapes = next(  # a sign that no rule knows is silent
            (
                (rule.spelling, rule.shapes)
                for rule in _rules()
                if text.startswith(rule.spelling, at)
                and rule.before.search(text[:at])
                and rule.after.match(text, at + len(rule.spelling))
            ),
            (text[at], ()),
        )
        # A doubled consonant is said once.
        double = len(spelling) == 1 and spelling not in "aeiouyc" and text[at : at + 2] == spelling * 2
        found.append(_sound(len(spelling) + double, shapes))
        at += found[-1].letters
    return found


def _sound(letters: int, shapes: tuple[VisemeName, ...]) -> Sound:
    """Stress: full for the first vowel of a group, less for the second half of a diphthong."""
    vowels = [at for at, shape in enumerate(shapes) if shape in VOWEL_SHAPES]
    return Sound(
        letters,
        tuple(
            (shape, PLAIN if at not in vowels else FULL if at == vowels[0] else SECOND)
            for at, shape in enumerate(shapes)
        ),
    )


@dataclass(frozen=True)
class _Rule:
    spelling: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    shapes: tuple[VisemeName, ...]


@cache
def _rules() -> list[_Rule]:
    """Longest spelling first, in the table's order among equals."""
    rules = []
    for entry in _entries(RULES):
        spelling, before, after, shapes = entry.strip().split("|")
        rules.append(
            _Rule(spelling, re.compile(f"(?:{before})$"), re.compile(after.replace("MAGIC", MAGIC)), _shapes(shapes))
        )
    rules.sort(key=lambda rule: -len(rule.spelling))
    return rules


@cache
def _words() -> dict[str, tuple[Sound, ...]]:
    words = {}
    for entry in _entries(WORDS):
        word, _, groups = entry.partition(":")
        parts = [group.partition("=") for group in groups.split()]
        words[word.strip()] = tuple(
            _sound(len(letters), _shapes(shapes.replace(",", " "))) for letters, _, shapes in parts
        )
    return words


def _entries(table: Path) -> Iterator[str]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return (line for line in lines if not line.startswith("#"))


def _shapes(text: str) -> tuple[VisemeName, ...]:
    shapes = tuple(shape for shape in text.split() if shape != "-")
    assert SHAPES.issuperset(shapes), text  # noqa: S101 (the tables above are right, or nothing is)
    return cast("tuple[VisemeName, ...]", shapes)
