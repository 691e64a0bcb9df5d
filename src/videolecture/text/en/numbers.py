"""Every English number still written in digits -> words, with its unit or currency."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.en.numerals import cardinal, decade, digits, ordinal, plural_ordinal, year
from videolecture.text.formulas import UNCOUNTED
from videolecture.text.tables import table

_NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?!\d)(?:\.\d+(?!\.?\d))?"
_SCALE = r"(?:\s?(?P<scale>thousand|million|billion|trillion|[KMBkmb]n?(?![\w])))?"
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_RANGE = rf"(?:\s?(?:–|—|-|to)\s?(?P<second>{_NUMBER}))?"
_CURRENCY = re.compile(
    rf"(?P<sign>[-−])?(?:US)?(?P<currency>[$€£¥₽₹])\s?(?P<number>{_NUMBER})(?:\s?[–—-]\s?[$€£¥₽₹]?(?P<second>{_NUMBER}))?{_SCALE}"
)
_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d+)[ -])?(?P<above>\d{1,3})[/⁄](?P<below>\d{1,4})(?![\w/]|\.\d)(?P<th>th|nd|rd)?"
)
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_DECADE = re.compile(r"(?<![\w.,])(?:['’](?P<short>\d0)|(?P<long>\d{2,3}0))['’]?s\b")
_DOTTED = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)")
_SPAN = re.compile(rf"(?<![\w.,–—-])(?P<first>{_NUMBER})\s?[–—-]\s?(?P<second>{_NUMBER})(?![\w-]|[–—]\d)")
_PLAIN = re.compile(rf"(?<![\w.])(?P<sign>[-−+±])?(?P<number>{_NUMBER})")
_SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "±": "plus or minus "}
# A quotient of units after a formula: «3×10⁸ m/s».
_ALONE = re.compile(r"(?<![\w/])(?:km|m|cm|mm|kg|g|mg|J|W|N|mol|rad)/(?:s|h|kg|g|L|m|mol|K)[²³]?(?![\w/])")
# A four-digit number before one of these, or before a plural, counts; elsewhere it is a year.
_COUNTING = re.compile(
    r"\s+(?:people|men|women|children|times|percent|(?:million|billion)|(?!was|is|has|as|this|its|his|does|plus|equals|minus|thus|us)[a-z]+s)\b"
)


@cache
def _units() -> dict[str, tuple[str, str]]:
    found = {}
    for names, said in table("en_words")["units"].items():
        singular, _, plural = said.partition("|")
        for name in names.split():
            found[name] = (singular, plural or singular)
    return found


@cache
def _measure() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    power = r"(?:\^\{?[23]\}?|[²³]|[23](?!\d))?"
    unit = rf"(?:(?:sq|cu)\.?\s)?(?:{names}){power}(?:[/·⋅*](?:{names}){power})?"
    return re.compile(
        rf"(?<![\w.,])(?P<sign>[-−+±](?=\d))?(?P<number>{_NUMBER}){_RANGE}"
        rf"(?P<space>[ \u00a0-]?)(?P<unit>{unit})(?![\w²³°/])"
    )


# A power of ten has a unit too: «10⁵ Pa», «6.5×10⁹/L».
@cache
def _after_power() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    unit = rf"(?:{names})[²³]?(?:/(?:{names})[²³]?)?"
    return re.compile(
        rf"(?P<base>\b10(?:[⁻⁺]?[⁰¹²³⁴-⁹]+|\^\{{?-?\d+\}}?))(?:\s(?P<unit>{unit})|/(?P<below>{unit}))(?![\w²³°/])"
    )


def read_before(text: str) -> str:
    """Units whose number is a formula, divisions and lengths that only look like times; before formulas are read."""
    text = _after_power().sub(_unit_of_power, text)
    text = re.sub(r"(?<=\d) : (?=\d)|(?<=\d)\s?:\s?(?=\d+\s?=)", " divided by ", text)
    text = re.sub(r"(?<![\w./])(\d{2,3})/(\d{2,3})(?![\w/]|\.\d)", _pressure, text)
    return re.sub(r"(?<![\w.])(\d{1,2})['’′]\s?(\d{1,2})(?:\"|″|”|'')", r"\1 ft \2 in", text)


def _pressure(match: re.Match[str]) -> str:
    """«140/90»: no fraction and no date."""
    above, below = int(match.group(1)), int(match.group(2))
    return f"{above} over {below}" if above > below >= 10 and above > 31 else match.group()


def _unit_of_power(match: re.Match[str]) -> str:
    said = _unit(match.group("unit") or match.group("below"), bool(match.group("below")))
    if said is None or (match.group("unit") in ("in", "A", "a") and re.match(r"\s[a-z]", match.string[match.end() :])):
        return match.group()
    return f"{match.group('base')} {said}" if match.group("unit") else f"{match.group('base')} per {said}"


def read_numbers(text: str) -> str:
    """The text without digits."""
    text = re.sub(rf"(?:(\d+)\s?)?([{_VULGAR}])", _vulgar, text)
    text = _DOTTED.sub(lambda m: " point ".join(cardinal(int(part)) for part in m.group().split(".")), text)
    text = _DECADE.sub(lambda m: decade(int(m.group("short") or m.group("long"))), text)
    text = _ORDINAL.sub(lambda m: ordinal(int(m.group(1).replace(",", ""))), text)
    text = re.sub(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d,]|\s?\d)", r"\1.\2", text)  # «2,5 percent»
    text = _CURRENCY.sub(_money, text)
    text = _SHORT.sub(_thousands, text)
    text = _measure().sub(_measured, text)
    text = _ALONE.sub(lambda m: _unit(m.group(), False) or m.group(), text)
    text = _FRACTION.sub(_fraction, text)
    text = _SPAN.sub(_span, text)
    text = _PLAIN.sub(_plain, text)
    return re.sub(r"\d+", _inside, text).replace(UNCOUNTED, "")


# Written together with its number: «10K runs», «1.5M users»; «3x faster».
_SHORT = re.compile(rf"(?<![\w.$€£])(?P<number>{_NUMBER})(?P<short>[KkMB]|bn|x)(?=\s+[a-z]|\+)")


def _thousands(match: re.Match[str]) -> str:
    if match.group("short") == "x":
        return f"{say(match.group('number'))} times"
    return f"{say(match.group('number'))} {_SCALES[match.group('short').lower()]}"


def _vulgar(match: re.Match[str]) -> str:
    fraction = unicodedata.normalize("NFKC", match.group(2)).replace("\u2044", "/")
    return f"{match.group(1) or ''} {fraction}".strip()


def say(written: str) -> str:
    """One number: «1,250.5»."""
    whole, _, decimals = re.sub(r"[,\u00a0\u202f\u2009]", "", written).partition(".")
    if len(whole) > 1 and whole[0] == "0":
        return digits(whole)
    return cardinal(int(whole)) + (f" point {digits(decimals)}" if decimals else "")


def _is_one(written: str) -> bool:
    return written == "1"


def _money(match: re.Match[str]) -> str:
    one, many, cent, cents = table("en_words")["currency"][match.group("currency")].split("|")
    number, second, scale = match.group("number"), match.group("second"), match.group("scale")
    minus = "minus " if match.group("sign") else ""
    if scale:
        scale = _SCALES.get(scale.lower(), scale)
        span = f"{say(number)} to {say(second)}" if second else say(number)
        return f"{minus}{span} {scale} {many}"
    if second:
        return f"{say(number)} to {say(second)} {many}"
    whole, _, decimals = number.replace(",", "").partition(".")
    if len(decimals) != 2:
        return f"{minus}{say(number)} {one if _is_one(number) else many}"
    count = int(decimals)
    small = f"{cardinal(count)} {cent if count == 1 else cents}"
    large = f"{cardinal(int(whole))} {one if whole == '1' else many}"
    if not count:
        return minus + large
    return minus + (small if whole == "0" else f"{large} and {small}")


def _measured(match: re.Match[str]) -> str:
    written = match.group("unit")
    number, second = match.group("number"), match.group("second")
    if not match.group("space") and len(written) == 1 and written.isalpha() and written not in "mgsVWAK":
        return match.group()
    after = match.string[match.end() :]
    if written == "in" and re.match(r"\s+(?:the|a|an|this|that|[A-Z]|\d)", after):
        return match.group()
    if written in ("A", "a") and re.match(r"\s+[a-z]", after):
        return match.group()
    hyphen = match.group("space") == "-"
    unit = _unit(written, (_is_one(number) and not second) or hyphen)
    if unit is None:
        return match.group()
    sign = _SIGNS.get(match.group("sign") or "", "")
    span = f"{say(number)} to {say(second)}" if second else say(number)
    return f"{sign}{span} {unit}"


def _unit(written: str, single: bool) -> str | None:
    above, _, below = written.replace("·", "/ ").partition("/")
    said = _powered(above.strip(), single)
    if said is None:
        return None
    if not below:
        return said
    second = _powered(below.strip(), True)
    if second is None:
        return None
    return f"{said} {second}" if below.startswith(" ") else f"{said} per {second}"


def _powered(written: str, single: bool) -> str | None:
    lead = re.match(r"(sq|cu)\.?\s", written)
    power = {"sq": "square ", "cu": "cubic "}[lead.group(1)] if lead else ""
    written = written[lead.end() :] if lead else written
    if written not in _units() and (found := re.search(r"\^?\{?([23²³])\}?$", written)):
        power = "square " if found.group(1) in "2²" else "cubic "
        written = written[: found.start()]
    unit = _units().get(written)
    if unit is None:
        return None
    if power and unit[0] == "second":
        return f"{unit[0]} squared" if power == "square " else f"{unit[0]} cubed"
    return power + unit[0 if single else 1]


def _fraction(match: re.Match[str]) -> str:
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    if match.group() == "24/7":
        return "twenty four seven"
    if below < 2 or above == 0:
        return match.group()
    if above > below >= 10 and not whole:  # «140/90»: no share of anything
        return f"{cardinal(above)} over {cardinal(below)}"
    if above == below:  # «20/20 vision», «50/50»
        return f"{cardinal(above)} {cardinal(below)}"
    if whole and above == 1 and below in (2, 4):
        return f"{cardinal(int(whole))} and a {plural_ordinal(below, 1)}"
    said = (
        f"{cardinal(above)} {plural_ordinal(below, above)}"
        if below <= 1000
        else f"{cardinal(above)} over {cardinal(below)}"
    )
    return f"{cardinal(int(whole))} and {said}" if whole else said


def _span(match: re.Match[str]) -> str:
    first, second = match.group("first"), match.group("second")
    if re.fullmatch(r"1\d{3}|20\d\d", first) and re.fullmatch(r"1\d{3}|20\d\d|\d\d", second):
        last = year(int(second)) if len(second) == 4 else cardinal(int(second))
        return f"{year(int(first))} to {last}"
    return f"{say(first)} to {say(second)}"


def _plain(match: re.Match[str]) -> str:
    written = match.group("number")
    sign = match.group("sign") or ""
    before = match.string[: match.start()]
    said = ""
    if sign and re.search(r"[\w)]$", before):
        sign, said = "", " " if sign in "-" else sign
    after = match.string[match.end() :]
    spaced = " " if after[:1].isalpha() else ""
    dated = re.search(
        r"\b(?:Q[1-4]|Q (?:one|two|three|four)|quarter of|(?:spring|summer|autumn|fall|winter)(?: of)?)\s$", before
    )
    if (
        re.fullmatch(r"1[1-9]\d\d|20\d\d", written)
        and not sign
        and (dated or _is_year(before, after) or _BETWEEN.search(before))
    ):
        return said + year(int(written)) + spaced
    if re.fullmatch(r"10[1-9]\d", written) and _WHEN.search(before) and _GOES_ON.match(after):
        return said + year(int(written)) + spaced
    return said + _SIGNS.get(sign, "") + say(written) + spaced


# «In 1066, the Normans»: a small year only where nothing is counted.
_WHEN = re.compile(r"\b(?:in|since|until|after|before)\s$", re.IGNORECASE)
_GOES_ON = re.compile(r",|\.|\s+(?:the|a|he|she|it|they|[A-Z])")
# The year before this one, as written or as said already.
_BETWEEN = re.compile(
    r"\b(?:between|from)\s(?:1\d{3}|20\d\d|(?:(?:one|two) thousand|(?:eleven|twelve|\w+teen|twenty) \w+)[a-z ]{0,20})"
    r"\s(?:and|to|until|till|through)\s$",
    re.IGNORECASE,
)


def _is_year(before: str, after: str) -> bool:
    counted = re.search(r"(?:equals?|times|plus|minus|than|number|page|room|version|of exactly)\s$", before)
    return not (_COUNTING.match(after) or counted)


def _inside(match: re.Match[str]) -> str:
    """Digits inside words and codes: «B2B», «covid19»."""
    said = digits(match.group()) if match.group()[0] == "0" and len(match.group()) > 1 else cardinal(int(match.group()))
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{said}{' ' if right.isalnum() else ''}"
