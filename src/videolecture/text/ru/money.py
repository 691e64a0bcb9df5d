"""Sums of money in one spelling: «$1.5M», «1,5M$», «€2bn», «80к руб.» -> «1,5 млн $», «2 млрд €», «80 тыс. руб.»."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of
from videolecture.text.ru.amounts import NUMBER

_SCALES = {"тыс": "тыс.", "к": "тыс.", "k": "тыс.", "т": "тыс.", "m": "млн", "mn": "млн", "mln": "млн", "mio": "млн",
           "млн": "млн", "м": "млн", "million": "млн", "b": "млрд", "bn": "млрд", "bln": "млрд", "млрд": "млрд",
           "billion": "млрд", "t": "трлн", "tn": "трлн", "trn": "трлн", "трлн": "трлн",
           "trillion": "трлн"}  # fmt: skip
_SCALE = (
    r"(?:(?<=\d)\s?(?P<scale{0}>(?:тыс|млн|млрд|трлн)(?![а-яё])\.?|(?:million|billion|trillion)\b"
    r"|(?:[Mm]ln|[Mm]io|[Mm]n|[Bb]ln|[Bb]n|[Tt]rn|[Tt]n|[KkКкMmМмBbTt])(?![\w]))\.?)?"
)
_SIGN = r"(?:US|A|AU|C|CA|HK)?[$€£¥₽₴₸₿₹]"
_DASH = r"\s?[–—-]\s?"
_BEFORE = re.compile(
    rf"(?<![\w$€£¥₽])(?P<minus>[-−–])?(?P<sign>{_SIGN})\s?(?P<first>{NUMBER}){_SCALE.format(1)}"
    rf"(?:{_DASH}(?P<again>{_SIGN})?\s?(?P<second>{NUMBER}){_SCALE.format(2)})?"
)
_NAMES = r"(?:[$€£¥₽₴₸₿₹]|руб|долл|рубл|доллар|евро\b|USD|EUR|RUB|GBP|CNY)"
_AFTER = re.compile(
    rf"(?<![\w.,$€£¥₽])(?P<number>{NUMBER}(?:{_DASH}{NUMBER})?)\s?"
    rf"(?P<scale>[Mm]ln|[Mm]io|[Mm]n|[Bb]ln|[Bb]n|[Tt]n|[KkКкMМBT])\s?(?=\s*{_NAMES})"
)
# «от $5 до $10 млн»: the size is of both.
_SHARED = re.compile(
    rf"\b(?P<from>[Оо]т|[Мм]ежду|[Сс]о?)\s+(?P<sign>{_SIGN})\s?(?P<first>{NUMBER})(?P<to>\s+(?:до|и|по)\s+)"
    rf"(?P<again>{_SIGN})\s?(?P<second>{NUMBER})(?=\s?(?:тыс|млн|млрд|трлн|[KkКкMmBb]n?\b))"
)
_THOUSANDS_OF_ROUBLES = re.compile(r"(?<=\d)\s?т\.\s?р(?:уб)?\.")
# Without a currency only where it touches its number and counts something: «10K подписчиков».
_COUNTED = re.compile(rf"(?<![\w.,])(?P<number>{NUMBER})(?P<scale>[KkMBКк])(?=\s[а-яё]{{3,}})")


def read_money(text: str) -> str:
    """The number first, then thousands or millions, then the currency; the numbers stay digits."""
    text = _THOUSANDS_OF_ROUBLES.sub(" тыс. руб.", text)
    text = _COUNTED.sub(lambda m: f"{m.group('number')} {_SCALES[m.group('scale').lower()]}", text)
    if not re.search(r"[$€£¥₽₴₸₿₹]|руб|долл|евро|USD|EUR|RUB|GBP|CNY", text):
        return text
    text = _SHARED.sub(_shared, text)
    text = _BEFORE.sub(_before, text)
    return _AFTER.sub(lambda m: f"{m.group('number')} {_SCALES[m.group('scale').lower()]} ", text)


def _scale(written: str | None) -> str:
    return f" {_SCALES[written.lower().rstrip('.')]}" if written else ""


def _before(match: re.Match[str]) -> str:
    sign, second = match.group("sign")[-1], match.group("second")
    first_scale, second_scale = _scale(match.group("scale1")), _scale(match.group("scale2"))
    ends = "." if match.group().endswith(".") and re.match(r"\s*(?:$|[А-ЯЁ])", right_of(match)) else ""
    minus = match.group("minus") or ""
    if not second:
        return f"{minus}{match.group('first')}{first_scale} {sign}{ends}"
    if match.group("again") and match.group("again")[-1] != sign:
        return match.group()
    if first_scale and second_scale and first_scale != second_scale:
        return f"{minus}{match.group('first')}{first_scale} – {second}{second_scale} {sign}{ends}"
    return f"{minus}{match.group('first')}–{second}{second_scale or first_scale} {sign}{ends}"


def _shared(match: re.Match[str]) -> str:
    if match.group("sign")[-1] != match.group("again")[-1]:
        return match.group()
    # What is said last keeps its sign before it, with whatever size follows.
    return (
        f"{match.group('from')} {match.group('first')}{match.group('to')}{match.group('again')}{match.group('second')}"
    )
