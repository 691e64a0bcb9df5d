"""Formulas whose brackets multiply, divide or are raised, and brackets that are none of a formula's."""

from __future__ import annotations

import pytest

from videolecture.text.formulas_grouped import read_grouped
from videolecture.text.speaking import speak

RUSSIAN = (
    ("q = λ(t1 – t2)/δ", "ку равно лямбда тэ один минус тэ два в скобках делить на дельта."),
    ("T = 2π√(l/g)", "тэ равно двум пи корень из эль делить на жэ."),
    ("A = P(1 + r)^t", "а равно пэ один плюс эр в скобках в степени тэ."),
    ("F = k(x + y)²", "эф равно ка икс плюс игрек в скобках в квадрате."),
    ("Если a != b, то", "если а не равно бэ, то."),
    ("Главная > Наука > Космос", "главная, наука, космос."),
    ("t = –v₀/a", "тэ равно минус вэ ноль делить на а."),
    ("s = v²/(2|a|)", "эс равно вэ в квадрате делить на два модуль а в скобках."),
    ("R = П/З × 100 %", "эр равно пэ делить на зэ умножить на сто процентов."),
    ("при массе > 80 кг", "при массе больше восьмидесяти килограммов."),
)
ENGLISH = (
    ("q = λ(t1 – t2)/δ", "q equals lambda open bracket t one minus t two close bracket over delta."),
    ("T = 2π√(l/g)", "t equals two pi the square root of l over g."),
    ("A = P(1 + r)^t", "a equals p open bracket one plus r close bracket to the power of t."),
    ("P(A|B) = P(A)", "p of a given b equals p of a."),
    ("f(n - 1) + f(n - 2)", "f of n minus one plus f of n minus two."),
    ("vol. 12(3–4), and (5 – 7)", "volume twelve, three to four, and, five to seven."),
    (
        "with an error of < 1%, if HR > 100",
        "with an error of less than one percent, if h r is greater than one hundred.",
    ),
    ("Keep V ≤ 12 until x is < 10", "keep v less than or equal to twelve until x is less than ten."),
    ("in patients > 80 kg", "in patients greater than eighty kilograms."),
    ("Home > Science > Space", "home, science, space."),
)


@pytest.mark.parametrize(("written", "spoken"), RUSSIAN)
def test_russian_brackets(written: str, spoken: str) -> None:
    assert speak(written, "ru").sentence.spoken == spoken


@pytest.mark.parametrize(("written", "spoken"), ENGLISH)
def test_english_brackets(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize("text", ["(" * 9000, ")(" * 5000, "a(b+" * 4000, "x" * 9000, "a - " * 4000])
def test_brackets_without_end_cost_no_more_than_their_length(text: str) -> None:
    assert len(read_grouped(text, str.upper)) == len(text)
