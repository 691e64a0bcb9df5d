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


_NAME = r"[A-Z]{2,4}(?![A-Za-z₀-₉])"
# «треугольник ABC», «стороны AB и BC», «∠ABC», «AB ⊥ CD»: the names of points, not of anything English.
_FIGURES = re.compile(
    r"(?:\b(?i:уг(?:ол|л)|треугольник|отрез|прям(?:ая|ой|ую|ые|ых|ым)|луч|дуг|сторон|медиан|биссектрис|высот|вектор|хорд"
    r"|диагонал|[а-яё]*угольник|параллелограмм|трапеци|ромб|квадрат|плоскост|пирамид|призм|тетраэдр|основани|катет"
    rf"|гипотенуз|р[её]бр)[а-яё]*\s+(?={_NAME})|[∠△⊥∥]\s?(?={_NAME})|\b(?={_NAME}\s*[⊥∥]))"
    rf"{_NAME}(?:\s*(?:,|и|или|=|⊥|∥)\s*∠?{_NAME})*"
)


def _figures(text: str) -> str:
    """All such names of a sentence that has one for certain."""
    if not _FIGURES.search(text):
        return text
    text = _FIGURES.sub(lambda m: _NAMES.sub(_letters, m.group()), text)
    return _NAMES.sub(lambda m: _letters(m) if set(m.group()) <= _POINTS else m.group(), text)


_NAMES = re.compile(r"(?<![A-Za-z])[A-Z]{2,4}(?![A-Za-z₀-₉])")
_POINTS = frozenset("ABCDEFGHKLMNOP")


def _letters(match: re.Match[str]) -> str:
    return " ".join(map(_variable, match.group()))


def read_mathematics(text: str) -> str:
    """Formulas and chemical formulas in words; their numbers stay digits."""
    text = _figures(text)
    text = read_formulas(text, VOCABULARY)
    text = read_chemistry(text, _chemistry(), lambda between: read_inline(between, VOCABULARY))
    text = _WHEN.sub(r"\1, стремящемся к", text)
    return _INFINITE.sub(r"\1бесконечности", text)
