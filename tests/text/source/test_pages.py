import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken", "named"),
    [
        ("Ток течёт по про-\n12\nводнику.", "ток течёт по проводнику.", "«12» (line 2)"),
        (
            "Ток течёт по про-\n\nУчебник физики\n\n12\n\nводнику.",
            "ток течёт по проводнику.",
            "«Учебник физики» (line 3)",
        ),
        ("Ток течёт к даль-\n\nГлава 3. Ток\n\nнему концу.", "ток течёт к дальнему концу.", "«Глава 3. Ток» (line 3)"),
        ("Ток идёт, он\n\nГлава 3. Ток\n\nгреет.", "ток идёт, он греет.", "«Глава 3. Ток» (line 3)"),
        ("Ток течёт по\nФИЗИКА\nпроводу.", "ток течёт по проводу.", "«ФИЗИКА» (line 2)"),
        ("Первая.\n- 5 -\nВторая.\nСтр. 6 из 10\nТретья.", "первая. вторая. третья.", "«Стр. 6 из 10» (line 4)"),
        ("Страница без точки и\n\f12\nдальше.", "страница без точки и дальше.", "«12» (line 2)"),
    ],
)
def test_page_numbers_and_heads_are_left_out_and_named(text: str, spoken: str, named: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert named in found.warnings


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Это было в\n1905\nгоду, и больше не было.", "это было в тысяча девятьсот пятом году, и больше не было."),
        ("1\n\nВведение\n\nТекст.\n\n2\n\nМетоды\n\nТекст.", "один. введение. текст. два. методы. текст."),
        ("Ответ:\n42\nЭто всё.", "ответ: сорок два. это всё."),
    ],
)
def test_other_numbers_stay(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert not found.warnings


def test_numbers_that_count_on_are_pages() -> None:
    pages = "\n".join(f"Первая строка страницы.\nВторая её строка.\nТретья.\n{number}" for number in (15, 16, 17))
    found = read(pages)
    assert "пятнадцать" not in found.spoken
    assert "«15» (line 4), «16» (line 8), «17» (line 12)" in found.warnings


def test_a_running_head_is_left_out_wherever_it_returns() -> None:
    text = "Физика для всех\nТок идёт по\nФизика для всех\nпроводу. Он греет.\n\nФизика для всех\n\nЭто всё."
    assert read(text).spoken.count("физика для всех") == 1


def test_heads_of_facing_pages_are_left_out() -> None:
    text = "Глава 3. Теплота тел 47\nПервая.\nВторая.\n48 Часть I. Основы\nТретья."
    assert read(text).spoken == "первая. вторая. третья."
    text = "112 Chapter 5\nFirst.\nSecond.\n5.3 Processes 113\nThird."
    assert read(text, "en").spoken == "first. second. third."


def test_a_title_in_capitals_after_a_name_stays() -> None:
    assert "приказ" in read("«Технический университет»\nПРИКАЗ\nот 5 мая").spoken


def test_english_pages() -> None:
    text = "Physics for All\n12\nThe current flows through the\nPhysics for All\n13\nwire and the\n14\nlamp in"
    text += "\n1905\nagain."
    assert read(text, "en").spoken == "the current flows through the wire and the lamp in nineteen oh five again."


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("Лекция 4. Движение тел\n\nПуть равен:\n\nv = s/t\n\nгде s — путь.", "ru", "путь равен:"),
        ("Движение тел\n\nПуть находят так\n\nv = s/t", "ru", "путь находят так"),
        ("Loops\n\nA loop repeats a block. Here is one:\n\nfor each item we print it.", "en", "here is one:"),
        ("Loops\n\nA loop repeats a block\n\nfor each item.", "en", "a loop repeats a block"),
    ],
)
def test_a_paragraph_of_one_line_before_a_formula_or_code_is_no_head(text: str, language: str, kept: str) -> None:
    found = read(text, language)
    assert kept in found.spoken
    assert not found.warnings
