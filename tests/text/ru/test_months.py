import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Занятие 1 янв. 2025 г.", "занятие первого января две тысячи двадцать пятого года."),
        ("С сент. по дек. 2024 г. шёл курс.", "с сентября по декабрь две тысячи двадцать четвёртого года шёл курс."),
        ("Отчёт за окт. и нояб. сдан.", "отчёт за октябрь и ноябрь сдан."),
        ("В начале янв. 2020 г. Москва замерла.", "в начале января две тысячи двадцатого года москва замерла."),
        ("Заседание 5 ОКТ. 2024 Г.", "заседание пятого октября две тысячи двадцать четвёртого года."),
        ("К авг. всё готово.", "к августу всё готово."),
        ("10–12 апр. пройдёт конференция.", "десятого – двенадцатого апреля пройдёт конференция."),
    ],
)
def test_a_month_stands_in_the_case_that_is_asked_for(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "ru").sentence.spoken for sentence in sentences(written, "ru"))
    assert said == spoken
