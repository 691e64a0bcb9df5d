import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("на рис. 3 и табл. 2 показано", "на рисунке три и таблице два показано."),
        ("См. рис. 4 и табл. 2.", "смотри рисунок четыре и таблицу два."),
        ("Сравните рис. 1 с рис. 2.", "сравните рисунок один с рисунком два."),
        ("В гл. 2 и разд. 3 описано.", "в главе два и разделе три описано."),
        ("По п. 3 ст. 10.", "по пункту три статьи десять."),
    ],
)
def test_what_is_numbered_shares_its_case(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "ru").sentence.spoken for sentence in sentences(written, "ru"))
    assert said == spoken
