"""Formulas in Russian: the names of letters and powers, and the rules for the text around them."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.chemistry import Chemistry, read_chemistry
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
_INFINITE = re.compile(r"(\b(?:к|до|от|равн\w+)\s+(?:плюс\s+|минус\s+)?)бесконечность\b")
VOCABULARY = Vocabulary("formulas_ru", _variable, _power)


@cache
def _chemistry() -> Chemistry:
    return Chemistry(
        elements=table("formulas_ru")["elements"],
        spell=lambda symbol: " ".join(map(_variable, symbol)),
        count=cardinal,
        isotopes=table("formulas_ru")["isotopes"],
        yields="даёт",
        charges={"+": "плюс", "-": "минус"},
    )


def read_mathematics(text: str) -> str:
    """Formulas and chemical formulas in words; their numbers stay digits."""
    text = read_formulas(text, VOCABULARY)
    text = read_chemistry(text, _chemistry(), lambda between: read_inline(between, VOCABULARY))
    text = _WHEN.sub(r"\1, стремящемся к", text)
    return _INFINITE.sub(r"\1бесконечности", text)
