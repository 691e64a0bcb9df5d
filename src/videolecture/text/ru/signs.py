"""Signs that are said, after every rule that knew better has had its turn."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.ru.acronyms import letter
from videolecture.text.ru.numerals import plural_form
from videolecture.text.tables import table

_BEFORE_NUMBERS = (
    (re.compile(r"\b24/7\b"), "двадцать четыре на семь"),
    (re.compile(r"\bC\+\+"), "си плюс плюс"),
    (re.compile(r"\bC#"), "си шарп"),
    (re.compile(r"(?<![A-Za-zΑ-Ωα-ω\d)]\s)[~≈]\s?(?=[\d+−-])"), "примерно "),
    (re.compile(r"(?<![\w])i(?=\d)"), "ай "),  # «i7»
    (re.compile(r"(?<![\w])([2-6])G\b"), r"\1-джи"),  # networks
    (re.compile(r"#(?=\d)"), "номер "),
    (re.compile(r"\b[Оо]к\.\s*(?=\d)"), "около "),
    (re.compile(r"(?<=%\s)год\.(?=\s[а-яё])"), "годовых"),
    (re.compile(r"(?<![\w.])ост\.(?=\s\d)"), "остальные"),
    (re.compile(r"(?<![\w.])[Сс]в\.\s?(?=\d)"), "свыше "),
    (
        re.compile(r"(?<![\w.])[Пп]рим\.\s?(?=\d[\d,. ]*\s?(?:к?м|к?г|л|ч|мин|%|тыс|млн|руб|чел|шт|см|мм|дн|лет)\b)"),
        "примерно ",
    ),
    (re.compile(r"\bпо ½\s?[–-]\s?1\sтабл?\."), "по половине – одной таблетке"),
    (re.compile(r"\bпо ½\sтабл?\."), "по половине таблетки"),
    (re.compile(r"(?<=\d)\s?(?P<unit>ккал|кДж|кал|мк?г|г)/(?=100\s?(?:г|мл)\b)"), r" \g<unit> на "),
    (re.compile(r"©\s?(?P<year>(?:19|20)\d\d)(?![\d–-])"), r"копирайт, \g<year>-й год,"),
    (re.compile(r"(?<=\d)\s*р\.\s*(?=\d+\s*к\.)"), " руб. "),
    (re.compile(r"(?<=руб\. )(\d+)\s*к\.(?!\w)"), r"\1 коп."),
    (re.compile(r"\bи/или\b"), "и или"),
    (re.compile(r"(?<![\w/])[Вв]/в(?![\w/])"), "внутривенно"),
    (re.compile(r"(?<![\w/])в/м(?![\w/])"), "внутримышечно"),  # «В/м» are volts
    (re.compile(r"(?<=[\d\w.,;]\s)п/к(?=\s(?:\d|по\b|в\b)|[,.;]|$)"), "подкожно"),
    (re.compile(r"\s?[×xх]\s?(?=\d\s?р\.?/(?:д|сут)\b)"), " "),
    (re.compile(r"(?<!\b1)(?<=\d) : (?=\d)|(?<=\d)\s?:\s?(?=\d+\s?=)"), " разделить на "),
    (re.compile(r"(?<=\s)-(?=[A-Za-z]\b)"), "минус "),  # «ls -l», «git --all»
    (re.compile(r"(?<=\s)--(?=[a-z]{2})"), "минус минус "),
    (re.compile(r"(?<=[\s(])\*(?=[A-Za-z]\b)"), "звёздочка "),  # «*p», a pointer
    (re.compile(r"(?<![\w>])<(?P<tag>[a-z][a-z0-9]*)\s?/?>"), r"\g<tag>"),  # «тег <b>»
    (re.compile(r"</(?P<tag>[a-z][a-z0-9]*)>"), r"закрывающий \g<tag>"),
    (re.compile(r"(?<!\w)\.(?=[A-Z]{2,})"), "дот "),  # «.NET»
)
_LIST_LETTER = re.compile(r"(?<![\w(])([а-яё])\)")  # «а) верно; б) неверно»
_SLASH = re.compile(r"\s*/\s*")
_ARROW = re.compile(r"\s*(?:[→⇒➔➜⟶]|-->|->|=>)\s*")
_BULLET = re.compile(r"\s*[•·▪◦*]\s+|\s[|]\s")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(re.escape, table("signs")["ru"])) + "]")


# A unit before a sign that multiplies it: «5 Н × 3 м = 15 Дж»; without «=» these are sizes.
_TIMES = re.compile(r"(?<=\d\s)(?P<unit>[А-Яа-я/]{1,6}[²³]?)\s?[×·]\s?(?=\d)(?=.*=)")


# «Больная К., 54 г.»: years of age, no grams.
_AGED = re.compile(
    r"(?P<who>\b(?:[Бб]ольн(?:ой|ая|ого|ому|ую)|[Пп]аци?ент\w{0,4}|[Мм]ужчин[аыеу]|[Жж]енщин[аыеу]|[Рр]еб[её]н\w{2,4}"
    r"|[Мм]альчика?|[Дд]евочк[аиу]|[Юю]нош[аи])(?:\s[А-ЯЁ]\.){0,3},\s)(?P<age>\d{1,3})\s?(?:г\.|л\.)"
)
_YEARS = {1: "год", 2: "года", 5: "лет"}
_UP_TO = re.compile(
    r"(?P<who>\b(?:[Дд]ет(?:и|ей|ям|ьми)|[Рр]еб[её]н\w{2,4}|[Шш]кольник\w*|[Лл]иц\w*|[Мм]олод[её]ж\w*)\s(?:до|от|с|старше|младше)\s)(?P<age>\d{1,2})\s?л\."
)
_SO_OFTEN = re.compile(
    r"(?P<most>\b(?:[Дд]о|более|чаще|менее|реже)\s)?(?<![\w.,–-])(?P<times>\d{1,2})\s?р\.?(?=\sв\s(?:сут|день|нед|мес|год|час))"
)
_PER_DAY = re.compile(r"(?<![\w.,])(?P<times>\d{1,2})\s?р\.?/(?:д|сут)\b\.?(?=(?P<end>\s*$)?)")


def _times(match: re.Match[str]) -> str:
    times = "раза" if plural_form(int(match["times"])) == 2 else "раз"
    return f"{match['times']} {times} в день" + ("." if match["end"] is not None and match.group()[-1] == "." else "")


def _often(match: re.Match[str]) -> str:
    """«2 р. в сутки»; «до 4 р. в день»."""
    few = plural_form(int(match["times"])) == 2 and not match["most"]
    return f"{match['most'] or ''}{match['times']} {'раза' if few else 'раз'}"


def read_signs_before(text: str) -> str:
    """Signs whose meaning the numbers after them need."""
    text = _TIMES.sub(r"\g<unit> умножить на ", text)
    text = _AGED.sub(lambda m: f"{m['who']}{m['age']} {_YEARS[plural_form(int(m['age']))]}", text)
    text = _UP_TO.sub(lambda m: f"{m['who']}{m['age']} {'года' if plural_form(int(m['age'])) == 1 else 'лет'}", text)
    text = _SO_OFTEN.sub(_often, text)
    for pattern, said in _BEFORE_NUMBERS:
        text = pattern.sub(said, text)
    return _PER_DAY.sub(_times, text)


def read_signs(text: str) -> str:
    """Signs in words; those that only divide as a pause."""
    text = _LIST_LETTER.sub(lambda m: f"{letter(m.group(1))},", text)
    text = _ARROW.sub(" – ", text)
    text = _BULLET.sub(", ", text)
    text = _SLASH.sub(", ", text)
    said = table("signs")["ru"]
    return _sign().sub(lambda m: f" {said[m.group()]} ", text)
