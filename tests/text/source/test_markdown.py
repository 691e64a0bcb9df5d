import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("# Введение\n\nСлово _важно_ здесь.\n\n> Цитата.", "введение. слово важно здесь. цитата."),
        ("## 1. Заголовок ##\nТекст.", "один. заголовок. текст."),
        ("# Язык C#\nТекст.", "язык си шарп. текст."),
        ("##Заголовок\nТекст.", "заголовок. текст."),
        ("Заголовок\n=========\nТекст.", "заголовок. текст."),
        ("Это **очень** важно, *правда*, ***да***, __так__.", "это очень важно, правда, да, так."),
        ("Это *выделено\nна двух строках* и всё.", "это выделено на двух строках и всё."),
        ("~~Старое~~ ==новое==.", "старое новое."),
        ("Часть сло**ва** выделена.", "часть слова выделена."),
        ('См. [учебник](https://example.com/book_one "Книга").', "смотри учебник."),
        ("[**Важная** ссылка](a.md) и ![схема](img/a_b.png).", "важная ссылка и схема."),
        ("[учебник][1] и <https://ya.ru>.\n\n[1]: https://example.com", "учебник и я точка ру."),
        ("Смотри [[Заметка о токе|заметку]] и [[Ток]].", "смотри заметку и ток."),
        ("> Цитата первая\n> продолжается.\n>> Вложенная.", "цитата первая продолжается. вложенная."),
        ("> [!NOTE]\n> Запомните это.", "запомните это."),
        ("# Список\n* раз\n* два\n+ три\n- [x] четыре", "список. раз. два. три. четыре."),
        ("Текст.\n\n***\n\nЕщё.\n\n---\n\nИ ещё.", "текст. ещё. и ещё."),
        ("Функция `print_value()` печатает `x`.", "функция принт валью печатает икс."),
        ("<b>Жирный</b> и H<sub>2</sub>O, x<sup>2</sup>.", "жирный и аш два о, икс в квадрате."),
        ("Раз &laquo;два&raquo;&nbsp;&mdash; 5 &lt; 6.", "раз два – пять меньше шести."),
        ("Раз.<br>Два.<!-- не читать -->", "раз, два."),
        ("Тут сноска[^1].\n\n[^1]: Её текст.", "тут сноска. её текст."),
    ],
)
def test_marks_are_not_read_and_their_words_are(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert "Taken for markup" in found.warnings


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Формула 2*3*4 = 24.", "формула два умножить на три умножить на четыре равно двадцати четырём."),
        ("Пусть x_1 + x_2 = 5.", "пусть икс один плюс икс два равно пяти."),
        ("Пусть a * b = c.", "пусть а умножить на бэ равно цэ."),
        ("Формула $a_1*b_1*c_1$ верна.", None),
        ("Проценты > 5 % растут.", None),
        ("Тег <b> закрыт.", "тег бэ закрыт."),
        ("#физика рулит.", "хэштег физика рулит."),
        ("Метод __init__ вызван.", None),
    ],
)
def test_signs_of_formulas_stay(text: str, spoken: str | None) -> None:
    found = read(text)
    assert found.shown == text
    assert not spoken or found.spoken == spoken
    assert "markup" not in found.warnings


def test_subtitles_show_no_marks_and_one_note_says_what_was_taken() -> None:
    found = read("# Введение\n\nСлово _важно_ и **это**.")
    assert found.shown == "Введение Слово важно и это."
    assert found.warnings.startswith("Slide 1: Taken for markup, whose signs are neither read nor shown: ")
    assert found.warnings.endswith("emphasis (2), headings (1); the first in line 1.")


def test_a_block_of_code_is_left_out_and_named() -> None:
    found = read("Раз.\n\n```python\nx = 5\ny = 6\n```\n\nДва.")
    assert found.spoken == "раз. два."
    assert "Blocks of code, left out: «x = 5 (2 lines)» (line 3)" in found.warnings


def test_escaped_signs_are_signs() -> None:
    assert read("Знак \\_черта\\_ тут.").shown == "Знак _черта_ тут."


def test_an_emphasised_word_before_a_semicolon_ends_no_slide() -> None:
    assert read("Слово _важно_; дальше.").spoken == "слово важно; дальше."


def test_a_fence_without_end_loses_nothing() -> None:
    assert read("Раз.\n\n```\n\nДва.").spoken == "раз. два."


def test_front_matter_is_left_out() -> None:
    assert read("---\ntitle: Лекция\n---\n\nРаз.").spoken == "раз."


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "| Величина | Единица |\n|---|:-:|\n| сила | Н |\n| работа | Дж |",
            "величина: сила, единица: ньютон. величина: работа, единица: джоуль.",
        ),
        ("Город | Жители\n--- | ---\nМосква | 13 млн", "город: москва, жители: тринадцать миллионов."),
        ("| | Вес |\n|---|---|\n| **кот** | 5 кг |\n| пёс | — |", "кот, вес: пять килограммов. пёс."),
        ("| раз | два |\n| три | четыре |", "раз, два. три, четыре."),
        ("+-----+-----+\n| раз | два |\n+-----+-----+\n| три | пять |\n+-----+-----+", "раз: три, два: пять."),
        ("| Знак | Смысл |\n|---|---|\n| a \\| b | или |", None),
    ],
)
def test_a_table_is_read_row_by_row_with_its_head(text: str, spoken: str | None) -> None:
    found = read(text)
    assert spoken is None or found.spoken == spoken
    assert "tables (1)" in found.warnings
    assert "---" not in found.shown


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "# Introduction\n\nThis is _important_ and **bold**.\n\n> A quote.",
            "introduction. this is important and bold. a quote.",
        ),
        ("See the [book](http://example.com/a_b) and `snake_case`.", "see the book and snake case."),
        ("| Quantity | Unit |\n|---|---|\n| force | N |", "quantity: force, unit: newton."),
        ("2*3*4 and *args, x_1 and snake_case.", None),
        ("- [ ] one\n- [x] two", "one. two."),
        ("Tom &amp; Jerry", "tom and jerry."),
    ],
)
def test_english_markup(text: str, spoken: str | None) -> None:
    found = read(text, "en")
    assert found.spoken == spoken if spoken else found.shown == text
