"""Russian numerals in every case, gender and number. A closed class of words, so the tables are whole.

num2words declines Russian too, but wrongly where thousands and millions meet a gender or animacy («одну миллион»,
«двух тысячи», «пятисотом тысяч»), so that numbers beyond 999 could not agree with their nouns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]  # OpenCorpora's names, as pymorphy3 gives them
CASES: tuple[Case, ...] = ("nomn", "gent", "datv", "accs", "ablt", "loct")

LARGEST = 10**15  # from here on numbers are read digit by digit

_ONE = {
    "masc": ("один", "одного", "одному", "один", "одним", "одном"),
    "femn": ("одна", "одной", "одной", "одну", "одной", "одной"),
    "neut": ("одно", "одного", "одному", "одно", "одним", "одном"),
    "plur": ("одни", "одних", "одним", "одни", "одними", "одних"),
}
_TWO = {
    "masc": ("два", "двух", "двум", "два", "двумя", "двух"),
    "femn": ("две", "двух", "двум", "две", "двумя", "двух"),
    "neut": ("два", "двух", "двум", "два", "двумя", "двух"),
}
_THREE = ("три", "трёх", "трём", "три", "тремя", "трёх")
_FOUR = ("четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх")
_ZERO = ("ноль", "нуля", "нулю", "ноль", "нулём", "нуле")
_TEENS = (
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
)
_UNITS = (
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
)
_TENS = (
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
)
_HUNDREDS = ("сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот")
_HUNDRED_ENDINGS = {"gent": "сот", "datv": "стам", "ablt": "стами", "loct": "стах"}

# Ordinals by their stem; the ending follows the adjective's pattern.
_ORDINAL_UNITS = (
    "",
    "перв",
    "втор",
    "трет",
    "четвёрт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
)
_ORDINAL_TEENS = (
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
)
_ORDINAL_TENS = (
    "двадцат",
    "тридцат",
    "сороков",
    "пятидесят",
    "шестидесят",
    "семидесят",
    "восьмидесят",
    "девяност",
)
_ORDINAL_HUNDREDS = (
    "сот",
    "двухсот",
    "трёхсот",
    "четырёхсот",
    "пятисот",
    "шестисот",
    "семисот",
    "восьмисот",
    "девятисот",
)

_HARD = {
    "masc": ("ый", "ого", "ому", "ый", "ым", "ом"),
    "femn": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "neut": ("ое", "ого", "ому", "ое", "ым", "ом"),
    "plur": ("ые", "ых", "ым", "ые", "ыми", "ых"),
}
_STRESSED_STEMS = frozenset({"втор", "шест", "седьм", "восьм", "сороков", "нулев"})  # «второй», not «вторый»
_THIRD = {
    "masc": ("третий", "третьего", "третьему", "третий", "третьим", "третьем"),
    "femn": ("третья", "третьей", "третьей", "третью", "третьей", "третьей"),
    "neut": ("третье", "третьего", "третьему", "третье", "третьим", "третьем"),
    "plur": ("третьи", "третьих", "третьим", "третьи", "третьими", "третьих"),
}

_THOUSAND = (
    ("тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"),
    ("тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"),
)
_POWERS = ("", "тысяча", "миллион", "миллиард", "триллион")


def _power_forms(power: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if power == 1:
        return _THOUSAND
    stem = _POWERS[power]
    singular = ("", "а", "у", "", "ом", "е")
    plural = ("ы", "ов", "ам", "ы", "ами", "ах")
    return tuple(stem + e for e in singular), tuple(stem + e for e in plural)


def _soft(word: str, case: Case) -> str:
    """Decline пять, двадцать, пятьдесят..."""
    if case in ("nomn", "accs"):
        return word
    if word in ("сорок", "девяносто"):
        return {"сорок": "сорока", "девяносто": "девяноста"}[word]
    if word.endswith("десят"):
        unit = word[: -len("десят")]
        return _soft(unit, case) + ("десятью" if case == "ablt" else "десяти")
    stem = "восьм" if word == "восемь" else word[:-1]
    if case == "ablt":
        return "восемью" if word == "восемь" else word + "ю"
    return stem + "и"


def _hundred(digit: int, case: Case) -> str:
    if digit == 1:
        return "сто" if case in ("nomn", "accs") else "ста"
    if case in ("nomn", "accs"):
        return _HUNDREDS[digit - 1]
    return _below_ten(digit, case, "masc", False) + _HUNDRED_ENDINGS[case]


def _below_ten(digit: int, case: Case, gender: str, animate: bool) -> str:
    column = CASES.index("gent" if animate and case == "accs" and digit in (1, 2, 3, 4) else case)
    if digit == 1:
        # An animate feminine is «одну» all the same.
        return _ONE[gender][CASES.index(case) if gender in ("femn", "neut") else column]
    if digit == 2:
        return _TWO["masc" if gender == "plur" else gender][column]
    if digit in (3, 4):
        return (_THREE if digit == 3 else _FOUR)[column]
    return _soft(_UNITS[digit - 5], case)


def _below_thousand(number: int, case: Case, gender: str, animate: bool) -> list[str]:
    words = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words.append(_hundred(hundreds, case))
    if 10 <= rest < 20:
        words.append(_soft(_TEENS[rest - 10], case))
        return words
    tens, unit = divmod(rest, 10)
    if tens:
        words.append(_soft(_TENS[tens - 2], case))
    if unit:
        # «двадцать два студента», not «двадцать двух»: compound numerals keep the inanimate accusative.
        words.append(_below_ten(unit, case, gender, animate and (number < 10 or unit == 1)))
    return words


def plural_form(number: int) -> Literal[1, 2, 5]:
    """Which form of a noun follows the number in the nominative: 1 «книга», 2 «книги», 5 «книг»."""
    number = abs(number)
    if number % 100 in range(11, 15) or number % 10 in (0, 5, 6, 7, 8, 9):
        return 5
    return 1 if number % 10 == 1 else 2


@lru_cache(4096)
def cardinal(number: int, case: Case = "nomn", gender: str = "masc", animate: bool = False) -> str:
    """«два», «двух», «двумя»... gender "plur" is for nouns without a singular («одни сутки»)."""
    if number < 0:
        return "минус " + cardinal(-number, case, gender, animate)
    if number >= LARGEST:
        return digits(str(number))
    if number == 0:
        return _ZERO[CASES.index(case)]
    words: list[str] = []
    for power in range(4, 0, -1):
        group = number // 1000**power % 1000
        if not group:
            continue
        if group > 1:
            words += _below_thousand(group, case, "femn" if power == 1 else "masc", False)
        elif power > 1:  # «один миллион», but «тысяча» takes no «одна»
            words += _below_thousand(1, case, "masc", False)
        words.append(counted(power, group, case))
    words += _below_thousand(number % 1000, case, gender, animate)
    return " ".join(words)


def counted(power: int, group: int, case: Case) -> str:
    """«тысяча», «миллион»... as it follows `group` of them."""
    singular, plural = _power_forms(power)
    form = plural_form(group)
    if form == 1:
        return singular[CASES.index(case)]
    if case in ("nomn", "accs"):
        return singular[1] if form == 2 else plural[1]
    return plural[CASES.index(case)]


@lru_cache(4096)
def ordinal(number: int, case: Case = "nomn", gender: str = "masc", animate: bool = False) -> str:
    """«второй», «тысяча девятьсот девяностого»... gender "plur" gives the plural."""
    if number >= LARGEST:
        return digits(str(number))
    column = "gent" if animate and case == "accs" and gender in ("masc", "plur") else case
    if number == 0:
        return _adjective("нулев", column, gender)
    power = 0
    while number % 1000 ** (power + 1) == 0:
        power += 1
    if power:
        group = number // 1000**power % 1000
        head = number - group * 1000**power
        prefix = "" if group == 1 else _prefix(group)
        stem = {1: "тысячн", 2: "миллионн", 3: "миллиардн", 4: "триллионн"}[power]
        return (
            f"{cardinal(head)} {prefix}{_adjective(stem, column, gender)}"
            if head
            else prefix + _adjective(stem, column, gender)
        )
    if number % 100 == 0:
        last, stem = number % 1000, _ORDINAL_HUNDREDS[number % 1000 // 100 - 1]
    elif 10 <= number % 100 < 20:
        last, stem = number % 100, _ORDINAL_TEENS[number % 100 - 10]
    elif number % 10 == 0:
        last, stem = number % 100, _ORDINAL_TENS[number % 100 // 10 - 2]
    else:
        last, stem = number % 10, _ORDINAL_UNITS[number % 10]
    word = _THIRD[gender][CASES.index(column)] if stem == "трет" else _adjective(stem, column, gender)
    return f"{cardinal(number - last)} {word}" if number > last else word


def _adjective(stem: str, case: Case, gender: str) -> str:
    ending = _HARD[gender][CASES.index(case)]
    if ending == "ый" and stem in _STRESSED_STEMS:
        ending = "ой"
    return stem + ending


def _prefix(number: int) -> str:
    """The numeral as the first part of a compound: «пяти», «двадцатидвух», «сорока», «ста»; 1 «одно»."""
    words = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words.append("сто" if hundreds == 1 else _hundred(hundreds, "gent"))
    if 10 <= rest < 20:
        words.append(_soft(_TEENS[rest - 10], "gent"))
    else:
        tens, unit = divmod(rest, 10)
        if tens:
            words.append("девяносто" if tens == 9 else _soft(_TENS[tens - 2], "gent"))
        if unit:
            words.append("одно" if unit == 1 else _below_ten(unit, "gent", "masc", False))
    return "".join(words)


def prefix(number: int) -> str:
    """The numeral inside a compound adjective: 5 «пяти»(летний), 2 «двух», 1 «одно», 100 «сто», 1000 «тысяче»."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _prefix(rest) if rest else "ноль"
    if thousands >= 1000:
        return {10**6: "миллионо", 10**9: "миллиардо"}.get(number, cardinal(number, "gent").replace(" ", ""))
    head = ("" if thousands == 1 else _prefix(thousands)) + "тысяче"
    return head + (_prefix(rest) if rest else "")


_DIGITS = ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")


def digits(text: str) -> str:
    """Each digit as a word; anything else is passed over."""
    return " ".join(_DIGITS[int(character)] for character in text if character in "0123456789")
