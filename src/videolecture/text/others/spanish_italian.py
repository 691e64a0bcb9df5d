"""What Spanish and Italian write in their own ways: «s. XX», «5ºC», «alle 15.30», «gli anni '80», «en km»."""

from __future__ import annotations

import re
from functools import cache

from num2words import num2words

from videolecture.text.others.gender import is_feminine
from videolecture.text.others.ordinals import roman
from videolecture.text.tables import table

LANGUAGES = ("es", "it")

_CENTURY = {"es": re.compile(r"\b(s{1,2})\.\s?(?=[IVX]+\b)"), "it": re.compile(r"\b([Ss]ec)\.\s?(?=[IVX]+\b)")}
_CENTURIES = {"s": "siglo ", "ss": "siglos ", "sec": "secolo "}
_SEVERAL = re.compile(
    r"\b(?P<name>siglos?|secol[oi])\s(?P<first>[IVX]+)(?P<between>\s?[-–]\s?|\s[aye]\s)(?P<last>[IVX]+)\b"
)
_DEGREES = re.compile(r"(?<=\d)\s?[º°]\s?(?=[CF]\b)")
_TIME = {
    "es": re.compile(r"\b(las?)\s(\d{1,2})\.(?=[0-5]\d(?!\d|[.,]\d|\s?[%€$]))"),
    "it": re.compile(r"\b(ore|alle|dalle|[ad]ll')\s?(\d{1,2})\.(?=[0-5]\d(?!\d|[.,]\d|\s?[%€$]))"),
}
_DECADE = re.compile(r"(?<!\w)['’‘](?=\d{2,3}\b)")
_SQUARED = re.compile(r"(?<=\b[A-Za-z])[²³]|(?<=\bmc)²|(?<=[\d)])[²³]")
_POWER = {
    "es": {"²": " al cuadrado", "³": " al cubo"},
    "it": {"²": " al quadrato", "³": " al cubo"},
}
_PER_AREA = {"es": " por kilómetro cuadrado", "it": " per chilometro quadrato"}
_ROMAN = re.compile(r"(?<![\w.'’])[IVX]{2,}(?![\w'’])")
# «capítulo IV» is counted, «II Guerra Mundial» is in order.
_NUMBERED = {
    "es": re.compile(r"\b(capítulo|volumen|tomo|parte|fase|tipo|nivel|grupo|figura|tabla|acto|tema)\s([IVX]+)\b", re.I),
    "it": re.compile(r"\b(capitolo|volume|tomo|parte|fase|tipo|livello|gruppo|figura|tabella|atto)\s([IVX]+)\b", re.I),
}  # fmt: skip
_IN_ORDER = {
    "es": re.compile(
        r"\b([IVX]+)\s(?=(Guerra|República|Congreso|Conferencia|Concilio|Internacional|Cumbre|Edición)\b)"
    ),
    "it": re.compile(
        r"\b([IVX]+)\s(?=(guerra|repubblica|congresso|conferenza|concilio|internazionale|edizione)\b)", re.IGNORECASE
    ),
}
_LARGE_SUM = {
    "es": (re.compile(r"\b(millón|millones|billón|billones)\s?(?=[€$£])"), "de"),
    "it": (re.compile(r"\b(milione|milioni|miliardo|miliardi)\s?(?=[€$£])"), "di"),
}
_AMBIGUOUS = frozenset("min cal bar mol atm".split())  # noqa: SIM905 (words, too, where no number stands before them)


def read_customs(text: str, language: str) -> str:
    """The text with what the tables of numbers and units cannot say in words, or as they know it; before they read."""
    if language not in LANGUAGES:
        return text
    text = _CENTURY[language].sub(lambda found: _CENTURIES[found[1].lower()], text)
    text = _SEVERAL.sub(lambda found: _centuries(found, language), text)
    text = _NUMBERED[language].sub(lambda found: _numbered(found, language), text)
    text = _IN_ORDER[language].sub(lambda found: _in_order(found, language), text)
    text = _TIME[language].sub(r"\1 \2:", text)
    large, of = _LARGE_SUM[language]
    text = large.sub(rf"\1 {of} ", text)
    return _DECADE.sub("", _DEGREES.sub(" °", text))


def read_lone_units(text: str, language: str) -> str:
    """The text with units that no number stands before in words, «en km/h», powers and Roman numbers that are left."""
    if language not in LANGUAGES:
        return text
    units = table("others_forms")[language]["units"]

    def said(found: re.Match[str]) -> str:
        one, _, several = units[found.group()].partition("|")
        return str(several or one)

    text = _ROMAN.sub(
        lambda found: str(num2words(roman(found[0]), lang=language)) if roman(found[0]) else found[0], text
    )
    text = re.sub(r"(?<=[a-z])/km²", _PER_AREA[language], text)  # «habitantes/km²»
    return _SQUARED.sub(lambda found: _POWER[language][found.group()], _lone(language).sub(said, text))


@cache
def _lone(language: str) -> re.Pattern[str]:
    units = [unit for unit in table("others_forms")[language]["units"] if len(unit) > 1 and unit not in _AMBIGUOUS]
    signs = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<![\w./'’-])(?:{signs})(?![\w²³/'’-])")


def _centuries(found: re.Match[str], language: str) -> str:
    """«siglos XV-XVI», «secoli XV e XVI»."""
    between = found["between"] if found["between"].strip() in "aye" else " a "
    said = [_century(found[name], language) for name in ("first", "last")]
    return f"{found['name']} {between.join(said)}"


def _century(written: str, language: str) -> str:
    number = roman(written)
    if not number:
        return written
    return str(num2words(number, lang=language, to="ordinal" if language == "it" or number <= 10 else "cardinal"))


def _numbered(found: re.Match[str], language: str) -> str:
    number = roman(found[2])
    return f"{found[1]} {num2words(number, lang=language)}" if number else found.group()


def _in_order(found: re.Match[str], language: str) -> str:
    number = roman(found[1])
    if not number:
        return found.group()
    said = str(num2words(number, lang=language, to="ordinal"))
    said = re.sub(r"o\b", "a", said) if is_feminine(found[2].lower(), language) else said
    if language == "es" and said in ("primero", "tercero"):
        said = said[:-1]
    return f"{said} "
