from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.errors import InputError
from videolecture.text.detect import detect, doubt


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сегодня мы поговорим о Python и machine learning.", "ru"),
        ("Today we talk about the word «спутник» and its history.", "en"),
        ("Це лекція про числа. Ми маємо 21 книгу.", "uk"),
        ("Объём этой выборки мал: в ней есть слово «їжак».", "ru"),
        (
            "Copy paper: $7. Pens: $12. Toner: $59. White paint, 350 sq ft. Van: large. Warranty 2 yrs. Free shipping.",
            "en",
        ),
        ("42", None),
        ("", None),
        ("今日は天気がいいですね。", "ja"),
        ("今天天气很好。", "zh"),
        ("오늘은 날씨가 좋습니다.", "ko"),
        ("اليوم الطقس جميل.", "ar"),
        ("आज मौसम अच्छा है।", "hi"),
        ("วันนี้อากาศดี", "th"),
        ("היום מזג האוויר יפה.", "he"),
        ("დღეს კარგი ამინდია.", None),
        ("Данас је лепо време, а јуче је падала киша. Људи шетају.", "sr"),
        ("Vi ska tala om hur celler är uppbyggda, och varför det är viktigt.", "sv"),
        ("Vi skal snakke om hvordan celler er bygd opp, og hvorfor det ikke er enkelt å se inn.", "no"),
        ("Vi skal tale om hvordan celler er opbygget, og hvorfor det ikke er let at se ind.", "da"),
        ("Vom vorbi despre cum sunt construite celulele vii și de ce este important.", "ro"),
        ("Budeme hovoriť o tom, ako sú postavené živé bunky a prečo je to dôležité.", "sk"),
        ("Wir sprechen heute über die Geschichte der Sprache, und das ist nicht schwer.", "de"),
        ("Aujourd'hui, nous parlons de la langue et des mots qui sont dans le texte.", "fr"),
        ("Hoy hablamos de la lengua y de los libros que hay en el mundo.", "es"),
        ("Oggi parliamo della lingua e dei libri che sono nel mondo.", "it"),
        ("Hoje falamos da língua e dos livros que são muito bons.", "pt"),
        ("Vandaag spreken wij over het boek en de taal, maar niet te lang.", "nl"),
        ("Dzisiaj mówimy o języku i o książkach, które są w bibliotece.", "pl"),
        ("Dnes mluvíme o jazyku a o knihách, které jsou v knihovně.", "cs"),
        ("Bugün dil ve kitap için bir ders var, ama çok uzun değil.", "tr"),
        ("Ma a nyelvről és a könyvekről beszélünk, de nem egy óráig.", "hu"),
        ("We will die in the end, as the text is not in German.", "en"),
        ("Photosynthesis.", "en"),
        ("Класс Counter из модуля collections считает hashable objects.", "ru"),
    ],
)
def test_the_language_is_told_by_the_letters(text: str, language: str | None) -> None:
    if language is None:
        with pytest.raises(InputError, match="cannot be told"):
            detect(text)
    else:
        assert detect(text) == language


def test_a_text_in_cyrillic_is_doubted_only_where_its_letters_are_those_of_another_language() -> None:
    assert doubt("Це лекція про числа. Ми маємо її.", "uk") is None
    assert doubt("Данас је лепо време, а јуче је падала киша.", "sr") is None
    assert "Russian letters" in str(doubt("Это лекция о числах, мы её читаем.", "uk"))
    assert "Russian letters" in str(doubt("Это лекция о числах, мы её читаем.", "de"))


def test_short_english_texts_with_words_that_other_languages_have_are_english() -> None:
    assert detect("Week 1: A Loop. Week 2: A List, a Set. Do no work in class.") == "en"
    assert detect("x = [1, 2]\nDo a loop: a = 1") == "en"
    assert detect("a casa do menino no centro da cidade e o rio") == "pt"


def test_an_english_list_of_prices_is_english_in_spite_of_its_dashes() -> None:
    prices = Path(__file__).parents[2] / "quality" / "dense" / "en" / "08.txt"
    assert detect(prices.read_text(encoding="utf-8")) == "en"
