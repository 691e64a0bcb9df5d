"""Spanish and Italian letters as mouth shapes: the spelling says nearly everything, and no vowel falls silent.

After Hualde, "The Sounds of Spanish" (2005), and Krämer, "The Phonology of Italian" (2009), as far as it can be seen on
a mouth. Letters come without their accents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from videolecture.speech.lips.shapes import Letter, Sound
from videolecture.types import VisemeName

Rules = tuple[tuple[re.Pattern[str], tuple[VisemeName, ...]], ...]

VOWELS: dict[str, VisemeName] = {"a": "aa", "e": "e", "i": "ih", "o": "oh", "u": "ou"}
STRESSED, UNKNOWN, GLIDE = 1.0, 0.7, 0.4  # how fully a vowel is formed; the spelling mostly hides which is stressed
CONSONANTS: dict[str, VisemeName] = {
    **dict.fromkeys("bpm", "pp"),
    **dict.fromkeys("fv", "ff"),
    **dict.fromkeys("td", "dd"),
    **dict.fromkeys("ckgq", "kk"),
    **dict.fromkeys("szx", "ss"),
    **dict.fromkeys("nl", "nn"),
    "r": "rr",
    "j": "ih",
    "y": "ih",
    "w": "ou",
}


def _rules(*rules: tuple[str, tuple[VisemeName, ...]]) -> Rules:
    return tuple((re.compile(pattern), shapes) for pattern, shapes in rules)


SPANISH = _rules(
    ("ch", ("ch",)),
    ("ll", ("ih",)),
    ("[qg]u(?=[ei])", ("kk",)),
    ("c(?=[ei])|z", ("th",)),
    ("j", ("kk",)),
    ("v", ("pp",)),  # as «b»
    ("x", ("kk", "ss")),
    ("h", ()),
)
ITALIAN = _rules(
    ("[cg]h", ("kk",)),
    ("sci(?=[aou])|sc(?=[ei])", ("ch",)),
    ("[cg]{1,2}i(?=[aou])|[cg]{1,2}(?=[ei])", ("ch",)),
    ("gli(?=[aeou])|gl(?=i)|gn", ("nn",)),
    ("h", ()),
)


def spanish(word: Sequence[Letter]) -> list[Sound]:
    """The mouth shapes of a Spanish word, letter group by letter group: their `letters` add up to the word's."""
    return _sounds(word, SPANISH)


def italian(word: Sequence[Letter]) -> list[Sound]:
    """The mouth shapes of an Italian word, letter group by letter group: their `letters` add up to the word's."""
    return _sounds(word, ITALIAN)


def _sounds(word: Sequence[Letter], rules: Rules) -> list[Sound]:
    text = "".join(letter.text for letter in word)
    found: list[Sound] = []
    at = 0
    while at < len(text):
        for pattern, shapes in rules:
            if group := pattern.match(text, at):
                found.append(Sound(len(group[0]), tuple((shape, 0.0) for shape in shapes)))
                break
        else:
            found.append(_letter(text, at, word[at].stressed))
        at += found[-1].letters
    return found


def _letter(text: str, at: int, stressed: bool) -> Sound:
    letter, following = text[at], text[at + 1 : at + 2]
    if letter in VOWELS:
        glides = letter in "iu" and bool(following) and following in VOWELS and not stressed
        return Sound(1, ((VOWELS[letter], STRESSED if stressed else GLIDE if glides else UNKNOWN),))
    if letter in CONSONANTS:
        return Sound(1, ((CONSONANTS[letter], 0.0),))
    return Sound(1, ())
