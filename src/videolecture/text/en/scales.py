"""Thousands and millions written short, and money: «10K runs», «3 M words», «$1.5bn», «ran the 10K»."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of
from videolecture.text.en import units
from videolecture.text.en.amounts import NUMBER, is_one, say
from videolecture.text.en.numerals import cardinal
from videolecture.text.tables import table

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


_CURRENCY = re.compile(
    rf"(?P<sign>[-−])?(?:US)?(?P<currency>[$€£¥₽₹₴₩₿₪])\s?(?P<number>{NUMBER})(?:\s?[–—-]\s?[$€£¥₽₹]?(?P<second>{NUMBER}))?{_SCALE}"
)


# Written together with its number: «10K runs», «1.5M users»; «3x faster».
_SHORT = re.compile(
    rf"(?<![\w.$€£])(?P<number>{NUMBER})(?P<short>[KkMB]|bn|tn|x"
    r"|m(?=\s(?:people|users|jobs|homes|children|workers|copies|voters|students|inhabitants|visitors|customers|barrels)))"
    r"(?=\s+[a-z]|\+)"
)


# «3 M words», «2 B tokens»; but «a 5 M solution», «300 K».
_SPACED = re.compile(
    rf"(?<![\w.$€£])(?P<number>{NUMBER})\s(?P<scale>[KMBk])(?=\s(?:[a-z]+\s)?(?!solution|acid|buffer|stock|concentr|temperature|is\b|was\b"
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
        return f"{minus}{say(number)} {one if is_one(number) else many}"
    count = int(decimals)
    small = f"{cardinal(count)} {cent if count == 1 else cents}"
    large = f"{cardinal(int(whole))} {one if whole == '1' else many}"
    if not count:
        return minus + large
    return minus + (small if whole == "0" else f"{large} and {small}")


def read_money(text: str) -> str:
    """Sums of money in words."""
    return _CURRENCY.sub(_money, text)


def read_scales(text: str) -> str:
    """Numbers of thousands and millions written short in words."""
    text = _RACE.sub(_race, text)
    text = _SPACED.sub(lambda m: f"{m.group('number')} {_SCALES[m.group('scale').lower()]}", text)
    return _SHORT.sub(_thousands, text)
