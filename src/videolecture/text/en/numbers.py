"""Every English number still written in digits -> words, with its unit or currency."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.en import units
from videolecture.text.en.amounts import NUMBER, is_one, say
from videolecture.text.en.fractions import read_fractions, read_parts_of_units, read_vulgar
from videolecture.text.en.numerals import cardinal, decade, digits, ordinal, year
from videolecture.text.en.scales import read_money, read_scales
from videolecture.text.notation import UNCOUNTED

_RANGE = rf"(?:\s?(?:–|—|-|to)\s?(?P<second>{NUMBER}))?"
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_DECADE = re.compile(r"(?<![\w.,])(?:['’](?P<short>\d0)|(?P<long>\d{2,3}0))['’]?s\b")
# «in her 30s», «in the 60s»; but «30s» alone is so many seconds.
_TENS = re.compile(
    r"(?P<before>\b(?:(?:in|of) (?:her|his|my|our|your|their)|the|(?:mid|low|high)(?:-to-late)?|early|late"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ties"
    r"(?:,(?= \d0['’]?s(?:,| and| or))|,? and|,? or| to)(?: the)?)[ -])(?P<ten>[2-9]0)['’]?s\b",
    re.IGNORECASE,
)
# What may follow so many inches; before other words "in" is the preposition: "pages 4-6 in chapter 2".
_OF_INCHES = re.compile(
    r"\s+(?:wide|long|tall|high|deep|thick|across|apart|square|of|by|x|and|or|to|from|above|below|per)\b"
)
_BEFORE_INCHES = re.compile(r"\b(?:[Aa]n?|ft|foot|feet)\s$")
_ORDINALS = re.compile(r"(?<![\w.,])(\d+(?:st|nd|rd|th))\s?[–-]\s?(?=\d+(?:st|nd|rd|th)\b)")
_DOTTED = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)")
_SPAN = re.compile(rf"(?<![\w.,–—-])(?P<first>{NUMBER})\s?[–—-]\s?(?P<second>{NUMBER})(?![\w-]|[–—]\d)")
_SIZE = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d+)?(?:\s?[×x]\s?\d{1,4}(?:\.\d+)?)+(?![\w.,]?\d|\s?[×=x^⁰-⁹²³⁻⁺])")
_POINT = re.compile(r"(?<![\w.,)])\.(?=\d)")  # «.75»
_PLAIN = re.compile(rf"(?<![\w.])(?P<sign>[-−+±])?(?P<number>{NUMBER})")
_SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "±": "plus or minus "}
# A four-digit number before one of these, or before a plural, counts; elsewhere it is a year.
_COUNTING = re.compile(
    r"\s+(?:people|men|women|children|times|percent|(?:million|billion)|(?!was|is|has|as|this|its|his|does|plus|equals|minus|thus|us)[a-z]+s)\b"
)


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,])(?P<sign>[-−+±](?=\d))?(?P<number>{NUMBER}){_RANGE}"
        rf"(?:\s(?P<scale>thousand|million|billion|trillion)(?=[ \u00a0]))?"
        rf"(?P<space>[ \u00a0-]?)(?P<unit>{units.pattern()})(?![\w²³°/]|-\d|\.[A-Z]\b)"
    )


def read_before(text: str) -> str:
    """Units whose number is a formula, divisions and lengths that only look like times; before formulas are read."""
    text = _POINT.sub("0.", text)
    text = re.sub(r"(?<![\w.])c\.\s?(?=\d{3,4}\b|\d{1,2}\s[ABC]\.?[DC])", "circa ", text)
    text = re.sub(r"(?<=\()r\.\s?(?=\d{3,4}\b)", "reigned ", text)
    text = re.sub(r"(?<=\w),\s*(?:…|\.\.\.),?\s*(?=\w)", ", and so on, ", text)
    text = re.sub(r"(?<!\d)(1\d{3}|20\d\d)/(\d\d)(?![\d/])", r"\1–\2", text)  # «1914/15»
    text = re.sub(r"(?<=[°′″])\s?([NSEW])\b", lambda m: " " + _SIDES[m.group(1)], text)
    text = re.sub(r"(?<=°)\s?(\d{1,2})[′'](?:\s?(\d{1,2})[″\"])?", _arc, text)
    text = _SIZE.sub(_size, text)
    text = units.read_units(text)
    text = re.sub(r"(?<=\d) : (?=\d)|(?<=\d)\s?:\s?(?=\d+\s?=)", " divided by ", text)
    text = re.sub(r"(?<![\w./])(\d{2,3})/(\d{2,3})(?![\w/]|\.\d)", _pressure, text)
    return re.sub(r"(?<![\w.])(\d{1,2})['’′]\s?(\d{1,2})(?:\"|″|”|'')", r"\1 ft \2 in", text)


def _size(match: re.Match[str]) -> str:
    """«1920×1080»: sizes by each other."""
    sides = re.findall(r"[\d.]+", match.group())
    return " by ".join(year(int(n)) if len(n) == 4 and n.isdigit() and int(n) % 100 else say(n) for n in sides)


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _arc(match: re.Match[str]) -> str:
    """«37°46′»: minutes of arc."""
    return f" {match.group(1)} min" + (f" {match.group(2)} sec" if match.group(2) else "")


def _pressure(match: re.Match[str]) -> str:
    """«140/90»: no fraction and no date."""
    above, below = int(match.group(1)), int(match.group(2))
    return f"{above} over {below}" if above > below >= 10 and above > 31 else match.group()


def read_numbers(text: str) -> str:
    """The text without digits."""
    text = read_vulgar(text)
    text = _DOTTED.sub(lambda m: " point ".join(cardinal(int(part)) for part in m.group().split(".")), text)
    text = _DECADE.sub(lambda m: decade(int(m.group("short") or m.group("long"))), text)
    while (said := _TENS.sub(lambda m: m.group("before") + decade(int(m.group("ten"))), text)) != text:
        text = said  # «the 80s, 90s and 2000s»: one after the other
    text = _ORDINALS.sub(r"\1 to ", text)
    text = _ORDINAL.sub(lambda m: ordinal(int(m.group(1).replace(",", ""))), text)
    text = re.sub(r"(?<![\d.,(])(\d+),(\d{1,2})(?![\d,)]|\s?\d)", r"\1.\2", text)  # «2,5 percent»
    text = read_scales(read_money(read_parts_of_units(text)))
    text = _measure().sub(_measured, text)
    text = read_fractions(text)
    text = _SPAN.sub(_span, text)
    text = _PLAIN.sub(_plain, text)
    return re.sub(r"\d+", _inside, text).replace(UNCOUNTED, "")


def _measured(match: re.Match[str]) -> str:
    written = match.group("unit")
    number, second = match.group("number"), match.group("second")
    if not match.group("space") and len(written) == 1 and written.isalpha() and written not in "mgsVWAK":
        return match.group()
    before, after = left_of(match), right_of(match)
    if written == "in" and re.match(r"\s+\w", after) and not (_OF_INCHES.match(after) or _BEFORE_INCHES.search(before)):
        return match.group()
    if written in ("A", "a") and match.group("space") != "-" and re.match(r"\s+[a-z]", after):
        return match.group()
    scale = f" {match.group('scale')}" if match.group("scale") else ""
    single = match.group("space") == "-" or units.attributive(before, after)
    unit = units.find(written, single or (is_one(number) and not second and not scale))
    if unit is None:
        return match.group()
    sign = _SIGNS.get(match.group("sign") or "", "")
    span = f"{say(number)} to {say(second)}" if second else say(number)
    ends = "." if written.endswith(".") and not after.strip(" \"')") else ""
    return f"{sign}{span}{scale} {unit}{ends}"


def _span(match: re.Match[str]) -> str:
    first, second = match.group("first"), match.group("second")
    if first == second:
        return f"{say(first)} {say(second)}"  # «50-50»
    if re.fullmatch(r"1\d{3}|20\d\d", first) and re.fullmatch(r"1\d{3}|20\d\d|\d\d", second):
        last = year(int(second)) if len(second) == 4 else cardinal(int(second))
        return f"{year(int(first))} to {last}"
    return f"{say(first)} to {say(second)}"


def _plain(match: re.Match[str]) -> str:
    written = match.group("number")
    sign = match.group("sign") or ""
    before = left_of(match)
    said = ""
    if sign and re.search(r"[\w)]$", before):
        sign, said = "", " " if sign in "-" else sign
    after = right_of(match)
    spaced = " " if after[:1].isalpha() else ""
    dated = re.search(
        r"\b(?:Q[1-4]|Q (?:one|two|three|four)|quarter of|(?:spring|summer|autumn|fall|winter)(?: of)?)\s$", before
    )
    if (
        re.fullmatch(r"1[1-9]\d\d|20\d\d", written)
        and not sign
        and (dated or _is_year(written, before, after) or _BETWEEN.search(before))
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


def _is_year(written: str, before: str, after: str) -> bool:
    if re.search(r"\b[Tt]he $", before) and int(written) % 50:
        return True  # «the 1848 revolutions»; «the 1500 people» are counted
    counted = re.search(r"(?:equals?|times|plus|minus|than|number|page|room|version|of exactly)\s$", before)
    return not (_COUNTING.match(after) or counted)


def _inside(match: re.Match[str]) -> str:
    """Digits inside words and codes: «B2B», «covid19»."""
    said = digits(match.group()) if match.group()[0] == "0" and len(match.group()) > 1 else cardinal(int(match.group()))
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{said}{' ' if right.isalnum() else ''}"
