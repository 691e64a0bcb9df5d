"""English units of measurement: written short, spoken in the singular or the plural."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import right_of
from videolecture.text.tables import table

_NORMAL = str.maketrans({"μ": "µ", "Ω": "Ω"})  # Greek mu is typed for micro, the ohm sign for omega


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Written -> singular and plural."""
    rows = table("en_words")
    found = {}
    for names, said in rows["units"].items():
        singular, _, plural = said.partition("|")
        for name in names.split():
            found[name] = (singular, plural or singular)
    for name, said in rows["prefixed"].items():
        singular, plural, prefixes = said.split("|")
        found[name] = (singular, plural)
        for prefix in prefixes.split():
            found[prefix + name] = (rows["prefixes"][prefix] + singular, rows["prefixes"][prefix] + plural)
    return found | {name.replace("µ", "μ"): said for name, said in found.items() if "µ" in name}


@cache
def _name() -> str:
    """A regular expression for one unit, perhaps to a power."""
    names = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    return rf"(?:(?:sq|cu)\.?\s)?(?:{names})(?:\^\{{?[23]\}}?|[²³]|[23](?!\d))?"


@cache
def pattern() -> str:
    """A regular expression for anything that may be a unit: «km», «m²», «m/s²», «N·m»."""
    return rf"{_name()}(?:[/·⋅*]{_name()})?"


@cache
def quotient() -> re.Pattern[str]:
    """A quotient of units after a formula: «3×10⁸ m/s»."""
    return re.compile(r"(?<![\w/])(?:km|m|cm|mm|kg|g|mg|J|W|N|mol|rad)/(?:s|h|kg|g|L|m|mol|K)[²³]?(?![\w/])")


def find(written: str, single: bool) -> str | None:
    """The unit's name; None if it is none."""
    above, _, below = re.sub(r"[·⋅*]", "/ ", written).partition("/")
    if not below:
        return _powered(above.strip(), single)
    second = _powered(below.strip(), True if not below.startswith(" ") else single)
    if below.startswith(" "):  # «five newton meters»
        first = _powered(above.strip(), True)
        return f"{first} {second}" if first and second else None
    first = _powered(above.strip(), single)
    return f"{first} per {second}" if first and second else None


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


# A power of ten has a unit too: «10⁵ Pa», «6.5×10⁹/L».
@cache
def _after_power() -> re.Pattern[str]:
    unit = rf"{_name()}(?:/{_name()})?"
    return re.compile(
        rf"(?P<base>\b10(?:[⁻⁺]?[⁰¹²³⁴-⁹]+|\^\{{?-?\d+\}}?))(?:\s(?P<unit>{unit})|/(?P<below>{unit}))(?![\w²³°/])"
    )


# «m s⁻¹», «J·K⁻¹·mol⁻¹», «10²³ mol⁻¹»
@cache
def _inverse() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w⁰-⁹²³])[ ·](?P<unit>{_name()})⁻(?P<power>[¹²³])(?![\w⁰-⁹²³])")


def _per(match: re.Match[str]) -> str:
    power = match.group("power").replace("¹", "")
    return f" per {find(match.group('unit') + power, True) or match.group('unit')}"


# What a formula would take for its own: a unit between a number and a sign, «9.8 m/s² = », «5 kg × 3».
@cache
def _before_sign() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)(?P<unit>[ \u00a0]{pattern()})\s?(?P<sign>[=≈×·+−<>])\s?(?=[−-]?\d)")


_SIGNS = {"=": "equals", "≈": "is approximately equal to", "×": "times", "·": "times", "+": "plus", "−": "minus",
          "<": "is less than", ">": "is greater than"}  # fmt: skip


@cache
def _size() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)(?P<unit>\s?{_name()})\s?[×x]\s?(?=\d[\d.,]*(?P=unit)(?![\w²³]))")


# «10 mg/day», «5 mg/kg/day»: what a quotient of more than two units, or of a unit and a word, is divided by.
@cache
def _divided() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, table("en_words")["divisors"]), key=len, reverse=True))
    below = rf"(?:{words}|{_name()})"
    return re.compile(rf"(?<=\d)(?P<above>[ -]?{_name()})(?P<below>(?:/{below})+)(?![\w/²³])")


def _quotient(match: re.Match[str]) -> str:
    below = match.group("below")[1:].split("/")
    if len(below) == 1 and find(f"{match.group('above').strip(' -')}/{below[0]}", True):
        return match.group()  # read whole with its number
    named = [table("en_words")["divisors"].get(name) or find(name, True) or name for name in below]
    return match.group("above") + "".join(f" per {name}" for name in named)


# What is counted may be any word: «cells/mL», «beats/min», «once/day».
_COUNTED = re.compile(
    r"(?<=[a-z]{3})/(?P<unit>(?:s|sec|min|h|hr|L|mL|kg|g|mg|km|m|cm|mm)[²³]?"
    r"|second|minute|hour|day|week|month|year|person|capita)(?![\w/])"
)


def read_units(text: str) -> str:
    """Units that stand before a sign or after a power or a word; before formulas and fractions are read."""
    text = re.sub(
        r"(?<=\d)(\s?[kMG]?)[ΩΩ](?!\w)|(?<=\d)(\s?)μ(?=[A-Za-z])", lambda m: m.group().translate(_NORMAL), text
    )
    text = re.sub(r"(?<=\d)(\s?[kMG]?)Ω(?!\w)", r"\1ohm", text)
    text = _divided().sub(_quotient, text)
    text = _inverse().sub(_per, text)
    text = _after_power().sub(_unit_of_power, text)
    text = _size().sub(lambda m: f"{m.group('unit')} by ", text)
    text = _before_sign().sub(lambda m: f"{m.group('unit')} {_SIGNS[m.group('sign')]} ", text)
    return _COUNTED.sub(lambda m: f" per {find(m.group('unit'), True) or m.group('unit')}", text)


def _unit_of_power(match: re.Match[str]) -> str:
    said = find(match.group("unit") or match.group("below"), bool(match.group("below")))
    if said is None or (match.group("unit") in ("in", "A", "a") and re.match(r"\s[a-z]", right_of(match))):
        return match.group()
    return f"{match.group('base')} {said}" if match.group("unit") else f"{match.group('base')} per {said}"


_ARTICLE = re.compile(r"\b[Aa]n?\s$")
_DETERMINED = re.compile(
    r"\b(?:an?|the|this|that|these|those|each|another|no|my|your|his|her|its|our|their|one|two|three|four|five|six|ten)"
    r"\s(?:(?P<described>[a-z]+)\s)?$",
    re.IGNORECASE,
)
# The sizes before this one: «a 3 m by 4 m room», «a 6 ft 2 in man».
_SIZES = re.compile(r"(?:\d[\d.,]*\s?[A-Za-z°′″]{1,4}(?:\s(?:by|to|and)\s|\s?[×x]\s?|\s))+$")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(table("en_words")["nouns"][key].split())


def attributive(before: str, after: str) -> bool:
    """Whether a measure describes the noun after it, and so is singular: «a 5 kg bag», «the 100 m sprint»."""
    before = _SIZES.sub("", before)
    after = re.sub(r"^(?:\s\d[\d.,]*\s?[A-Za-z]{1,3})+(?=\s[a-z])", "", after)
    noun = re.match(r"\s(?P<word>[a-z]+|[A-Z]{2,})\b|\s?[×x]\s?\d", after)
    if noun is None:
        return False
    if _ARTICLE.search(before):
        return True
    found = _DETERMINED.search(before)
    if not found or (found.group("described") or "") in _words("extents"):
        return False
    word = noun.group("word") or ""
    return not (word in _words("no_nouns") or re.search(r"(?<!supp)(?<!fami)(?<!assemb)(?<!anoma)ly$|[^e]ed$", word))
