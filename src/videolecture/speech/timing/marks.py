"""Timed letters and words from the durations of the symbols that a model has spoken."""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.types import Mark

STRESS = "\u0301"  # after the letter of a stressed vowel
BEFORE_STRESSED = "+"
INSIDE_WORDS = "'-"  # belong to the word when letters stand on both sides


def letters_and_words(symbols: Sequence[str], durations: Sequence[float]) -> tuple[Mark, ...]:
    """Marks of kind "letter" and "word", in the order of their starts, a word before its letters.

    `durations` in seconds, one for each symbol. A stressed vowel's letter carries U+0301, and the time of the `+`
    before it.
    """
    marks: list[Mark] = []
    word: list[Mark] = []
    inside: list[str] = []  # the word's signs, hyphens and apostrophes included
    time, carried, stress = 0.0, 0.0, ""
    for index, (symbol, duration) in enumerate(zip(symbols, durations, strict=True)):
        if symbol == BEFORE_STRESSED:
            carried, stress = duration, STRESS
            continue
        end = time + carried + duration
        if symbol.isalpha():
            word.append(Mark("letter", symbol + stress, time, end))
            inside.append(symbol)
        elif word and symbol in INSIDE_WORDS and _letter_follows(symbols, index):
            inside.append(symbol)
        else:
            marks += _word(word, inside)
            word, inside = [], []
        time, carried, stress = end, 0.0, ""
    return tuple(marks + _word(word, inside))


def _letter_follows(symbols: Sequence[str], index: int) -> bool:
    following = next((symbol for symbol in symbols[index + 1 :] if symbol != BEFORE_STRESSED), "")
    return following.isalpha()


def _word(letters: list[Mark], signs: list[str]) -> list[Mark]:
    return [Mark("word", "".join(signs), letters[0].start, letters[-1].end), *letters] if letters else []
