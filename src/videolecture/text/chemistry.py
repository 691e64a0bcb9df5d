"""Chemical formulas: «H₂O», «CO2», «NaCl»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from videolecture.text.tables import words

_CHEMICAL = re.compile(r"(?<![\w])(?:\d{0,2}(?:[A-Z][a-z]?|\([A-Z][A-Za-z\d₀-₉]*\))[\d₀-₉]*){1,8}(?![\w])")
_PIECE = re.compile(r"([A-Z][a-z]?)|([\d₀-₉]+)|([()])")


def read_chemistry(
    text: str, elements: dict[str, str], spell: Callable[[str], str], count: Callable[[int], str]
) -> str:
    """«H₂O», «CO2», «NaCl» in words; `elements` says symbols, `spell` those that are not there, `count` numbers."""

    def say(match: re.Match[str]) -> str:
        written = match.group()
        symbols = re.findall(r"[A-Z][a-z]?", written)
        if not all(symbol in words("formulas_chemistry", "symbols") for symbol in symbols):
            return written
        digits = re.search(r"[\d₀-₉]", written)
        simple = len(symbols) == 1 and re.fullmatch(r"(?:[HONF]|Cl|Br)[2₂]|O[3₃]", written)
        subscript = re.search(r"[₀-₉]", written)
        several = len(symbols) > 1 and (digits or any(len(s) == 2 for s in symbols))
        unclear = several and not digits and written not in words("formulas_chemistry", "plain")
        if not (simple or subscript or several) or unclear:
            return written
        if several and not subscript and len(set(symbols)) == 1:
            return written
        said = []
        for symbol, number, _ in _PIECE.findall(written):
            if symbol:
                said.append(elements.get(symbol) or spell(symbol))
            elif number:
                said.append(count(int(unicodedata.normalize("NFKC", number))))
        return " ".join(said)

    return _CHEMICAL.sub(say, text)
