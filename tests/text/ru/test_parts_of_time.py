import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("В 1-й пол. XIX в. Россия росла.", "в первой половине девятнадцатого века россия росла."),
        ("1-я пол. XIX в. — золотой век.", "первая половина девятнадцатого века – золотой век."),
        (
            "Во вт. пол. XVIII в. правила Екатерина II.",
            "во второй половине восемнадцатого века правила екатерина вторая.",
        ),
        ("К кон. 90-х гг. всё изменилось.", "к концу девяностых годов всё изменилось."),
        ("В I кв. 2023 г. выпуск вырос.", "в первом квартале две тысячи двадцать третьего года выпуск вырос."),
        ("С нач. учеб. года.", "с начала учебного года."),
        ("Квартира на 5 кв. м больше.", "квартира на пять квадратных метров больше."),
    ],
)
def test_a_part_of_a_time_stands_in_the_case_that_is_asked_for(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "ru").sentence.spoken for sentence in sentences(written, "ru"))
    assert said == spoken
