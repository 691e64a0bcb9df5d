"""Signs that the numbers and words around them give a meaning: doses, ages, ways of giving a drug."""

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Вводят 1 г в/в или 2 мл в/м.", "вводят один грамм внутривенно или два миллилитра внутримышечно."),
        ("Поле 5 В/м.", "поле пять вольт на метр."),
        (
            "Больная К., 54 г., и пациент, 21 г., здоровы.",
            "больная ка, пятьдесят четыре года, и пациент, двадцать один год, здоровы.",
        ),
        ("Гиря, 54 г., тяжела.", "гиря, пятьдесят четыре грамма, тяжела."),
        ("1 г × 3 р/д", "один грамм три раза в день."),
        ("500 мг 1 р/сут.", "пятьсот миллиграммов один раз в день."),
    ],
)
def test_doses_and_ages(written: str, spoken: str) -> None:
    assert speak(written, "ru").sentence.spoken == spoken
