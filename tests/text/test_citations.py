import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Как показано в [1], ток растёт.", "как показано в, ток растёт."),
        ("Это известно [2, с. 15].", "это известно."),
        ("Обзоры [3–5] подтверждают это [1; 5–7].", "обзоры подтверждают это."),
        ("Ток растёт.[1] Далее он падает.[2][3] Потом исчезает[4].", "ток растёт. далее он падает. потом исчезает."),
        ("Ток растёт¹. Далее он² падает,³ а напряжение⁴ нет.", "ток растёт. далее он падает, а напряжение нет."),
        ("Эйнштейн доказал это [см. 3, т. 2, с. 7].", "эйнштейн доказал это."),
        ("Это показано [Иванов, Петров и др., 2010; Smith et al., 2015].", "это показано."),
        ("Цена* указана без налога**.", "цена указана без налога."),
        ("Это так[источник не указан 100 дней] [там же, с. 5].", "это так."),
        ("Он сказал: «Ток растёт»¹, и ушёл.", "он сказал: ток растёт, и ушёл."),
        ("Ток (см. [1, рис. 2]) растёт.", "ток растёт."),
    ],
)
def test_citations_are_left_unsaid_and_what_stands_behind_them_stays(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert not found.warnings


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("x ∈ [0, 1] и a[1] = 5.", "икс принадлежит отрезку от нуля до одного и а, один, равно пяти."),
        ("На отрезке [0, 1] функция растёт.", "на отрезке от нуля до одного функция растёт."),
        ("Массив [1, 2, 3] и вектор [1, 2].", "массив, один, два, три, и вектор, один, два."),
        ("Значения лежат в [1, 10].", "значения лежат в, один, десять."),
        ("Список a = [1, 2].", "список а равно, один, два."),
        ("Площадь 5 м², sin²x и 10².", "площадь пять квадратных метров, синус в квадрате икс и десять в квадрате."),
        ("Алгоритм A* быстр.", "алгоритм а, быстр."),
    ],
)
def test_intervals_indices_and_powers_stay(text: str, spoken: str) -> None:
    assert read(text).spoken == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("As shown in [1], the current rises.", "as shown in, the current rises."),
        ("It is known [2, p. 15] from reviews [3–5].", "it is known from reviews."),
        ("It rises.[1] Then it falls.[2][3]", "it rises. then it falls."),
        (
            "The current rises¹. Then it falls,² but voltage³ does not.",
            "the current rises. then it falls, but voltage does not.",
        ),
        ("It was shown [Smith et al., 2015; Jones and Brown 2010].", "it was shown."),
        ("It is so[note 1] [citation needed].", "it is so."),
        ("On the interval [0, 1] it grows.", "on the interval from zero to one it grows."),
        ("Use arr[1] and data[0].", "use arr, one, and data, zero."),
        ("The area is 5 m² and 3 ft².", "the area is five square meters and three square feet."),
    ],
)
def test_english_citations(text: str, spoken: str) -> None:
    assert read(text, "en").spoken == spoken


def test_an_option_reads_them() -> None:
    assert read("Это известно [2, с. 15].", citations=True).spoken == "это известно, источник два, страница пятнадцать."
    assert read("Ток растёт.[1] Он падает.", citations=True).spoken == "ток растёт. источник один. он падает."
    assert read("It is known [3, 4].", "en", citations=True).spoken == "it is known, references three, four."


def test_subtitles_show_them() -> None:
    assert read("Это известно [2, с. 15].").shown == "Это известно [2, с. 15]."


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Given [5, 2, 9, 1], sort it.", "en", "given, five, two, nine, one, sort it."),
        ("Получаем [2, 5, 1, 9].", "ru", "получаем, два, пять, один, девять."),
    ],
)
def test_numbers_in_no_order_are_a_list(text: str, language: str, said: str) -> None:
    assert read(text, language).spoken == said
