"""Numbers that name, of several parts."""

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Python 3.11", "пайтон три точка одиннадцать."),
        ("версия 2.0.1", "версия два точка ноль точка один."),
        ("007", "ноль ноль семь."),
        ("ГОСТ 7.32-2017", "гост семь точка тридцать два тире две тысячи семнадцать."),
    ],
)
def test_numbers_of_parts(written: str, spoken: str) -> None:
    assert speak(written, "ru").sentence.spoken == spoken
