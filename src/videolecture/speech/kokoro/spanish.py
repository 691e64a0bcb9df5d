"""Spanish words as Kokoro reads them: by rule, as the spelling says nearly everything.

Castilian: «c» before «e» and «z» are θ. Stress and syllables follow the Academy's Ortografía (2010); the sounds are
those of Hualde, "The Sounds of Spanish" (2005), in the signs that the model was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from videolecture.speech.kokoro import by_rule

LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúüñ"
_STRONG, _WEAK, _ACUTE = "aeoáéíóú", "iuü", "áéíóú"
_PLAIN = str.maketrans("áéíóúü", "aeiouu")
_WITHOUT_STRESS = """
el la los las lo un al del de en a y e o u que con por para sin su sus mi mis tu tus se le les me te nos os si como
pero porque cuando donde
"""
_UNSTRESSED = frozenset(_WITHOUT_STRESS.split())
# Two vowels that the model knows as one sign or writes with a glide.
_FALLING = {"ai": "I", "au": "W", "ei": "A", "oi": "oɪ", "eu": "eʊ", "ou": "O"}
# Spelling, longest first, at a place: what stands before, the letters, what follows; their symbols.
_RULES = by_rule.rules(
    (r"ch", "ʧ"),
    (r"ll", "ʎ"),
    (r"rr", "r"),
    (r"qu(?=[eiéí])", "k"),
    (r"gu(?=[eiéí])", "ɡ"),
    (r"c(?=[eiéí])", "θ"),
    (r"g(?=[eiéí])|j", "x"),
    (r"(?<![a-zñ])ps", "s"),
    (r"(?<![a-zñ])x", "s"),
    (r"(?<![a-zñáéíóúü])[bv]|(?<=[mn])[bv]", "b"),
    (r"[bv]", "β"),
    (r"(?<![a-zñáéíóúü])d|(?<=[nl])d", "d"),
    (r"d", "ð"),
    (r"(?<![a-zñáéíóúü])g|(?<=n)g", "ɡ"),
    (r"g", "ɣ"),
    (r"(?<![a-zñáéíóúü])r|(?<=[nls])r", "r"),
    (r"r", "ɾ"),
    (r"n(?=[gkqj]|c[^eiéíh])", "ŋ"),
    (r"n(?=[pbvm])", "m"),
    (r"s(?=[bvdglmnr])", "z"),
    (r"[cqk]", "k"),
    (r"h", ""),
    (r"ñ", "ɲ"),
    (r"x", "ks"),
    (r"y", "ʝ"),
    (r"z", "θ"),
    (r"[flmnpstw]", ""),  # itself
)


def sounds(word: str, before: str, following: str) -> list[tuple[int, str]]:  # noqa: ARG001 (words stand by themselves)
    """The symbols of a word of LETTERS by the places of its letters, in order."""
    return list(by_rule.sounds_of(word, _said))


def _said(word: str) -> Iterator[tuple[int, str]]:
    spelled = re.sub(r"y(?![aeiouáéíóú])", "i", word)  # «muy», «y»
    silent = {at + 1 for at in range(len(word)) if re.match(r"[gq]u[eiéí]", spelled[at:])}
    nuclei = _nuclei(spelled, silent)
    stressed = -1 if word in _UNSTRESSED else _stressed(word, spelled, [centre for _, centre, _ in nuclei])
    at = 0
    while at < len(spelled):
        group = next((one for one in nuclei if one[0] == at), None)
        if group:
            yield from _vowels(spelled, *group, stressed)
            at = group[2]
            continue
        symbols, end = by_rule.consonant(_RULES, spelled, at)
        yield at, symbols
        at = end


def _nuclei(word: str, silent: set[int]) -> list[tuple[int, int, int]]:
    """The groups of vowels that are one syllable's: first, centre, end."""
    groups: list[tuple[int, int, int]] = []
    for at, letter in enumerate(word):
        if letter not in _STRONG + _WEAK or at in silent:
            continue
        if groups and groups[-1][2] == at:
            first, centre, end = groups[-1]
            if letter in _WEAK and word[centre] in "aeoáéó" and end == centre + 1:  # falling
                groups[-1] = first, centre, at + 1
                continue
            if word[at - 1] in _WEAK and centre == at - 1:  # rising, or two weak ones: the second is the centre
                groups[-1] = first, at, at + 1
                continue
        groups.append((at, at, at + 1))
    return groups


def _stressed(word: str, spelled: str, centres: list[int]) -> int:
    """The place of the stressed vowel; -1 in a word without vowels."""
    marked = next((at for at, letter in enumerate(spelled) if letter in _ACUTE), None)
    if marked is not None or not centres:
        return -1 if marked is None else marked
    if len(centres) > 1 and (word[-1] in "aeiouns"):
        return centres[-2]
    return centres[-1]


def _vowels(word: str, first: int, centre: int, end: int, stressed: int) -> Iterator[tuple[int, str]]:
    for at in range(first, centre):
        yield at, "j" if word[at] == "i" else "w"
    mark = "ˈ" if centre == stressed else ""
    plain = word[centre:end].translate(_PLAIN)
    yield centre, mark + _FALLING.get(plain, plain)
