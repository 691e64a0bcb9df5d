"""Russian letters as mouth shapes: soft and hard signs, reduction of unstressed vowels, consonants that fall silent.

After Аванесов, «Русское литературное произношение» (1984), as far as it can be seen on a mouth: voicing cannot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from videolecture.speech.lips.shapes import Letter, Sound
from videolecture.types import VisemeName

VOWELS = "аеёиоуыэюя"
SIGNS = "ьъ"
CONSONANTS: dict[str, VisemeName] = {
    **dict.fromkeys("пбм", "pp"),
    **dict.fromkeys("фв", "ff"),
    **dict.fromkeys("тд", "dd"),
    **dict.fromkeys("кгх", "kk"),
    **dict.fromkeys("шжщч", "ch"),
    **dict.fromkeys("сзц", "ss"),
    **dict.fromkeys("нл", "nn"),
    "р": "rr",
    "й": "ih",
}
STRESSED: dict[str, VisemeName] = {
    "а": "aa",
    "я": "aa",
    "о": "oh",
    "ё": "oh",
    "у": "ou",
    "ю": "ou",
    "э": "e",
    "е": "e",
    "и": "ih",
    "ы": "ih",
}
# Unstressed о sounds as а, unstressed е and я as и.
REDUCED: dict[str, VisemeName] = {**STRESSED, "о": "aa", "е": "ih", "э": "ih", "я": "ih"}
GLIDING = "еёюя"  # begin with й after a vowel, a sign or nothing
PRETONIC, WEAK, UNKNOWN, GLIDE = 0.6, 0.35, 0.7, 0.4  # how fully a vowel is formed; stressed is 1.0

# Groups whose first letters cannot be heard, and those that sound as one.
GROUPS: tuple[tuple[str, tuple[VisemeName, ...]], ...] = (
    ("вств", ("ss", "dd", "ff")),
    ("стн", ("ss", "nn")),
    ("здн", ("ss", "nn")),
    ("стл", ("ss", "nn")),
    ("лнц", ("nn", "ss")),
    ("рдц", ("rr", "ss")),
    ("тьс", ("ss",)),
    ("тс", ("ss",)),
    ("дс", ("ss",)),
    ("сч", ("ch",)),
    ("зч", ("ch",)),
    ("жч", ("ch",)),
    ("сш", ("ch",)),
    ("зш", ("ch",)),
    ("зж", ("ch",)),
    ("тч", ("ch",)),
    ("дч", ("ch",)),
)
GENITIVE = re.compile(r"(?:^|[оеё])(г)о(?:ся)?$")  # -ого, -его: г sounds as в
HARD_G = {
    "много",
    "немного",
    "намного",
    "дорого",
    "недорого",
    "строго",
    "нестрого",
    "убого",
    "полого",
    "отлого",
    "лого",
}


def sounds(word: Sequence[Letter]) -> list[Sound]:
    """The mouth shapes of a word, letter group by letter group: their `letters` add up to the word's."""
    text = "".join(letter.text for letter in word)
    stress = _stress(word)
    spoken_v = _genitive_g(text)
    found: list[Sound] = []
    at = 0
    while at < len(text):
        group = next((group for group in GROUPS if text.startswith(group[0], at)), None)
        letter = text[at]
        if group:
            found.append(Sound(len(group[0]), tuple((shape, UNKNOWN) for shape in group[1])))
        elif letter in VOWELS:
            found.append(Sound(1, _vowel(text, at, stress)))
        elif letter in SIGNS or letter not in CONSONANTS:
            found.append(Sound(1, ()))
        else:
            # A doubled consonant is one long one.
            length = 2 if text[at : at + 2] == letter * 2 else 1
            found.append(Sound(length, (("ff" if at == spoken_v else CONSONANTS[letter], UNKNOWN),)))
        at += found[-1].letters
    return found


def _vowel(text: str, at: int, stress: int | None) -> tuple[tuple[VisemeName, float], ...]:
    letter = text[at]
    if stress is None:
        shape, fullness = STRESSED[letter], UNKNOWN
    elif at == stress:
        shape, fullness = STRESSED[letter], 1.0
    else:
        final_ya = letter == "я" and at == len(text) - 1  # «время»: a weak а
        shape = "aa" if final_ya else REDUCED[letter]
        pretonic = at < stress and not any(sign in VOWELS for sign in text[at + 1 : stress])
        fullness = PRETONIC if pretonic or at == 0 else WEAK
    glides = letter in GLIDING and (at == 0 or text[at - 1] in VOWELS + SIGNS)
    return (("ih", GLIDE), (shape, fullness)) if glides else ((shape, fullness),)


def _stress(word: Sequence[Letter]) -> int | None:
    """Where the stressed vowel is; ё and an only vowel need no mark; None if it cannot be told."""
    marked = [at for at, letter in enumerate(word) if letter.stressed]
    marked = marked or [at for at, letter in enumerate(word) if letter.text == "ё"]
    vowels = [at for at, letter in enumerate(word) if letter.text in VOWELS]
    marked = marked or (vowels if len(vowels) == 1 else [])
    return marked[0] if marked else None


def _genitive_g(text: str) -> int:
    found = None if text in HARD_G else GENITIVE.search(text)
    return found.start(1) if found else -1
