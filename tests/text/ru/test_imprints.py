import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("М.: Наука, 2010. – 256 с.", "москва: наука, две тысячи десять. – двести пятьдесят шесть страниц."),
        ("Полн. собр. соч. в 10 т.", "полное собрание сочинений в десяти томах."),
        ("В пер. с англ. И. Петрова.", "в переводе с английского и петрова."),
        ("СПб.: Питер, 2015.", "санкт-петербург: питер, две тысячи пятнадцать."),
    ],
)
def test_an_imprint_is_read(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "ru").sentence.spoken for sentence in sentences(written, "ru"))
    assert said == spoken
