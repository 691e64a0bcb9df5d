"""Chemical formulas: «H₂O», «CO2», «NaCl», ions «Ca²⁺», isotopes «¹⁴C», equations «2H₂ + O₂ → 2H₂O»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from videolecture.text.tables import words

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CHEMICAL = re.compile(
    rf"(?<![\w{_RAISED}])(?P<mass>[{_RAISED}]+[₀-₉]*)?(?P<formula>(?:\d{{0,2}}(?:[A-Z][a-z]?|\([A-Z][A-Za-z\d₀-₉]*\))[\d₀-₉]*){{1,8}})"
    rf"(?P<charge>[{_RAISED}]*[⁺⁻]|[+-](?=[,;.)]|\s?$|\s(?:и|and|or|или)\s))?(?![\w{_RAISED}⁺⁻])"
)
_PIECE = re.compile(r"([A-Z][a-z]?)|([\d₀-₉]+)|([()])")
_HELD = 0xF0000  # private characters stand for formulas while the text around them is read
_ARROW = re.compile(r"(?<=[\U000F0000-\U000F0FFF])\s*(?:→|⟶|⇌|⇄|->|-->|=)\s*(?=[\U000F0000-\U000F0FFF])")
_ONE = re.compile(r"[\U000F0000-\U000F0FFF]")


@dataclass(frozen=True)
class Chemistry:
    """A language's words."""

    elements: dict[str, str]  # symbol -> how it is said in a formula
    spell: Callable[[str], str]  # a symbol that is not there
    count: Callable[[int], str]
    isotopes: dict[str, str]  # symbol -> the element's name, said before a mass number
    yields: str  # the arrow of a reaction
    charges: dict[str, str]  # the words for + and -


def read_chemistry(text: str, chemistry: Chemistry, around: Callable[[str], str]) -> str:
    """The text with its chemical formulas in words; `around` reads what stands between them."""
    if _ONE.search(text):  # these characters are in the text already: they are reported, nothing is held
        return around(text)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        said = _said(match, chemistry)
        if said is None or len(held) > 0xFFF:
            return match.group()
        held.append(said)
        return chr(_HELD + len(held) - 1)

    text = around(_ARROW.sub(f" {chemistry.yields} ", _CHEMICAL.sub(hold, text)))
    return _ONE.sub(lambda m: held[ord(m.group()) - _HELD], text)


def _said(match: re.Match[str], chemistry: Chemistry) -> str | None:
    """The formula in words; None for what is none."""
    written, mass, charge = match.group("formula"), match.group("mass"), match.group("charge")
    symbols = re.findall(r"[A-Z][a-z]?", written)
    if not all(symbol in words("formulas_chemistry", "symbols") for symbol in symbols):
        return None
    if mass and len(symbols) == 1 and symbols[0] == written:
        name = chemistry.isotopes.get(written) or chemistry.elements.get(written) or chemistry.spell(written)
        return f"{name} {chemistry.count(_number(re.sub(r'[₀-₉]', '', mass)))}"
    digits = re.search(r"[\d₀-₉]", written)
    simple = len(symbols) == 1 and re.fullmatch(r"(?:[HONF]|Cl|Br)[2₂]|O[3₃]", written)
    subscript = re.search(r"[₀-₉]", written)
    if charge in ("+", "-") and len(symbols) == 1 and len(written) == 1 and written + charge not in ("K+", "H+"):
        return None  # «a grade of C+»
    several = len(symbols) > 1 and (digits or any(len(s) == 2 for s in symbols))
    unclear = several and not digits and written not in words("formulas_chemistry", "plain")
    if mass or not (charge or simple or subscript or several) or (unclear and not charge):
        return None
    if several and not subscript and len(set(symbols)) == 1:
        return None
    said = []
    for symbol, number, _ in _PIECE.findall(written):
        if symbol:
            said.append(chemistry.elements.get(symbol) or chemistry.spell(symbol))
        elif number:
            said.append(chemistry.count(_number(number)))
    if charge:
        said += [chemistry.count(_number(charge[:-1]))] if len(charge) > 1 else []
        said.append(chemistry.charges["+" if charge[-1] in "⁺+" else "-"])
    return " ".join(said)


def _number(written: str) -> int:
    return int(unicodedata.normalize("NFKC", written))
