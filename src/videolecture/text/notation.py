"""Mathematical signs: Unicode's powers, indices, Greek letters and operators, and the TeX that means the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.tables import table

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₙₘₖᵢⱼₚₜ", "0123456789+-=()aeoxnmkijpt", strict=True))
GREEK_VARIANTS = {"ϕ": "φ", "ϑ": "θ", "ϵ": "ε", "ς": "σ", "ϱ": "ρ", "ϖ": "π", "µ": "μ", "∆": "Δ", "Ω": "Ω"}
UNCOUNTED = "\u2063"  # after a number that does not agree with the word after it; the number rules take it away
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\d+(?:[.,]\d+)*|[^\W\d_]|\S", re.DOTALL)


@cache
def commands() -> dict[str, str]:
    """Unicode signs and their TeX commands."""
    return dict(table("formulas")["commands"])


@cache
def greek() -> dict[str, str]:
    """Greek letters and their names in TeX."""
    names = {}
    for code in [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA)]:
        name = unicodedata.name(chr(code), "")
        if " LETTER " in name and "FINAL" not in name:
            names[chr(code)] = name.rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    return names


def tokens(source: str) -> list[str]:
    """The commands, numbers, letters and signs of a formula in TeX or in Unicode, as TeX."""
    return _TOKEN.findall(as_tex(source))


def as_tex(source: str) -> str:
    """Unicode mathematics in TeX's words."""
    source = re.sub(
        "[" + "".join(SUPERSCRIPTS) + "]+", lambda m: "^{" + "".join(SUPERSCRIPTS[c] for c in m.group()) + "}", source
    )
    source = re.sub(
        "[" + "".join(SUBSCRIPTS) + "]+", lambda m: "_{" + "".join(SUBSCRIPTS[c] for c in m.group()) + "}", source
    )
    source = (
        source.replace("−", "-")
        .replace("′", "'")
        .replace("″", "''")
        .replace("–", "-")
        .replace("<=", "≤")
        .replace(">=", "≥")
        .replace("!=", "≠")
        .replace("->", "→")
    )
    source = re.sub("[½⅓⅔¼¾]", lambda m: unicodedata.normalize("NFKC", m.group()).replace("\u2044", "/"), source)
    return "".join(f"\\{commands()[c]} " if c in commands() else c for c in source)
