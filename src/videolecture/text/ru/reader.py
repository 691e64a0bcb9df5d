"""Russian text -> Russian words, rule after rule."""

from __future__ import annotations

import re

from videolecture.text.marked_letters import read_marked
from videolecture.text.ru.abbreviations import read_fixed
from videolecture.text.ru.acronyms import read_acronyms
from videolecture.text.ru.capitals import read_capitals
from videolecture.text.ru.clock import read_times
from videolecture.text.ru.dates import read_dates
from videolecture.text.ru.imprints import read_imprints
from videolecture.text.ru.latin import read_latin
from videolecture.text.ru.mathematics import VOCABULARY, read_mathematics
from videolecture.text.ru.money import read_money
from videolecture.text.ru.months import read_months
from videolecture.text.ru.numbered import read_numbered
from videolecture.text.ru.numbers import read_numbers
from videolecture.text.ru.ordinals import read_ordinals
from videolecture.text.ru.parts_of_time import read_parts_of_time
from videolecture.text.ru.phones import read_phones
from videolecture.text.ru.references import read_references
from videolecture.text.ru.roman import expand_centuries, read_roman
from videolecture.text.ru.shortened import has_short_forms, read_shortened
from videolecture.text.ru.signs import read_signs, read_signs_before
from videolecture.text.ru.units import read_alone, read_per
from videolecture.text.ru.web import read_web
from videolecture.text.ru.weekdays import read_weekdays
from videolecture.text.shares import read_shares

# In this order: what is more particular comes first, because it knows better what its digits mean.
RULES = (
    read_web,
    read_capitals,
    read_references,
    read_imprints,
    read_signs_before,
    read_per,
    read_mathematics,
    read_money,
    read_phones,
    read_parts_of_time,
    read_weekdays,
    read_months,
    read_shortened,
    expand_centuries,
    read_dates,
    read_times,
    read_numbered,
    read_roman,
    read_ordinals,
    read_numbers,
    read_alone,
    read_fixed,
    read_acronyms,
    read_latin,
    read_signs,
)


# Words and punctuation that no rule touches: most sentences of most lectures.
_PLAIN = re.compile(
    r"[«„“\"—– ]*+[А-ЯЁ]?"
    r"(?:[а-яё\u0301]++|[ ,;:!?«»„“\"—–…]++(?:[А-ЯЁ](?=[а-яё]))?|(?<=[а-яё])-(?=[а-яё]{2}))*+[.!?…]*+[»“\"]*+"
)
_CONSONANTS = re.compile(r"(?<![а-яё])[бвгджзйклмнпрстфхцчшщ]{2,}(?![а-яё])")  # «млн», «кг»: no words


def read_russian(text: str) -> str:
    """The sentence in words. What no rule knows stays as it is: the alphabet reports it."""
    if _PLAIN.fullmatch(text) and not _CONSONANTS.search(text) and not has_short_forms(text):
        return text
    text = read_shares(read_marked(text, VOCABULARY))
    for rule in RULES:
        text = rule(text)
    return text
