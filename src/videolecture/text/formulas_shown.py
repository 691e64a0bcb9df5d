"""Formulas as subtitles show them: TeX between dollars becomes Unicode («E = hν», «x²», «√(a + b)/2»).

What Unicode has no signs for is shown in the words that are spoken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from videolecture.text.en import reader as english
from videolecture.text.formulas import Formula, Vocabulary
from videolecture.text.formulas_found import with_tex
from videolecture.text.notation import SUBSCRIPTS, SUPERSCRIPTS, UNCOUNTED, commands, greek
from videolecture.text.ru import mathematics as russian
from videolecture.text.tables import table

_TOKEN = re.compile(
    r"\\(?:text|textbf|textit|textrm|mbox|mathrm|mathsf|operatorname)\s*\*?\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\s+|.",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(r"\\begin\{([a-zA-Z]+)\*?\}(?:\{[^{}]*\})?(.*?)\\end\{\1\*?\}", re.DOTALL)
_BRACKETS = {"pmatrix": "()", "matrix": "()", "bmatrix": "[]", "vmatrix": "||", "cases": ("\\{ ", "")}
# What a fraction needs no brackets around.
_SIMPLE = re.compile(r"\d+(?:[.,]\d+)?|[d∂]?[^\W\d_][′⁰¹²³⁴-₎ᵃ-ᶻ]*|[^\W\d_]\(\w+\)")
_TEXT = re.compile(r"\\([a-z]+)\s*\*?\s*\{([^{}]*)\}")
_VOCABULARIES: Mapping[str, Vocabulary] = {"ru": russian.VOCABULARY, "en": english.VOCABULARY}
_RAISED = {plain: sign for sign, plain in SUPERSCRIPTS.items()} | dict(
    zip("abcdefghjklmoprstuvwxyz−′", "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁻′", strict=True)
)
_LOWERED = {plain: sign for sign, plain in SUBSCRIPTS.items()} | dict(zip("hlsruv−", "ₕₗₛᵣᵤᵥ₋", strict=True))
_SPACES = frozenset((",", ";", ":", " ", "quad", "qquad", "\n", "enspace", "thinspace"))
_SILENT = re.compile(r"left|right|[bB]igg?[lr]?|displaystyle|textstyle|limits|nolimits|!")
_FONTS = frozenset(("mathbf", "mathit", "mathcal", "boldsymbol", "mathfrak", "mathscr", "bm"))
_SETS = {letter: sign for sign, tex in commands().items() if (letter := tex.removeprefix("mathbb{")[:1]) != tex[:1]}
_ACCENTS = {"bar": "̄", "overline": "̄", "hat": "̂", "dot": "̇", "ddot": "̈", "tilde": "̃", "vec": "⃗"}
_LARGE = frozenset("∑∏∫∮∬")
_BETWEEN = frozenset("=<>≤≥≠≈≡∝~≅→⇒⇔↔←↦∈∉⊂⊆⊃∪∩∧∨⊕⊗·×÷≪≫⊥∥∖")  # with spaces around them
_SUMS = frozenset("+−±∓")  # with spaces where something stands before them
_GAP = "\0"  # a space where a letter or a number follows


class _UnshownError(Exception):
    """Unicode has no signs for it."""


def shown(text: str, language: str, has: Callable[[str], bool] = lambda _sign: True) -> str:
    """The text with its TeX formulas in Unicode, or in words.

    `language` is ISO 639-1. `has` tells whether a sign can be drawn: a formula of which one cannot is shown in words.
    """
    if "$" not in text and "\\" not in text:
        return text
    return with_tex(text, lambda source: _shown(source, language, has))


def _shown(source: str, language: str, has: Callable[[str], bool]) -> str:
    vocabulary = _VOCABULARIES.get(language)
    try:
        found = _Reading(source).whole()
        if vocabulary is None or all(sign.isspace() or has(sign) for sign in found):
            return found
    except _UnshownError:
        if vocabulary is None:
            return " ".join(re.sub(r"\\([A-Za-z]+)|[{}$&\\]", r" \1 ", source).split())
    return Formula(source, vocabulary).say().replace(UNCOUNTED, "")


class _Reading:
    """One formula in TeX, read sign by sign."""

    def __init__(self, source: str) -> None:
        source = _ENVIRONMENT.sub(_in_line, source)
        self._parts: list[str] = [part for part in _TOKEN.findall(source) if not part.isspace()]
        self._at = 0

    def whole(self) -> str:
        """All of it in Unicode. Raises _UnshownError."""
        said = re.sub(rf"{_GAP}(?=[\w√∑∏∫|])", " ", self._until(""))
        return " ".join(said.replace(_GAP, "").split())

    def _until(self, end: str) -> str:
        said = ""
        while self._at < len(self._parts) and self._parts[self._at] != end:
            said += self._spaced(self._term(), said)
        self._at += 1
        return said

    def _spaced(self, sign: str, before: str) -> str:
        """An operator with the spaces that belong around it."""
        if sign in _BETWEEN:
            return f" {sign} "
        left = before.rstrip()[-1:]
        if sign in _SUMS and left and left not in _BETWEEN and left not in "([{,;|":
            return f" {sign} "
        return f"{sign} " if sign in (",", ";") else sign

    def _next(self) -> str:
        if self._at >= len(self._parts):
            return ""
        self._at += 1
        return self._parts[self._at - 1]

    def _term(self) -> str:
        sign = self._next()
        said = self._command(sign[1:]) if sign[:1] == "\\" else self._sign(sign)
        below = above = ""
        while self._at < len(self._parts) and self._parts[self._at] in ("^", "_", "\\limits"):
            mark = self._next()
            if mark == "^":
                above = self._argument()
            elif mark == "_":
                below = self._argument()
        if said in _LARGE:
            return said + _bounds(below, above) + _GAP
        if said == f"lim{_GAP}" and below:
            return f"lim({below}) "
        bare = said.removesuffix(_GAP)
        return bare + _below(below) + _above(above) + (_GAP if bare != said else "")

    def _sign(self, sign: str) -> str:
        if sign == "{":
            return self._until("}")
        if sign == "~":
            return " "
        return {"-": "−", "'": "′", "*": "·", "&": " ", "}": ""}.get(sign, sign)

    def _argument(self) -> str:
        """What a command or a script takes, without spaces: a group, or the next sign."""
        sign = self._next()
        if sign == "{":
            return self._until("}").strip().replace(" ", "").removesuffix(_GAP)
        said = self._command(sign[1:]) if sign[:1] == "\\" else self._sign(sign)
        if sign.isdecimal() and len(sign) > 1:  # «x^10» is x¹ and 0 in TeX
            self._parts.insert(self._at, sign[1:])
            return sign[0]
        return said.replace(_GAP, "")

    def _command(self, name: str) -> str:
        if found := _TEXT.fullmatch("\\" + name):
            kind, inside = found.groups()
            return inside.strip() + _GAP if kind == "operatorname" else inside
        if _SILENT.fullmatch(name):
            return ""
        if name in _SPACES:
            return " "
        if name in _functions():
            return " mod " if name.endswith("mod") else name + _GAP
        if name in ("frac", "dfrac", "tfrac"):
            return _fraction(self._argument(), self._argument())
        if name == "sqrt":
            return self._root()
        if name in _ACCENTS:
            letter = self._argument()
            if len(letter) != 1:
                raise _UnshownError
            return letter + _ACCENTS[name]
        if name == "mathbb":
            letter = self._argument()
            return _SETS.get(letter, letter)
        if name in _FONTS:
            return self._argument()
        if sign := _symbols().get(name):
            return sign
        raise _UnshownError

    def _root(self) -> str:
        root = "√"
        if self._at < len(self._parts) and self._parts[self._at] == "[":
            self._at += 1
            if (root := {"2": "√", "3": "∛", "4": "∜"}.get(self._until("]").strip(), "")) == "":
                raise _UnshownError
        inside = self._argument()
        return root + (inside if re.fullmatch(r"\d+(?:[.,]\d+)?|\w", inside) else f"({_open(inside)})")


def _in_line(match: re.Match[str]) -> str:
    """A matrix or a list of cases in one line: «(1, 2; 3, 4)»."""
    left, right = _BRACKETS.get(match.group(1), ("", ""))
    cells = match.group(2).strip().removesuffix("\\\\").replace("&", ", " if right else " ")
    return left + cells.replace("\\\\", ";") + right


@cache
def _functions() -> frozenset[str]:
    return frozenset(table("formulas")["names"]["functions"])


@cache
def _symbols() -> Mapping[str, str]:
    """Commands of TeX and their signs."""
    letters: dict[str, str] = {}
    for letter, name in greek().items():
        letters[name.capitalize() if letter.isupper() else name] = letter
    variants = {"varepsilon": "ε", "varphi": "φ", "vartheta": "θ", "varrho": "ρ", "varsigma": "ς", "varpi": "π"}
    signs: dict[str, str] = {}
    for sign, name in commands().items():
        signs.setdefault(name, sign)
    return {**letters, **variants, **signs, **table("formulas")["shown"]}


def _fraction(above: str, below: str) -> str:
    top = f"({_open(above)})" if re.search(rf".[+−±/={_GAP}]", above) else above
    return f"{top}/{below if _SIMPLE.fullmatch(below) else f'({_open(below)})'}"


def _open(packed: str) -> str:
    """With the spaces around sums back, inside brackets."""
    return re.sub(r"(?<=[^([{,;|=+−])([+−±=])", r" \1 ", packed)


def _above(said: str) -> str:
    if said in ("∘", "°"):
        return "°"
    if not said:
        return ""
    raised = "".join(_RAISED.get(sign, "") for sign in said)
    return raised if len(raised) == len(said) else f"^{said}" if len(said) == 1 else f"^({_open(said)})"


def _below(said: str) -> str:
    if not said:
        return ""
    lowered = "" if said.isalpha() and len(said) > 2 else "".join(_LOWERED.get(sign, "") for sign in said)
    return lowered if len(lowered) == len(said) else f"_{said}" if said.isalnum() else f"_({said})"


def _bounds(below: str, above: str) -> str:
    lowered, raised = _below(below), _above(above)
    if not any(sign in lowered + raised for sign in "_^("):
        return lowered + raised
    return f"({below}…{above})" if below and above else f"({below or above})"
