import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.text.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "А. С. Пушкин родился в 1799 г. в Москве.|Он жил на ул. Ленина, д. 5.",
        "Это т. е. так.|И т. д. и т. п.|Потом он ушёл.",
        "Он сказал: «Привет!» — и ушёл.",
        "«Кто там?» — спросил он.|Никто не ответил…|Тишина.",
        "Рис. 5 показывает рост.|См. рис. 2 и табл. 3.",
        "В XIX в. Россия росла.",
        "Было 5 тыс. руб. и ещё 3 млн.|Это всё.",
        "Проф. И. И. Мечников и акад. Павлов спорили.|Оба правы.",
        "В 1861 г. Александр II отменил крепостное право.",
        "Это случилось в далёком 1999 г.|Потом было тихо.",
        "Мы живём в г. Москве.|Хорошо живём!|Правда?|Да.",
        "Цена 3.14 доллара, сайт example.com.|Всё.",
        "Он прожил 5 лет до н. э. в Риме.",
        "1. Введение",
        "Это витамин C.|Потом он понадобится.",
        "Какой сегодня день?!|Пятница...|Да ну.",
        "И. о. директора пришёл.|Его ждали.",
        "В I в. н. э. Рим правил миром.|В нояб. Иванов уехал.",
        "В 1-й пол. XIX в. Россия росла.|В нач. 2000-х гг. Интернет рос.",
        "Зачёт в пт. 12 янв. 2025 г.|Приходите вовремя.",
        "Ждём вас в пн.|Не опаздывайте!|Прошло 10 мин.|Иванов молчал.",
        "Вчера он приехал утром в г. Москву.|Смирнов А. В.",
        "Ст. преп. Кузнецова ведёт практику в ауд. 305.|Научный рук. — чл.-корр. РАН Лебедев.",
        "Встреча на Невском пр.|Приходите.|Она доц.|Читает физику.",
        "Рост составил 5 %.|Россия отстала.|Длина 5 м.|Ширина 3 м.",
        "Он открыл газ.|Иванов чихнул.|Он знал мало слов.|Пётр молчал.|У него пара рук.|Много тел.|Анна ушла.",
        "Справки по тел. +7 495 123-45-67.",
        "Жители Ср. Азии.|Часы работы: пн.–чт. 9:00–18:00.",
        "Иванов И. И., 1950 г. р., ранее не судим.",
    ],
)
def test_russian_abbreviations_and_initials_end_no_sentence(text: str) -> None:
    assert "|".join(sentences(text.replace("|", " "))) == text


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith went to Washington.|Dr. No, e.g. in Fig. 3, i.e. this.",
        "The U.S. Army is here.|It was 5 p.m. on Monday.",
        "It was 5 p.m.|Then he left.",
        "It ends at 5 p.m.|Thank you!",
        "It starts at 5 p.m. Moscow time.|We met at 9 a.m. Monday.",
        "He came at 5 p.m. May 3.|He came at 5 p.m.|May I go?",
        "Dr. Smith lives at 221B Baker St.|He paid $5.|The answer is no.|He left.",
        "St. John lives on Main St. in St. Louis.|See No. 5.|It happened in Aug.|Everyone knew.",
        "Open Sept.–Dec. 2021.|We met Mon. and Wed.|Bring a pen.|In Aug. Smith left.",
        "J. R. R. Tolkien wrote it.|So did C. S. Lewis.",
        "He said “Stop!” and left.|“Why?” she asked.",
        "Apples, pears, etc. are fruit.|We eat them.",
        "It costs 3.14 dollars.|Is it much?|No!",
        "Prof. Jones et al. showed it in 1999.|Nobody cared.",
    ],
)
def test_english_abbreviations_and_initials_end_no_sentence(text: str) -> None:
    assert "|".join(sentences(text.replace("|", " "))) == text


def test_blank_lines_headings_and_lists_separate_sentences() -> None:
    text = "Введение\n\nПервый абзац длинный и\nпродолжается здесь.\n- пункт один\n- пункт два"
    assert list(sentences(text)) == [
        "Введение",
        "Первый абзац длинный и продолжается здесь.",
        "пункт один",
        "пункт два",
    ]


def test_marks_inside_markup_and_formulas_end_no_sentence() -> None:
    text = "Это [say:т. е. X. Y|то есть]. И формула $a. B$ тоже."
    assert list(sentences(text)) == ["Это [say:т. е. X. Y|то есть].", "И формула $a. B$ тоже."]


@given(st.text(alphabet="аБв.!?… \n«»-1", max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    letters = [c for c in text if c.isalpha()]
    assert [c for s in sentences(text) for c in s if c.isalpha()] == letters


@pytest.mark.parametrize(
    "text",
    [
        "Борщ (2 ч)\nговядина — 700 г\nсвёкла — 2 шт.\nЗалейте мясо водой, доведите до кипения и варите полтора часа.",
        "Toner, 2 pcs: $59\nWhite paint, 1 gal. (covers 400 feet): $34\nShipping: free over $50\nWarranty: 2 years",
    ],
)
def test_the_lines_of_a_list_without_bullets_stay_apart(text: str) -> None:
    assert list(sentences(text)) == text.split("\n")


def test_a_colon_after_a_stop_goes_on() -> None:
    assert len(list(sentences("СПб. : Лань, 2003."))) == 1
