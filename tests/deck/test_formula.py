from __future__ import annotations

import pytest

from videolecture.deck.formula import to_typst


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a+b}{2} \ge \sqrt{ab}",
        r"\int_0^\infty e^{-x^2}\,dx",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"f(x) = \begin{cases} x, & x > 0 \\ 0, & \text{иначе} \end{cases}",
        r"\hbar\omega",
        r"\vec{F} = m\vec{a}",
        r"x \xrightarrow{f} y",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"30\,000~^\circ\mathrm{C}",
    ],
)
def test_usual_formulas_are_understood(latex: str) -> None:
    assert to_typst(latex)


def test_a_decimal_comma_stands_close() -> None:
    assert to_typst("3{,}14") == '3","14'


@pytest.mark.parametrize("latex", [r"\nonsense{x}", r"\text{#read(1)}x#panic()", "a $ b"])
def test_what_is_no_formula_or_would_be_code_is_not(latex: str) -> None:
    assert to_typst(latex) is None
