"""Dates, times, money, fractions, units, ordinals and the gender of «one», language by language."""

from __future__ import annotations

import pytest

from videolecture.text.others.ordinals import roman
from videolecture.text.others.reader import read_other


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "vom 01.02.2024", "vom ersten Februar zweitausendvierundzwanzig"),
        ("de", "15.05 Uhr, 1:00 Uhr", "fünfzehn Uhr fünf, ein Uhr"),
        ("de", "3/4 Liter, 2½ km", "drei Viertel Liter, zwei ein halb Kilometer"),
        ("de", "12,50 € und 1 €", "zwölf Euro fünfzig und ein Euro"),
        ("de", "1 Frau, 1 Lampe, 1 Buchstabe, Teil 1 endet", "eine Frau, eine Lampe, ein Buchstabe, Teil eins endet"),
        ("de", "in den 1990er Jahren", "in den neunzehnhundertneunziger Jahren"),
        ("de", "Ludwig XIV. starb", "Ludwig der Vierzehnte starb"),
        ("fr", "le 1er mai, la 1re fois, le XIXe siècle", "le premier mai, la première fois, le dix-neuvième siècle"),
        ("fr", "à 15 h 30 ou 8h05", "à quinze heures trente ou huit heures cinq"),
        ("fr", "21 femmes, 21 livres", "vingt et une femmes, vingt et un livres"),
        ("fr", "12,50 €, 100 km/h", "douze euros cinquante, cent kilomètres à l'heure"),
        ("fr", "Louis XIV", "Louis quatorze"),
        ("es", "la 2ª vez en el 1.er piso", "la segunda vez en el primer piso"),
        ("es", "21 libros, 21 mesas, 500 mesas", "veintiún libros, veintiuna mesas, quinientas mesas"),
        ("es", "31 días, 1 problema, capítulo 1 termina", "treinta y un días, un problema, capítulo uno termina"),
        ("es", "siglo XIX, Felipe II", "siglo diecinueve, Felipe segundo"),
        ("es", "el 14/07/1789", "el catorce de julio de mil setecientos ochenta y nueve"),
        ("es", "El 1 de mayo de 1981 había", "El uno de mayo de mil novecientos ochenta y uno había"),
        ("es", "mayo de 1981 todas", "mayo de mil novecientos ochenta y uno todas"),
        ("es", "1981 era", "mil novecientos ochenta y uno era"),
        ("es", "1500 mesas, 31 mil", "mil quinientas mesas, treinta y un mil"),
        ("pt", "1 de maio de 1981 havia", "um de maio de mil novecentos e oitenta e um havia"),
        ("fr", "En 1981 Marie vint", "En mille neuf cent quatre-vingt-un Marie vint"),
        ("ja", "気温は-5 ℃です", "気温はマイナス五 度 です"),
        ("zh", "气温是-5 ℃, 3-5", "气温是负5 摄氏度 , 3-5"),
        ("nl", "05-03-2024, 10-20", "vijf maart tweeduizendvierentwintig, tien tot twintig"),
        ("fr", "Mme Dupont", "Madame Dupont"),
        ("de", "0800-1200", "null acht null null bis zwölfhundert"),
        ("de", "030-1234567", "null drei null eins zwei drei vier fünf sechs sieben"),
        ("pl", "1 maja, 21. marca", "pierwszego maja, dwudziestego pierwszego marca"),
        ("pl", "05.03.2024", "piątego marca dwa tysiące dwadzieścia cztery"),
        ("tr", "05.03.2024", "beş Mart ikibinyirmidört"),
        ("cs", "5. 3. 2024", "pátého března dva tisíce dvacet čtyři"),
        ("it", "1 libro, 1 studente, 1 donna", "un libro, uno studente, una donna"),
        ("it", "il XIX secolo", "il diciannovesimo secolo"),
        ("it", "1/2 litro, 1 kg", "mezzo litro, un chilogrammo"),
        ("pt", "2 mesas, 2 livros, 200 pessoas", "duas mesas, dois livros, duzentas pessoas"),
        ("pt", "R$ 20, 15h30", "vinte reais, quinze e trinta"),
        ("nl", "de 19e eeuw, 15.30 uur, 1/2 liter", "de negentiende eeuw, vijftien uur dertig, een halve liter"),
        ("pl", "1 książka, 1 okno, 1 dom", "jedna książka, jedno okno, jeden dom"),
        ("uk", "1 книга, 25 %", "одна книга, двадцять п'ять відсотків"),
        ("tr", "2,5 kg", "iki virgül beş kilogram"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_what_they_stand_for(language: str, written: str, spoken: str) -> None:
    assert " ".join(read_other(written, language).split()) == spoken


@pytest.mark.parametrize(
    ("language", "written"), [("de", "99.99.2024"), ("fr", "12/13"), ("es", "7/8/9"), ("de", "1:99"), ("it", "25:70")]
)
def test_what_is_no_date_time_or_fraction_is_said_number_after_number(language: str, written: str) -> None:
    assert not any(character.isdigit() for character in read_other(written, language))


def test_only_well_formed_roman_numbers_are_numbers() -> None:
    assert [roman(written) for written in ("I", "IV", "XIX", "XXI", "IIX", "VV", "IXI")] == [1, 4, 19, 21, 0, 0, 0]
