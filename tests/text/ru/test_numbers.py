import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("через 1 минуту", "через одну минуту."),
        ("прошла 21 минута", "прошла двадцать одна минута."),
        ("2 суток", "двое суток."),
        ("для учеников 5–9 классов", "для учеников пятых – девятых классов."),
        ("с 1 200 000 жителей", "с одним миллионом двумястами тысячами жителей."),
    ],
)
def test_numbers_are_read(written: str, spoken: str) -> None:
    assert speak(written, "ru").sentence.spoken == spoken
