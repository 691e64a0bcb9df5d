"""Words by which a speaker is known to point at a figure, to speak of a formula, or to say a number."""

from __future__ import annotations

import re

# How a speaker points at a figure: the beginnings of words.
POINTING = {
    "ru": [
        "рисун",
        "картин",
        "график",
        "схем",
        "диагр",
        "фото",
        "изобр",
        "табли",
        "карт",
        "кадр",
        "видн",
        "видим",
        "показ",
        "слайд",
        "экран",
        "крива",
        "стрел",
    ],
    "en": [
        "figur",
        "pictu",
        "graph",
        "chart",
        "diagr",
        "photo",
        "image",
        "drawi",
        "plot",
        "map",
        "table",
        "scree",
        "shown",
        "slide",
        "curve",
        "arrow",
    ],
}

# How a speaker speaks of a formula.
OF_FORMULAS = {
    "ru": [
        "формул",
        "уравнен",
        "равенст",
        "равно",
        "равна",
        "равен",
        "выражен",
        "закон",
        "функци",
        "интегра",
        "умнож",
        "раздел",
        "подел",
        "сумм",
        "произвед",
        "корень",
        "корня",
        "квадрат",
        "плюс",
        "минус",
        "степен",
    ],
    "en": [
        "formula",
        "equation",
        "equal",
        "expression",
        "law",
        "function",
        "integral",
        "multipl",
        "divid",
        "times",
        "sum",
        "product",
        "root",
        "square",
        "plus",
        "minus",
        "power",
    ],
}

# Numerals by what all of their forms begin with: «два», «двух», «двумя».
NUMERALS = {
    "ru": re.compile(
        r"один|одн|двадцат|двенадцат|двест|двух?сот|дв(?=[аеу])|тридцат|тринадцат|трист|тр(?=[иеё])|четыр|сорок|пят|шест"
        r"|сем(?!ь[яеию])|вос[еь]м|девян|девят|десят|сто(?=\b)|ста(?=\b)|тысяч|миллион|миллиард|половин"
    ),
    "en": re.compile(
        r"one(?=\b)|twent|twelve|two|thirt|three|fourt|fort|four|fift|five|sixt|six|sevent|seven|eight|ninet|nine|ten(?=\b)"
        r"|eleven|hundred|thousand|million|billion|half"
    ),
}
