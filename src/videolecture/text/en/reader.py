"""English text -> English words, rule after rule."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.chemistry import Chemistry, read_chemistry
from videolecture.text.en.arithmetic import read_arithmetic
from videolecture.text.en.capitals import read_capitals
from videolecture.text.en.codes import read_codes
from videolecture.text.en.compass import read_compass
from videolecture.text.en.dates import read_dates
from videolecture.text.en.days import read_days
from videolecture.text.en.lengths import read_lengths
from videolecture.text.en.money import read_money
from videolecture.text.en.numbers import read_before, read_numbers
from videolecture.text.en.numerals import cardinal, ordinal
from videolecture.text.en.people import read_people
from videolecture.text.en.references import read_references
from videolecture.text.en.spans import read_spans
from videolecture.text.en.states import read_states
from videolecture.text.en.words import read_abbreviations, read_acronyms, read_addresses, read_roman, read_signs
from videolecture.text.formulas import Vocabulary
from videolecture.text.formulas_found import read_formulas, read_inline
from videolecture.text.marked_letters import read_marked
from videolecture.text.shares import read_shares
from videolecture.text.tables import table


def _power(base: str, exponent: int) -> str:
    if abs(exponent) > 100 or exponent < 0:
        return f"{base} to the power of {cardinal(exponent)}"
    return f"{base} to the {ordinal(exponent)} power"


VOCABULARY = Vocabulary("formulas_en", lambda letter: letter.lower(), _power)


# «for every x greater than zero», not «is greater».
_CHAINED = re.compile(
    r"(?P<first>\b(?:less|greater) than (?:or equal to )?"
    r"(?:(?!\b(?:until|if|when|and|or|while|then|for)\b)[^.,;:!?]){1,24}?) is (?=(?:less|greater) than\b)"
)  # «0 < x < 2»
_QUANTIFIED = re.compile(r"(\b(?:for all|there exists) \w+) is (?=greater|less|in\b)")


@cache
def _chemistry() -> Chemistry:
    return Chemistry(
        elements={},
        spell=lambda symbol: " ".join(symbol.lower()),
        count=cardinal,
        isotopes=table("formulas_en")["isotopes"],
        yields="yields",
        charges={"+": "plus", "-": "minus"},
    )


def read_mathematics(text: str) -> str:
    """Formulas and chemical formulas in words; their numbers stay digits."""
    text = read_formulas(text, VOCABULARY)
    text = read_chemistry(text, _chemistry(), lambda between: read_inline(between, VOCABULARY))
    text = _CHAINED.sub(r"\g<first>, which is ", text)
    return _QUANTIFIED.sub(r"\1 ", text)


_FOREIGN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d", "ı": "i"}
)


def read_foreign(text: str) -> str:
    """Letters with diacritics without them, Cyrillic ones in Latin."""
    if text.isascii():
        return text
    text = "".join(_cyrillic().get(c, c) for c in text.translate(_FOREIGN))
    return "".join(_bare(c) for c in text)


def _bare(character: str) -> str:
    """A Latin letter without its diacritics; anything else as it is, so that it is reported."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() and base.isalpha() else character


@cache
def _cyrillic() -> dict[str, str]:
    rows: dict[str, str] = table("en_words")["cyrillic"]
    return rows | {letter.upper(): said.capitalize() for letter, said in rows.items()}


# In this order: what is more particular comes first, because it knows better what its digits mean.
RULES = (
    read_codes,
    read_addresses,
    read_capitals,
    read_compass,
    read_states,
    read_people,
    read_references,
    read_arithmetic,
    read_spans,
    read_lengths,
    read_before,
    read_mathematics,
    read_money,
    read_days,
    read_dates,
    read_roman,
    read_abbreviations,
    read_numbers,
    read_acronyms,
    read_signs,
    read_foreign,
)


# An en dash before a number, where nothing stands that it could span from: «to –130 °F», «(–90 °C)».
_MINUS = re.compile(r"(?:(?<=[^\W\d_]\s)|(?<=[(\[=<>≤≥≈,;:]\s)|(?<=[(\[=<>≤≥≈])|^)–(?=\d)")


def read_english(text: str) -> str:
    """The sentence in words. What no rule knows stays as it is: the alphabet reports it."""
    text = re.sub(r"[\u00a0\u202f\u2009]", " ", text)
    text = _MINUS.sub("−", text)
    text = read_shares(read_marked(text, VOCABULARY))
    for rule in RULES:
        text = rule(text)
    return text
