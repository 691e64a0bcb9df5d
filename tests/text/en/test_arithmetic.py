"""Sums of laboratory books and price lists."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "(2 M)(5 mL)/(4 mL) = 2.5 M",
            "two molar, times, five milliliters, over, four milliliters, equals two point five molar.",
        ),
        ("1000(1.05)^10", "one thousand times one point zero five to the tenth power."),
        ("A = 93–100, A- = 90–92", "a equals ninety three to one hundred, a minus: ninety to ninety two."),
        ("x = 5–3", "x equals five minus three."),
        (
            "in m/s^2, 5% (w/v), 4x/day",
            "in meters per second squared, five percent, weight by volume, four times a day.",
        ),
        ("rates rose 25 bp", "rates rose twenty five basis points."),
        ("a gene of 25 bp", "a gene of twenty five base pairs."),
        ("the €/$ rate", "the euro dollar rate."),
        ("I have 18/24.", "i have eighteen out of twenty four."),
        ("3 mi./5 km", "three miles, or five kilometers."),
        ("for i = 1, 2, ..., m-1", "for i equals one, two, and so on, m minus one."),
        (
            "d/dx (x^3 - 2x) = 3x^2 - 2",
            ("the derivative with respect to x of open bracket x cubed minus two x close bracket equals "
            "three x squared minus two."),
        ),
        ("0 < x < 2", "zero is less than x, which is less than two."),
        ("lim_{x→∞} f(x)", "the limit as x goes to infinity f of x."),
    ],
)  # fmt: skip
def test_sums(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
