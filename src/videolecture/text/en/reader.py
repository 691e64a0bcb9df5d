"""English text -> English words, rule after rule."""

from __future__ import annotations

import re

from num2words import num2words

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")


def read_english(text: str) -> str:
    """The sentence in words. What no rule knows stays as it is: the alphabet reports it."""
    return _NUMBER.sub(lambda m: str(num2words(int(m.group().replace(",", "")))).replace(",", ""), text)
