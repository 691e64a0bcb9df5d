"""English units of measurement: written short, spoken in the singular or the plural."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of, right_of
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
    """A regular expression for anything that may be a unit: «km», «m/s²», «N·m²/kg²», «J/(g·K)»."""
    product = rf"{_name()}(?:[·⋅*]{_name()}){{0,3}}"
    return rf"{product}(?:/(?:\({product}\)|{_name()})){{0,2}}"


@cache
def quotient() -> re.Pattern[str]:
    """A quotient or a product of units without its number: «3×10⁸ m/s», «in J/(kg·K)», «or W/m²»."""
    above = (
        r"(?:km|m|cm|mm|µm|nm|kg|g|mg|µg|mcg|J|kJ|MJ|W|kW|mW|N|kN|Pa|kPa|MPa|mol|mmol|rad|L|mL|V|C|mg|lb|ft|mi)[²³]?"
    )
    below = r"(?:s|min|h|hr|kg|g|mg|L|mL|dL|m|cm|mm|km|mol|K|day|kWh)[²³]?"
    product = rf"{below}(?:[·⋅*]{below})?"
    return re.compile(
        rf"(?<![\w/.])(?:{above}(?:[·⋅]{above})?/(?:{below}(?:/{below})?|\({product}\))"
        r"|(?:kW|W|mA|A)[·⋅]h|N[·⋅]m[²³]?)(?![\w/²³(])"
    )


def find(written: str, single: bool) -> str | None:
    """The unit's name; None if it is none. In a product the last one counts: «five newton meters»."""
    above, *below = written.split("/")
    first = _product(above, single)
    under = [_product(part.strip("()"), True) for part in below]
    if first is None or None in under:
        return None
    return " per ".join([first, *filter(None, under)])


def _product(written: str, single: bool) -> str | None:
    *leading, last = re.split(r"[·⋅*]", written)
    said = [_powered(part.strip(), True) for part in leading] + [_powered(last.strip(), single)]
    return None if None in said else " ".join(filter(None, said))


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


# A power of ten has a unit too: «10⁵ Pa», «6.5×10⁹/L», «10⁻¹¹ N·m²/kg²».
@cache
def _after_power() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<base>\b10(?:[⁻⁺]?[⁰¹²³⁴-⁹]+|\^\{{?-?\d+\}}?))(?:\s(?P<unit>{pattern()})|/(?P<below>{pattern()}))(?![\w²³°/(])"
    )


# «4.18 J/(g·K)», «640 m³/s»: what a formula would take for its own, and what has more than two parts.
@cache
def _compound() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>(?<![\w/])\d[\d.,]*)(?P<space>[ \u00a0-]?)(?P<unit>{pattern()})(?![\w²³°/(])")


def _said_whole(match: re.Match[str]) -> str:
    written = match.group("unit")
    if not re.search(r"[/·⋅(]|[²³]$", written) or (written[-1] in "²³" and match.group("space") != "-"):
        return match.group()
    single = match.group("space") == "-" or match.group("number") == "1" or attributive(left_of(match), right_of(match))
    said = find(written, single)
    return f"{match.group('number')} {said}" if said else match.group()


# «(0.35 ± 0.01) mm»
@cache
def _behind_a_bracket() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d\))(?P<space>\s?)(?P<unit>{pattern()})(?![\w²³°/(])")


def _unit_alone(match: re.Match[str]) -> str:
    written = match.group("unit")
    if written in ("in", "a", "A", "t", "l", "M", "h", "s") and re.match(r"\s[a-z]", right_of(match)):
        return match.group()
    return f" {find(written, False) or written}"


# «30/min», «4,674/sq mi», «60 mL/min/1.73 m²», «120 V/60 Hz»
_BELOW = re.compile(
    r"(?<=\d)/(?P<unit>sq\.?\smi|(?:km|m|cm|mm)[²³]|[µm]L|min|sec|hr|day|week|month|year|person|capita|L|kg|mL)(?![\w/²³])"
)
_PER_SO_MUCH = re.compile(r"(?<=[a-zL][a-zL])/(?=\d[\d.]*\s(?:m²|m2|km|kg|mL|g|L|μL)(?![\w²³]))")
_BOTH = re.compile(r"(?<=\d\s[VAW])/(?=\d+\s?(?:Hz|V|A|W)\b)")
_FLUID = re.compile(r"(?<=\d)\sfl\.?\s?oz\b")
_POINTS = re.compile(
    r"(?<=\d)[- ]?pt\.?(?=\s(?:type|font|text|size|bold|italic|Times|Arial|Helvetica|margin|spac|head|letter))"
)
_TIMES = re.compile(r"(?<=\d)\s?×(?=\s*(?:[.,;:!?)]|$)|\s[a-z])")
_TIMES_X = re.compile(r"(?<=\.\d)x(?=\s*(?:[.,;:!?)]|$))")


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
    return re.compile(rf"(?<=\d)(?P<above>[ -]?{_name()})(?P<below>(?:/{below})+)(?![\w/²³(·])")


def _quotient(match: re.Match[str]) -> str:
    below = match.group("below")[1:].split("/")
    if len(below) == 1 and find(f"{match.group('above').strip(' -')}/{below[0]}", True):
        return match.group()  # read whole with its number
    named = [table("en_words")["divisors"].get(name) or find(name, True) or name for name in below]
    return match.group("above") + "".join(f" per {name}" for name in named)


# What is counted may be any word: «cells/mL», «beats/min», «once/day».
_COUNTED = re.compile(
    r"(?<=[a-z]{3})/(?P<unit>(?:s|sec|min|h|hr|L|mL|kg|g|mg|km|m|cm|mm)[²³]?"
    r"|wk|mo|yr|second|minute|hour|day|week|month|year|person|capita)(?![\w/])"
)


# «(in kJ)», «heat (kJ)»
_NAMED_ALONE = re.compile(
    r"(?:(?<=\bin )|(?<=[a-z] \())(?:[kM]J"
    r"|[kM]?W(?=\))|[kM]Pa|[kMG]Hz|kg|km|cm|mm|nm|µm|mL|mg|µg|mmol|kN|mA|kV|[kM]?eV|dB|kcal)"
    r"(?=[\s).,;:]|$)"
)


def read_units(text: str) -> str:
    """Units that stand before a sign or after a power or a word; before formulas and fractions are read."""
    text = re.sub(
        r"(?<=\d)(\s?[kMG]?)[ΩΩ](?!\w)|(?<=\d)(\s?)μ(?=[A-Za-z])", lambda m: m.group().translate(_NORMAL), text
    )
    text = re.sub(r"(?<=\d)(\s?[kMG]?)Ω(?!\w)", r"\1ohm", text)
    text = re.sub(r"(?<=[\d½¼¾⅓⅔⅛])\sc\.(?=\s[a-z])", " cup", text)
    text = _FLUID.sub(" floz", _POINTS.sub("-point", text))
    text = _TIMES.sub(" times", text)
    text = text if "=" in text else _TIMES_X.sub(" times", text)
    text = _PER_SO_MUCH.sub(" per ", _BOTH.sub(", ", text))
    text = _NAMED_ALONE.sub(lambda m: find(m.group(), False) or m.group(), text)
    text = _behind_a_bracket().sub(_unit_alone, text)
    text = _divided().sub(_quotient, text)
    text = _compound().sub(_said_whole, text)
    text = _BELOW.sub(_below, text)
    text = _inverse().sub(_per, text)
    text = _after_power().sub(_unit_of_power, text)
    text = quotient().sub(lambda m: find(m.group(), False) or m.group(), text)
    text = _size().sub(lambda m: f"{m.group('unit')} by ", text)
    text = _before_sign().sub(lambda m: f"{m.group('unit')} {_SIGNS[m.group('sign')]} ", text)
    text = _COUNTED.sub(lambda m: f" per {_divisor(m.group('unit'))}", text)
    return _PER_ALONE.sub(lambda m: f"{'' if m.group()[0] == 'p' else ' '}per {_divisor(m.group('unit'))}", text)


# «30 mL per kg of body weight»
_PER_ALONE = re.compile(r"\b(?:per\s|(?<=\d)/)(?P<unit>kg|mg|mL|km|lb|oz|hr|kWh|wk|yr)(?![\w/²³·.])")


def _divisor(written: str) -> str:
    return str(table("en_words")["divisors"].get(written) or find(written, True) or written)


def _below(match: re.Match[str]) -> str:
    written = match.group("unit")
    return f" per {table('en_words')['divisors'].get(written) or find(written, True) or written}"


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


_INSTRUMENTS = frozenset(
    ("voltmeter", "ammeter", "battery", "supply", "resistor", "capacitor", "thermometer", "bulb", "lens")
)


def attributive(before: str, after: str) -> bool:
    """Whether a measure describes the noun after it, and so is singular: «a 5 kg bag», «the 100 m sprint»."""
    before = _SIZES.sub("", before)
    after = re.sub(r"^(?:\s\d[\d.,]*\s?[A-Za-z]{1,3})+(?=\s[a-z])", "", after)
    noun = re.match(r"\s(?P<word>[a-z]+|[A-Z]{2,})\b|\s?[×x]\s?\d", after)
    if noun is None:
        return False
    if noun.group("word") in _INSTRUMENTS:
        return True
    if _ARTICLE.search(before):
        return True
    found = _DETERMINED.search(before)
    if not found or (found.group("described") or "") in _words("extents"):
        return False
    word = noun.group("word") or ""
    return not (word in _words("no_nouns") or re.search(r"(?<!supp)(?<!fami)(?<!assemb)(?<!anoma)ly$|[^e]ed$", word))
