"""Formulas whose brackets multiply, divide or are raised: «λ(t1 – t2)/δ», «2π√(l/g)», «P(1 + r)^t», whole.

A run of operands and signs is taken where one of its brackets holds a sign and a letter and something stands beside
the brackets. Numbers alone stay what they are: «12(3–4)» is an issue, «(5 – 7)» a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from videolecture.text.notation import SUBSCRIPTS, SUPERSCRIPTS

_SCRIPTS = "".join(SUPERSCRIPTS) + "".join(SUBSCRIPTS)
_LETTER = "A-Za-zΑ-Ωα-ωϕϑϵµ∆"
_NAMES = "lim|sin|cos|tg|ctg|tan|cot|log|ln|lg|exp|max|min"
_NO_WORD = r"(?!(?i:am|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we|vs)(?![A-Za-z]))"
_OPERAND = (
    rf"(?:[()√∛|]|(?:{_NAMES})(?![{_LETTER}])|{_NO_WORD}[{_LETTER}]{{1,3}}(?![{_LETTER}])|\d+(?:[.,]\d+)?(?!\d)"
    rf"|[{_SCRIPTS}!'′]|[_^]\{{?[-−]?[{_LETTER}\d]{{1,3}}\}}?)++"
)
_SIGN = r"[-−–+*/·⋅×÷±=≈<>≤≥≠]"
_RUN = re.compile(
    rf"(?<![\w.,@/\\$°%])(?:[-−]\s?)?{_OPERAND}(?:[ \u00a0]?{_SIGN}[ \u00a0]?[-−±]?{_OPERAND})*+(?![\w\[]|[.,]\d)"
)
_SIGN_INSIDE = re.compile(rf"{_SIGN}|\^")
_WORD_OF_THREE = re.compile(r"[a-z]{3}")


def read_grouped(text: str, say: Callable[[str], str]) -> str:
    """The text with such formulas as `say` says them. Linear in the text's length."""
    if "(" not in text or not _SIGN_INSIDE.search(text):
        return text
    return _RUN.sub(lambda m: _said(m.group(), say), text)


def _said(run: str, say: Callable[[str], str]) -> str:
    start, end = _balanced(run)
    formula = run[start:end].rstrip(" \u00a0")
    if not _is_grouped(formula):
        return run
    rest = run[start + len(formula) :]
    return f"{run[:start]}{say(formula)}{rest}"


def _balanced(run: str) -> tuple[int, int]:
    """The longest part of the run in which every bracket has its other half."""
    opened: list[int] = []
    start = 0
    best = (0, 0)
    for at, sign in enumerate(run):
        if sign == "(":
            opened.append(at)
        elif sign == ")":
            if opened:
                opened.pop()
            else:
                best = max(best, (start, at), key=lambda part: part[1] - part[0])
                start = at + 1
    if opened:  # what was never closed is the sentence's own bracket
        return max(best, (start, opened[0]), (opened[-1] + 1, len(run)), key=lambda part: part[1] - part[0])
    return max(best, (start, len(run)), key=lambda part: part[1] - part[0])


def _is_grouped(formula: str) -> bool:
    """Whether a bracket holds a sign and a letter, and is not all there is."""
    if _WORD_OF_THREE.search(re.sub(_NAMES, "", formula)):
        return False
    opened: list[int] = []
    for at, sign in enumerate(formula):
        if sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            first = opened.pop()
            inside = formula[first + 1 : at]
            if (first, at) == (0, len(formula) - 1):
                return False  # the sentence's own brackets
            if first and formula[first - 1] == "/" and re.search(rf"[{_LETTER}]", inside):
                return True
            if _SIGN_INSIDE.search(inside[1:]) and re.search(rf"[{_LETTER}]", inside):
                return True
    return False
