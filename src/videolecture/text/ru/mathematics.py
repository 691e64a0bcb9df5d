"""Formulas in Russian: the names of letters and powers, and the rules for the text around them."""

from __future__ import annotations

import re

from videolecture.text.chemistry import read_chemistry
from videolecture.text.formulas import Vocabulary
from videolecture.text.formulas_found import read_formulas, read_inline
from videolecture.text.ru.numerals import cardinal, ordinal
from videolecture.text.tables import table


def _variable(letter: str) -> str:
    if letter.isascii() and letter.isalpha():
        return str(table("ru_latin")["variables"][letter.lower()])
    return str(table("ru_acronyms")["names"].get(letter.lower(), letter))


def _power(base: str, exponent: int) -> str:
    if abs(exponent) > 100:
        return f"{base} в степени {cardinal(exponent)}"
    minus = "минус " if exponent < 0 else ""
    return f"{base} в {minus}{ordinal(abs(exponent), 'loct', 'femn')} степени"


_WHEN = re.compile(r"(\b[Пп]ри \w+(?: \w+)?) стремится к")
VOCABULARY = Vocabulary("formulas_ru", _variable, _power)


def read_mathematics(text: str) -> str:
    """Formulas and chemical formulas in words; their numbers stay digits."""
    text = read_formulas(text, VOCABULARY)
    text = read_chemistry(text, table("formulas_ru")["elements"], lambda s: " ".join(map(_variable, s)), cardinal)
    text = read_inline(text, VOCABULARY)
    return _WHEN.sub(r"\1, стремящемся к", text)
