"""English letters as mouth shapes: a pronouncing dictionary, and letter-to-sound rules for the words that it lacks.

Where the dictionary is not installed the rules say everything, with a list of words that break them. They are tried
longest spelling first; each may look at what stands before and after it, in the manner of the NRL rules
(Elovitz et al. 1976, "Letter-to-sound rules for automatic translation of English text to phonetics").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from videolecture.speech.lips.pronunciation import Phones, phones_by_letter, pronunciation
from videolecture.speech.lips.shapes import Letter, Sound
from videolecture.types import VisemeName

VOWEL, CONSONANT = "[aeiouy]", "[bcdfghjklmnpqrstvwxz]"
FULL, SECOND, PLAIN = 0.9, 0.6, 0.7  # how fully a shape is formed: a vowel, a diphthong's second half, a consonant
MAGIC = rf"(?:{CONSONANT}|th|ch|st)e(?:[sd]?$|ly$|ment|less)"  # the silent e that makes the vowel before it long

RULES = Path(__file__).with_name("english_rules.txt")

WORDS = Path(__file__).with_name("english_words.txt")

# The phones of the dictionary as shapes.
PHONES: dict[str, tuple[VisemeName, ...]] = {
    **dict.fromkeys(("AA", "AE", "AH"), ("aa",)),
    **dict.fromkeys(("B", "M", "P"), ("pp",)),
    **dict.fromkeys(("CH", "JH", "SH", "ZH"), ("ch",)),
    **dict.fromkeys(("D", "T"), ("dd",)),
    **dict.fromkeys(("DH", "TH"), ("th",)),
    **dict.fromkeys(("F", "V"), ("ff",)),
    **dict.fromkeys(("G", "K"), ("kk",)),
    **dict.fromkeys(("IH", "IY", "Y"), ("ih",)),
    **dict.fromkeys(("L", "N", "NG"), ("nn",)),
    **dict.fromkeys(("S", "Z"), ("ss",)),
    **dict.fromkeys(("UH", "UW", "W"), ("ou",)),
    "AO": ("oh",),
    "AW": ("aa", "ou"),
    "AY": ("aa", "ih"),
    "EH": ("e",),
    "ER": ("e", "rr"),
    "EY": ("e", "ih"),
    "HH": (),  # the mouth is where the next vowel wants it
    "OW": ("oh", "ou"),
    "OY": ("oh", "ih"),
    "R": ("rr",),
}
# How fully a vowel is formed by its stress in the dictionary, and the vowels of words that hardly ever have any.
STRESSES = {"1": FULL, "2": 0.75, "0": 0.4}
_WEAK = """
a am an and are as at be been but by can could do does for from had has have he her him his if in is it its of on or
shall she should some than that the their them there these they this to us was we were will with would you your
"""
WEAK_WORDS = frozenset(_WEAK.split())

VOWEL_SHAPES = {"aa", "e", "ih", "oh", "ou"}
SHAPES = frozenset(get_args(VisemeName))


def sounds(word: Sequence[Letter]) -> list[Sound]:
    """The mouth shapes of a word, letter group by letter group: their `letters` add up to the word's."""
    text = "".join(letter.text for letter in word)
    if phones := pronunciation(text):
        return [_letter_sound(said, text in WEAK_WORDS) for said in phones_by_letter(text, phones)]
    return by_rules(text)


def _letter_sound(phones: Phones, weak: bool) -> Sound:
    """One letter, saying these phones."""
    shapes: list[tuple[VisemeName, float]] = []
    for phone in phones:
        full = PLAIN if not phone[-1].isdigit() else STRESSES["0"] if weak else STRESSES[phone[-1]]
        names = PHONES[phone.rstrip("012")]
        shapes += [(name, full if at == 0 else min(full, SECOND)) for at, name in enumerate(names)]
    return Sound(1, tuple(shapes))


def by_rules(text: str) -> list[Sound]:
    """The mouth shapes of a lower-case word by its spelling alone."""
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
