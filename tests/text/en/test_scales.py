"""English thousands and millions written short, and races."""

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("She ran a 5 K run.", "she ran a five k run."),
        ("I ran a 10K.", "i ran a ten k."),
        ("The 10 K is on Sunday.", "the ten k is on sunday."),
        ("A temperature of 5 K.", "a temperature of five kelvins."),
        ("For a 5 K sample, 5 K steps.", "for a five kelvin sample, five thousand steps."),
    ],
)
def test_a_race_is_neither_hot_nor_in_thousands(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
