"""Mouth shapes from a speech's marks: what the face animates."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from videolecture.speech.lips import english, romance, russian
from videolecture.speech.lips.shapes import Letter, Sound
from videolecture.speech.timing.marks import STRESS
from videolecture.types import Mark, Viseme, VisemeName

LATIN: dict[str, Callable[[Sequence[Letter]], list[Sound]]] = {
    "en": english.sounds,
    "es": romance.spanish,
    "it": romance.italian,
}
RULES = {"ru": russian.sounds, **LATIN}
# Of languages whose rules have changed: raised when their letters give other shapes, part of their speeches' keys.
BEHAVIOUR = {"es": 1, "it": 1}
REST = 0.12  # seconds: the mouth does not come to rest in a shorter gap between words
SHORTEST = 0.02  # seconds of a shape; shorter ones could not be seen at 25 frames per second
VOWELS = "aeiouyаеёиоуыэюя"
VOWEL_WEIGHT = 1.5  # a vowel's length against a consonant's, where only words are timed
FIRST_HALF = 0.6  # of a diphthong's time belongs to its first shape


def visemes(marks: Sequence[Mark], language: str) -> tuple[Viseme, ...]:
    """The mouth shapes of a speech, without gaps or overlaps from 0 to the end of the last mark.

    From letters where the engine timed them, else from words whose time is shared out among their letters. Languages
    without rules of their own are read as English; a word's own alphabet decides first.
    """
    shapes: list[Viseme] = []
    for word in _words(marks):
        end = shapes[-1].end if shapes else 0.0
        if word[0].start - end >= REST or not shapes:
            shapes.append(Viseme("sil", end, max(end, word[0].start), 0.0))
        else:
            shapes[-1] = _until(shapes[-1], word[0].start)
        timed = _timed(word, _rules(word, language)(word))
        shapes += timed
        if not timed:  # a word that cannot be seen
            shapes[-1] = _until(shapes[-1], word[-1].end)
    return tuple(_tidy(shapes))


def are_letters(marks: Sequence[Mark]) -> bool:
    """Whether the marks are mostly of words in Latin or Cyrillic letters, whose mouth shapes are known."""
    signs = [sign for mark in marks if mark.kind == "word" for sign in mark.text if sign.isalpha()]
    known = sum(unicodedata.name(sign, "").startswith(("LATIN", "CYRILLIC")) for sign in signs)
    return bool(signs) and 2 * known >= len(signs)


def _rules(word: Sequence[Letter], language: str) -> Callable[[Sequence[Letter]], list[Sound]]:
    if any("а" <= letter.text <= "я" or letter.text == "ё" for letter in word):
        return RULES["ru"]
    if any("a" <= letter.text <= "z" for letter in word):
        return LATIN.get(language, LATIN["en"])
    return RULES.get(language, LATIN["en"])


def _words(marks: Sequence[Mark]) -> Iterator[list[Letter]]:
    """The letters of each word, with their times."""
    letters = [mark for mark in marks if mark.kind == "letter"]
    for word in (mark for mark in marks if mark.kind == "word"):
        own = [mark for mark in letters if word.start - 1e-6 <= mark.start and mark.end <= word.end + 1e-6]
        found = [_letter(mark) for mark in own] if own else _shared(word)
        if found:
            yield found


def _letter(mark: Mark) -> Letter:
    return Letter(_plain(mark.text.replace(STRESS, "").lower()), STRESS in mark.text, mark.start, mark.end)


def _plain(letter: str) -> str:
    """A Latin letter without its diacritics: «é» looks like «e». Others as they are."""
    bare = unicodedata.normalize("NFD", letter)[:1]
    return bare if "a" <= bare <= "z" else letter


def _shared(word: Mark) -> list[Letter]:
    """A word's letters when only the word is timed: vowels get more of it."""
    signs: list[list[str]] = []
    for character in word.text.lower():
        if character == STRESS and signs:
            signs[-1].append(character)
        elif character.isalpha():
            signs.append([_plain(character)])
    weights = [VOWEL_WEIGHT if sign[0] in VOWELS else 1.0 for sign in signs]
    letters, time = [], word.start
    for sign, weight in zip(signs, weights, strict=True):
        end = time + (word.end - word.start) * weight / sum(weights)
        letters.append(Letter(sign[0], STRESS in sign, time, end))
        time = end
    return letters


def _timed(word: Sequence[Letter], sounds: Sequence[Sound]) -> list[Viseme]:
    """Shapes over the time of their letters. Silent ones lengthen what is before them; at the start, what follows."""
    timed: list[Viseme] = []
    at, start = 0, word[0].start
    for sound in sounds:
        at += sound.letters
        end = word[min(at, len(word)) - 1].end
        if not sound.shapes:
            if timed:
                timed[-1] = _until(timed[-1], end)
                start = end
            continue
        shares = (FIRST_HALF, 1 - FIRST_HALF) if len(sound.shapes) == 2 else [1 / len(sound.shapes)] * len(sound.shapes)
        length = end - start
        for (shape, stress), share in zip(sound.shapes, shares, strict=True):
            timed.append(Viseme(shape, start, start + length * share, stress))
            start = timed[-1].end
        timed[-1] = _until(timed[-1], end)
        start = end
    return timed


def _until(viseme: Viseme, end: float) -> Viseme:
    return Viseme(viseme.name, viseme.start, max(viseme.start, end), viseme.stress)


def _tidy(shapes: Sequence[Viseme]) -> Iterator[Viseme]:
    """Like neighbours joined, shapes of no length left out (closed lips always stay: they are what is seen most)."""
    previous: Viseme | None = None
    for shape in shapes:
        if previous is None:
            previous = shape
        elif shape.name == previous.name:
            previous = Viseme(previous.name, previous.start, shape.end, max(previous.stress, shape.stress))
        elif shape.end - shape.start < SHORTEST and shape.name not in CLOSED:
            previous = _until(previous, shape.end)
        else:
            yield previous
            previous = Viseme(shape.name, previous.end, shape.end, shape.stress)
    if previous is not None:
        yield previous


CLOSED: tuple[VisemeName, ...] = ("pp",)
