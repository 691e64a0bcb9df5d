"""Numbers in words, through num2words, as languages write them: German 1.234,5, French 1 234,5, Japanese 1,234.5."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.others.hindi import hindi

# What num2words 0.5.14 says for every number tried; in other languages it fails or never ends. It has no Chinese (its
# digits stay, for the engine to read) and no Hindi (said here).
NUMBERED = (
    *(
        "ar",
        "ca",
        "cs",
        "da",
        "de",
        "es",
        "fi",
        "fr",
        "he",
        "hi",
        "hu",
        "id",
        "is",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "nl",
        "no",
    ),
    *("pl", "pt", "ro", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi"),
)
WITH_POINT = frozenset(("ar", "he", "hi", "ja", "ko", "th"))  # 1,234.5
YEARS = frozenset(("de", "nl", "no", "sv", "da"))  # 1990 is nineteen hundred ninety
LONGEST = 15  # digits; what is longer is a number of something (a card, a phone) and said digit by digit

_SPACES = "\u0020\u00a0\u202f\u2009"  # between groups of three digits
_SEVERAL = re.compile(r"(?<![\w.,])\d+(?:[.:/]\d+){2,}(?![\w])")  # dates, versions, addresses
# A phone number; four digits on both sides are a span of hours, «0800-1200».
_PHONE = re.compile(r"(?<![\w.,-])(?!\d{4}[-–]\d{4}(?!\d))(0\d{1,5})[-–](\d{4,10})(?![\w-]|[.,]\d)")
_CLOCK = re.compile(r"(?<![\w.,:])(\d{1,2}):(\d{2})(?![\w:])")


def read_numbers(text: str, language: str, point: str, minus: str, to: str) -> str:
    """The text with its numbers in words; `point`, `minus` and `to` are the language's words for those signs."""
    if language not in NUMBERED or not any(character.isdigit() for character in text):
        return text
    text = _SEVERAL.sub(lambda found: " ".join(re.split(r"[.:/]", found.group())), text)
    text = _CLOCK.sub(lambda found: f"{found[1]} {int(found[2]) or ''}".strip(), text)
    text = _PHONE.sub(lambda found: f"{found[1]} {' '.join(found[2])}", text)
    if to:
        text = re.sub(r"(?<=\d)\s*[–—]\s*(?=\d)|(?<=\d)-(?=\d)", f" {to} ", text)

    def said(found: re.Match[str]) -> str:
        whole, part = found["whole"], found["part"] or ""
        if found["mark"] == _group_mark(language) and len(part) == 3:  # 1.234 in German is a whole number
            whole, part = whole + part, ""
        words = [minus] if found["minus"] and minus else []
        words.append(cardinal(re.sub(r"\D", "", whole), language, year=not part and found["mark"] is None))
        if part:
            words += [point or ",", *(cardinal(digit, language) for digit in part)]
        glue = "" if language == "ja" else " "
        return _apart(found, glue.join(words), glue)

    return _pattern(language).sub(said, text)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    group = re.escape(_group_mark(language))
    indian = r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])|" if language == "hi" else ""  # 12,34,567
    # Japanese puts no space before a number; a hyphen after katakana belongs to a name: «アポロ-5».
    joined = "A-Za-z0-9ァ-ー" if language == "ja" else r"\w"
    return re.compile(
        rf"(?:(?<![{joined})])(?P<minus>[-−]))?"
        rf"(?P<whole>{indian}[0-9]{{1,3}}(?:(?:[{_SPACES}'’]|{group})[0-9]{{3}})+(?![0-9])|[0-9]+)"
        rf"(?:(?P<mark>[.,])(?P<part>[0-9]+))?"
    )


def _group_mark(language: str) -> str:
    return "," if language in WITH_POINT else "."


def _apart(found: re.Match[str], words: str, glue: str) -> str:
    """With a space towards letters that touch the number: «5km», «F16»."""
    before = found.string[found.start() - 1 : found.start()] if found.start() else ""
    after = found.string[found.end() : found.end() + 1]
    return f"{glue if before.isalnum() else ''}{words}{glue if after.isalnum() else ''}"


def cardinal(digits: str, language: str, *, year: bool = False) -> str:
    """Digits as a whole number in words; one by one where they begin with a zero or are very many."""
    if len(digits) > LONGEST or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(_said(int(digit), language, "cardinal") for digit in digits)
    number = int(digits)
    of_a_year = year and language in YEARS and len(digits) == 4 and 1100 <= number < 2000
    return _said(number, language, "year" if of_a_year else "cardinal")


@cache
def _said(number: int, language: str, kind: str) -> str:
    if language == "hi":
        return hindi(number)
    from num2words import num2words

    if kind == "year" and language == "sv":  # num2words has no Swedish years: «nittonhundranittio»
        hundreds, rest = divmod(number, 100)
        return f"{_said(hundreds, 'sv', 'cardinal')}hundra{_said(rest, 'sv', 'cardinal') if rest else ''}"
    words = str(num2words(number, lang=language, to=kind))
    return words.replace(" و ", " و") if language == "ar" else words
