"""Lines as they stand in lectures of physics, medicine, history, economics and programming, and what is said."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak

RUSSIAN = (
    ("Производная f'(x) = 2x.", "производная эф штрих от икс равно двум икс."),
    ("Вероятность P(A|B) мала.", "вероятность пэ от а при условии бэ мала."),
    ("При t → ∞ всё гаснет.", "при тэ, стремящемся к бесконечности всё гаснет."),
    ("Давление 10⁵ Па.", "давление десять в пятой степени паскалей."),
    ("Лейкоциты 6×10⁹/л.", "лейкоциты шесть умножить на десять в девятой степени на литр."),
    ("Пульс 88 уд/мин.", "пульс восемьдесят восемь ударов в минуту."),
    ("Частота 60 кадров/с.", "частота шестьдесят кадров в секунду."),
    ("Расход 10 л/100 км.", "расход десять литров на сто километров."),
    ("Давление 140/90 мм рт. ст.", "давление сто сорок на девяносто миллиметров ртутного столба."),
    ("Ион Ca²⁺ нужен.", "ион кальций два плюс нужен."),
    ("Изотоп ¹⁴C распадается.", "изотоп углерод четырнадцать распадается."),
    ("2H₂ + O₂ → 2H₂O", "два аш два плюс о два даёт два аш два о."),
    ("В I кв. 2020 г. рост.", "в первом квартале две тысячи двадцатого года рост."),
    ("Во 2-й пол. XIX в. рост.", "во второй половине девятнадцатого века рост."),
    (
        "Родился 26 мая (6 июня) 1799 г.",
        "родился двадцать шестого мая, шестого июня, тысяча семьсот девяносто девятого года.",
    ),
    ("Файл main.py готов.", "файл мейн точка пи уай готов."),
    ("Тег <b> закрыт.", "тег бэ закрыт."),
    ("Пишем 6 : 3 = 2.", "пишем шесть разделить на три равно двум."),
    ("Из 5 столбцов и 12 строк.", "из пяти столбцов и двенадцати строк."),
    ("В 6 из 10 случаев.", "в шести из десяти случаев."),
    ("Раствор с 5 % соли.", "раствор с пятью процентами соли."),
    ("Цена 1 т нефти.", "цена одной тонны нефти."),
    ("Он потерял 3/4 дохода.", "он потерял три четверти дохода."),
)
ENGLISH = (
    ("The derivative f'(x) = 2x.", "the derivative f prime of x equals two x."),
    ("It was 140/90 mmHg.", "it was one hundred and forty over ninety millimeters of mercury."),
    ("A count of 6×10⁹/L.", "a count of six times ten to the ninth power per liter."),
    ("A mass of 2×10⁻⁷ kg.", "a mass of two times ten to the power of minus seven kilograms."),
    ("2H₂ + O₂ → 2H₂O", "two h two plus o two yields two h two o."),
    ("The isotope ¹⁴C decays.", "the isotope carbon fourteen decays."),
    ("The file main.py is here.", "the file main dot p y is here."),
    ("Run git commit -m now.", "run git commit dash m now."),
    ("Charles I was executed.", "charles the first was executed."),
    ("It lasted 15 min.", "it lasted fifteen minutes."),
    ("In Q1 2020 exports fell.", "in q one twenty twenty exports fell."),
    ("Between 1914 and 1918 it rained.", "between nineteen fourteen and nineteen eighteen it rained."),
    ("A gain of 10K users.", "a gain of ten thousand users."),
    ("It costs 5¢.", "it costs five cents."),
)


@pytest.mark.parametrize(("written", "said"), RUSSIAN)
def test_russian_lines(written: str, said: str) -> None:
    assert speak(written, "ru").sentence.spoken == said


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english_lines(written: str, said: str) -> None:
    assert speak(written, "en").sentence.spoken == said
