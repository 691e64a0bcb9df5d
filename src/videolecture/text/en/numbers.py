"""Every English number still written in digits -> words, with its unit or currency."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.en import units
from videolecture.text.en.numerals import cardinal, decade, digits, ordinal, plural_ordinal, year
from videolecture.text.notation import UNCOUNTED
from videolecture.text.tables import table

_NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?!\d)(?:\.\d+(?!\.?\d))?"
_SCALE = r"(?:\s?(?P<scale>thousand|million|billion|trillion|crore|lakh|(?:[KMBkmb]n?|tn|trn)(?![\w])))?"
_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
    "trn": "trillion",
}
_MOST_DIGITS = 100  # Python refuses to read a number of thousands of them
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_RANGE = rf"(?:\s?(?:–|—|-|to)\s?(?P<second>{_NUMBER}))?"
_CURRENCY = re.compile(
    rf"(?P<sign>[-−])?(?:US)?(?P<currency>[$€£¥₽₹₴₩₿₪])\s?(?P<number>{_NUMBER})(?:\s?[–—-]\s?[$€£¥₽₹]?(?P<second>{_NUMBER}))?{_SCALE}"
)
_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d+)[ -])?(?P<above>\d{1,3})[/⁄](?P<below>\d{1,4})(?![\w/]|\.\d)(?P<th>th|nd|rd)?"
)
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
_SPAN = re.compile(rf"(?<![\w.,–—-])(?P<first>{_NUMBER})\s?[–—-]\s?(?P<second>{_NUMBER})(?![\w-]|[–—]\d)")
_SIZE = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d+)?(?:\s?[×x]\s?\d{1,4}(?:\.\d+)?)+(?![\w.,]?\d|\s?[×=x^⁰-⁹²³⁻⁺])")
_POINT = re.compile(r"(?<![\w.,)])\.(?=\d)")  # «.75»
_PLAIN = re.compile(rf"(?<![\w.])(?P<sign>[-−+±])?(?P<number>{_NUMBER})")
_SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "±": "plus or minus "}
# A four-digit number before one of these, or before a plural, counts; elsewhere it is a year.
_COUNTING = re.compile(
    r"\s+(?:people|men|women|children|times|percent|(?:million|billion)|(?!was|is|has|as|this|its|his|does|plus|equals|minus|thus|us)[a-z]+s)\b"
)


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,])(?P<sign>[-−+±](?=\d))?(?P<number>{_NUMBER}){_RANGE}"
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
    text = re.sub(rf"(?:(\d+)\s?)?([{_VULGAR}])", _vulgar, text)
    text = _DOTTED.sub(lambda m: " point ".join(cardinal(int(part)) for part in m.group().split(".")), text)
    text = _DECADE.sub(lambda m: decade(int(m.group("short") or m.group("long"))), text)
    while (said := _TENS.sub(lambda m: m.group("before") + decade(int(m.group("ten"))), text)) != text:
        text = said  # «the 80s, 90s and 2000s»: one after the other
    text = _ORDINALS.sub(r"\1 to ", text)
    text = _ORDINAL.sub(lambda m: ordinal(int(m.group(1).replace(",", ""))), text)
    text = re.sub(r"(?<![\d.,(])(\d+),(\d{1,2})(?![\d,)]|\s?\d)", r"\1.\2", text)  # «2,5 percent»
    text = _fraction_of_unit().sub(_part_of_unit, text)
    text = _CURRENCY.sub(_money, text)
    text = _RACE.sub(_race, text)
    text = _SPACED.sub(lambda m: f"{m.group('number')} {_SCALES[m.group('scale').lower()]}", text)
    text = _SHORT.sub(_thousands, text)
    text = _measure().sub(_measured, text)
    text = _FRACTION.sub(_fraction, text)
    text = _SPAN.sub(_span, text)
    text = _PLAIN.sub(_plain, text)
    return re.sub(r"\d+", _inside, text).replace(UNCOUNTED, "")


# Written together with its number: «10K runs», «1.5M users»; «3x faster».
_SHORT = re.compile(
    rf"(?<![\w.$€£])(?P<number>{_NUMBER})(?P<short>[KkMB]|bn|tn|x"
    r"|m(?=\s(?:people|users|jobs|homes|children|workers|copies|voters|students|inhabitants|visitors|customers|barrels)))"
    r"(?=\s+[a-z]|\+)"
)


# «3 M words», «2 B tokens»; but «a 5 M solution», «300 K».
_SPACED = re.compile(
    rf"(?<![\w.$€£])(?P<number>{_NUMBER})\s(?P<scale>[KMBk])(?=\s(?:[a-z]+\s)?(?!solution|acid|buffer|stock|concentr|temperature|is\b|was\b"
    r"|has\b|as\b|its\b|this\b|plus\b|minus\b|less\b|equals\b|thus\b|does\b|gas\b|across\b|cells?\b)[a-z]{3,}s\b)"
)


# «a 5 K run», «ran the 10K»: kilometres, said by the letter.
_RACE = re.compile(r"(?<![\w.,$€£])(?P<number>\d{1,3}(?:\.\d)?)[ \u00a0-]?[Kk](?![\w/])")
_RACED = re.compile(
    r"\s(?:(?:charity|fun|road|trail|park|city|annual)\s)?(?:runs?|races?|walks?|events?|course|jogs?|swim|route|relay"
    r"|runners?|finish(?:ers?)?|marathon|(?:is|was)\s(?:on|next|this|held|at)\b)\b"
)
_RUNS = re.compile(
    r"\b(?:ran|run|runs|running|jogg?(?:ed|ing)?|walk(?:ed|ing)?|finish(?:ed|ing)?|complet(?:e|ed|ing)|raced?|won|win"
    r"|enter(?:ed)?|for)\s(?:(?:a|an|the|my|his|her|our|their|this|that|first|another|next)\s){1,2}$",
    re.IGNORECASE,
)
_RACE_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:on|in|at|this|next|last|with|and|for|to|by|because|but|or|yesterday|today|every|each)\b)"
)


def _race(match: re.Match[str]) -> str:
    before, after = left_of(match), right_of(match)
    ran = _RUNS.search(before) and _RACE_ENDS.match(after)
    return f"{say(match.group('number'))} k" if ran or _RACED.match(after) else match.group()


def _thousands(match: re.Match[str]) -> str:
    if match.group("short") == "K" and re.match(
        r"\s(?:video|tv|televis|resol|displ|scr|monit|camer|imag|film|foot)", right_of(match)
    ):
        return f"{say(match.group('number'))} k"  # so many pixels across
    if match.group().startswith("3M") and re.match(
        r"\s(?:compan|corp|tape|brand|product|employ|stock|share)", right_of(match)
    ):
        return "three m"  # the firm
    if match.group("short") == "x":
        return f"{say(match.group('number'))} times"
    return f"{say(match.group('number'))} {_SCALES[match.group('short').lower()]}"


def _vulgar(match: re.Match[str]) -> str:
    fraction = unicodedata.normalize("NFKC", match.group(2)).replace("\u2044", "/")
    return f"{match.group(1) or ''} {fraction}".strip()


def say(written: str) -> str:
    """One number: «1,250.5»."""
    whole, _, decimals = re.sub(r"[,\u00a0\u202f\u2009]", "", written).partition(".")
    if (len(whole) > 1 and whole[0] == "0") or len(whole) > _MOST_DIGITS:
        return digits(whole)
    return cardinal(int(whole)) + (f" point {digits(decimals)}" if decimals else "")


def _is_one(written: str) -> bool:
    return written == "1"


def _money(match: re.Match[str]) -> str:
    one, many, cent, cents = table("en_words")["currency"][match.group("currency")].split("|")
    number, second, scale = match.group("number"), match.group("second"), match.group("scale")
    if units.attributive(left_of(match), right_of(match)):
        many, cents = one, cent  # «a $5 bill»
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
    before, after = left_of(match), right_of(match)
    if written == "in" and re.match(r"\s+\w", after) and not (_OF_INCHES.match(after) or _BEFORE_INCHES.search(before)):
        return match.group()
    if written in ("A", "a") and match.group("space") != "-" and re.match(r"\s+[a-z]", after):
        return match.group()
    scale = f" {match.group('scale')}" if match.group("scale") else ""
    single = match.group("space") == "-" or units.attributive(before, after)
    unit = units.find(written, single or (_is_one(number) and not second and not scale))
    if unit is None:
        return match.group()
    sign = _SIGNS.get(match.group("sign") or "", "")
    span = f"{say(number)} to {say(second)}" if second else say(number)
    ends = "." if written.endswith(".") and not after.strip(" \"')") else ""
    return f"{sign}{span}{scale} {unit}{ends}"


def _fraction(match: re.Match[str]) -> str:
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    if match.group() in ("24/7", "9/11"):
        return f"{cardinal(above)} {cardinal(below)}"
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


@cache
def _fraction_of_unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,/])(?:(?P<whole>\d+)[ -])?(?P<above>\d{{1,2}})[/⁄](?P<below>\d{{1,2}})"
        rf"(?P<space>[ -]?)(?P<unit>{units.pattern()})(?![\w²³°/])(?!\d)"
    )


def _part_of_unit(match: re.Match[str]) -> str:
    """«1/2 lb.» -> «half a pound», «3/4 in.» -> «three quarters of an inch», «1 1/2 ft.» -> «one and a half feet»."""
    above, below, whole = int(match.group("above")), int(match.group("below")), match.group("whole")
    before, after = left_of(match), right_of(match)
    if not 0 < above < below or (
        match.group("unit") == "in" and re.match(r"\s+(?:(?:the|a|an|his|her|its|which|this)\b|[A-Z])", after)
    ):
        return match.group()
    described = match.group("space") == "-" or units.attributive(before, after)
    unit = units.find(match.group("unit"), described or not whole)
    if unit is None:
        return match.group()
    ends = "." if match.group().endswith(".") and not after.strip(" \"')") else ""
    part = f"{cardinal(above)} {plural_ordinal(below, above)}"
    if whole:
        half = f"a {plural_ordinal(below, 1)}" if above == 1 and below in (2, 4) else part
        return f"{cardinal(int(whole))} and {half} {unit}{ends}"
    if described:
        return f"{part} {unit}{ends}"
    article = "an" if unit[0] in "aeio" or unit.startswith(("hour", "ounce")) else "a"
    return f"{'half' if (above, below) == (1, 2) else part + ' of'} {article} {unit}{ends}"


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
