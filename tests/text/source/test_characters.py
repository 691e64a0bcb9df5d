import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("\uf0b7 Пункт первый\n\uf0b7 Пункт второй", "пункт первый. пункт второй."),
        ("\uf0a7 Первый\n\ue001 Второй\n● Третий", "первый. второй. третий."),
        ("o\tПункт раз\no\tПункт два", "пункт раз. пункт два."),
        ("Угол \uf061 равен 30\uf0b0.", "угол альфа равен тридцати градусам."),
        ("первая стра\u00adница и сло\u200bво", "первая страница и слово."),
        (
            "Введение ............ 5\nГлава 1. Ток . . . . . . 12",
            "введение, страница пять. глава один. ток, страница двенадцать.",
        ),
        ("Дата: ________ года.", "дата… года."),
        ("Содержание\nВведение\t\t3\nГлава I\t5", "содержание. введение, страница три. глава первая, страница пять."),
        ("Имя\tГород\nИван\tМосква", "имя, город. иван, москва."),
        ("Слово -- это слово.", "слово – это слово."),
        ("Слово --- это слово.", "слово – это слово."),
        ("Ток течёт по проводам.1 Он греет.", "ток течёт по проводам. он греет."),
        ("𝗧ext и Ｗｉｄｅ.", "текст и вайд."),
        ("(cid:12)Текст с(cid:3) кодами.", "текст с кодами."),
    ],
)
def test_traces_of_printing_are_not_read(text: str, spoken: str) -> None:
    assert read(text).spoken == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("The \ufb01rst \ufb02ow is e\ufb03cient.", "the first flow is efficient."),
        ("de \ufb01 nition", "definition."),
        ("Introduction ........ 5\nMethods ....... 12", "introduction, page five. methods, page twelve."),
        ("\uf0b7 First item\n\uf0b7 Second item", "first item. second item."),
    ],
)
def test_english_traces(text: str, spoken: str) -> None:
    assert read(text, "en").spoken == spoken
