"""English abbreviations, Roman numerals, acronyms, addresses, phone numbers and signs -> words."""

from __future__ import annotations

import re
from functools import cache

from videolecture.text.beside import left_of, right_of
from videolecture.text.en.numerals import cardinal, digits, ordinal
from videolecture.text.en.streets import read_streets
from videolecture.text.tables import table

_ROMAN_VALID = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN = re.compile(
    r"(?P<before>\b[A-Z][a-z]+\s+)?\b(?P<roman>[IVX]{1,6})\b(?P<after>\s+(?:century|centuries|Century))?"
)
_EMAIL = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"]+|(?<![\w@.])www\.[^\s<>\"]+"
    r"|(?<![\w@.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|io|ai|dev|app|info|uk|de|fr|ru|eu|tv|co)(?![\w-])(?:/[^\s<>\"]*)?"
)
# «main.py», «np.array», «/home/user»: names of files and of what programs hold.
_FILES = re.compile(
    r"(?<![\w./@-])(?:[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w+)+|~?(?:/[A-Za-z0-9_.-]*[A-Za-z0-9_-]){2,}/?)(?![\w/.-]*[\w])(?!\.[A-Za-z])"
)
_OPTION = re.compile(r"(?<=\s)(?:-(?=[A-Za-z]\b)|--(?=[a-z]{2}))")
_TAG = re.compile(r"(?<![\w>])<(/?)([a-z][a-z0-9]*)\s?/?>")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])"
    r"|(?<![\w.,-])\d{3}-\d{4}(?![\w-])"
)
_EMERGENCY = re.compile(
    r"(?<=\b(?:[Dd]ial|[Cc]all|[Tt]ext|[Rr]ing)\s)(\d{3})(?=\s*(?:[.,;!?)]|$)|\s(?:for|if|in|and|or|from|to|at|when|now|immediately)\b)"
)
_CAPITALS = re.compile(r"(?<![\w'])(?P<letters>[A-Z]{2,})(?P<plural>s)?(?P<own>['’]s)?(?![\w])")
_MIXED = re.compile(r"(?<![\w'])(?:[A-Z]+[a-z]+)?[A-Za-z]*[a-z][A-Z][A-Za-z]*(?!\w)")
# Words in capitals for emphasis; «IT» and «US» are more often the acronyms.
_EMPHASISED = frozenset(
    ("OK", "IN", "IS", "TO", "THE", "AND", "NOT", "NO", "ALL", "ARE", "OR", "OF", "WE", "DO", "SO", "ON")
)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?!\w)")
_INITIALS = re.compile(r"\b([A-Z])\.(?=\s?(?:[A-Z]\.|[A-Z][a-z]))")


def read_addresses(text: str) -> str:
    """URLs, e-mail, @names and phone numbers in words."""
    text = _EMAIL.sub(lambda m: said_address(m.group()), text)
    text = _URL.sub(_url, text)
    text = re.sub(r"(?<![\w@])@(?=\w)(\w+)", lambda m: "at " + said_address(m.group(1)), text)
    text = _FILES.sub(lambda m: said_address(m.group()) if _is_file(m.group()) else m.group(), text)
    text = _OPTION.sub(lambda m: "dash " * len(m.group()), text)
    text = _TAG.sub(lambda m: ("closing " if m.group(1) else "") + m.group(2), text)
    text = re.sub(r"(?<!\w)\.(?=[A-Z]{2,})", "dot ", text)  # «.NET»
    text = re.sub(r"(?<![\w#])#(?=[A-Za-z])(\w+)", lambda m: "hashtag " + m.group(1).replace("_", " "), text)
    text = _EMERGENCY.sub(lambda m: digits(m.group(1)), text)
    return _PHONE.sub(_phone, text)


def _is_file(written: str) -> bool:
    """Not an abbreviation («Ph.D») or a sentence that begins without a space."""
    return "/" in written or not re.search(r"(?:^|\.)[A-Za-z](?:\.|$)|[a-z]{2}\.[A-Z][a-z]", written)


def _url(match: re.Match[str]) -> str:
    address = match.group().rstrip(".,;:!?)")
    rest = match.group()[len(address) :]
    return said_address(re.sub(r"^(?:https?|ftp)://", "", address).rstrip("/")) + rest


def said_address(written: str) -> str:
    """An address sign by sign: «example dot com slash n»."""
    signs = table("signs")["en_address"]
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+|.", written):
        if part in signs:
            said.append(signs[part])
        elif part.isdecimal():
            said.append(digits(part) if part[0] == "0" or len(part) > 4 else cardinal(int(part)))
        elif (len(part) < 3 and part.lower() not in ("me", "my", "go", "we", "it")) or part == "www":
            said.append(" ".join(part.lower()))
        else:
            said.append(part.lower())
    return " ".join(said)


def _phone(match: re.Match[str]) -> str:
    plus = "plus " if match.group().startswith("+") else ""
    return plus + ", ".join(digits(group) for group in re.findall(r"\d+", match.group()))


@cache
def _abbreviations(section: str, tail: str) -> re.Pattern[str]:
    rows = table("en_words")[section]
    rows = [*rows, *(row.capitalize() for row in rows if row[:1].islower() and len(row) > 3)]  # «Approx. 50»
    names = "|".join(sorted(map(re.escape, rows), key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?P<name>{names}){tail}(?![A-Za-z])")


_NUMBER_NEXT = (
    r"(?=\s*\(?(?:\d|[A-Z]-?\d|[IVX]+\b"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|twenty|thirty)\b))"
)


def read_abbreviations(text: str) -> str:
    """«Dr.», «e.g.», «Fig. 3»."""
    text = read_streets(text)
    text = _abbreviations("numbered", _NUMBER_NEXT).sub(lambda m: _said(m, "numbered") + " ", text)
    text = re.sub(r"(?<=[a-z])\s+\((\d{1,3}[a-z]?)\)(?=\s*[,.;]|\s+[a-z])", r" \1", text)  # «equation (2)»
    return _abbreviations("abbreviations", "").sub(_abbreviation, text)


def _abbreviation(match: re.Match[str]) -> str:
    name = match.group("name")
    if name == "min." and re.search(r"\d\s?$", left_of(match)):
        return match.group()  # minutes
    if name in ("sq.", "cu.") and re.search(r"\d\s?$", left_of(match)):
        return name[:-1]  # of its unit, see units.py
    if name == "Sr." and _is_nun(left_of(match), right_of(match)):
        return "sister"
    if name == "c." and not re.match(r"\s*\d", right_of(match)):
        return match.group()  # the letter that ends a sentence
    return _said(match, "abbreviations")


# Of a post rather than a nun: «Sr. Engineer», «Sr. Vice President».
_POST = re.compile(
    r"\s+(?:[A-Z]{2,}\b|Vice|Vic|Staff|Software|Data|Product|Project|Program|Systems?|Sales|Marketing|Account|Business|Research"
    r"|Executive|Principal|Counsel|Associate|Fellow|Member|Partner|High|Year|Class|Warden|Citizens?|Care|Living|Nurse|Chief"
    r"|[A-Z][a-z]+(?:er|or|ist|ant|ect|ian|ing|ent|ment|ive)\b)"
)


def _is_nun(before: str, after: str) -> bool:
    """«Sr. Mary», but «John Smith Sr.», «Sr. Engineer»: before a name, and no post and no family name before it."""
    named = re.search(r"[\w.]\s+[A-Z][a-z]+,?\s+$", before)
    return bool(re.match(r"\s+[A-Z][a-z]", after)) and not _POST.match(after) and not named


def _said(match: re.Match[str], section: str) -> str:
    rows, name = table("en_words")[section], match.group("name")
    said = str(rows[name] if name in rows else rows[name.lower()])
    # the stop may have been the sentence's too
    ends = "." if match.group().endswith(".") and re.match(r"\s*$", right_of(match)) else ""
    return said + ends


def read_roman(text: str) -> str:
    """«World War II», «Chapter IV», «Henry VIII», «XX century»."""
    return _ROMAN.sub(_roman, text)


def roman(written: str) -> int:
    """The value of a Roman numeral of I, V and X; 0 where it is none."""
    if not _ROMAN_VALID.fullmatch(written):
        return 0
    values = {"I": 1, "V": 5, "X": 10}
    return sum(
        -values[a] if b and values[b] > values[a] else values[a]
        for a, b in zip(written, [*written[1:], ""], strict=True)
    )


_DOSE = re.compile(
    r"(?:\d\s?(?:g|mg|mcg|µg|μg|ml|mL|L|units?|mEq|mmol)(?:/\w+)?"
    r"|\b(?:given|administered|infused|injected|PO or|oral or|an|via|by|or))\s$"
)
_GIVEN = re.compile(
    r"\s(?:daily|once|twice|every|q\d|q\.|over|push|bolus|drip|line|access|fluids?|infusion|therapy"
    r"|antibiotics?|catheter|or (?:IM|PO)|loading)\b"
)


# «Read V for each I»: no fifth of the name.
_NO_RULERS = frozenset(
    (
        *(
            "the",
            "mister",
            "malcolm",
            "point",
            "vitamin",
            "read",
            "measure",
            "let",
            "if",
            "when",
            "for",
            "set",
            "find",
            "plot",
        ),
        *(
            "since",
            "use",
            "keep",
            "increase",
            "then",
            "thus",
            "here",
            "where",
            "as",
            "vary",
            "adjust",
            "record",
            "call",
            "in",
        ),
    )
)


def _roman(match: re.Match[str]) -> str:
    before, written, after = match.group("before") or "", match.group("roman"), match.group("after") or ""
    number = roman(written)
    if not number:
        return match.group()
    if after:
        return f"{before}{ordinal(number)}{after}"
    if written == "IV" and (_DOSE.search(left_of(match) + before) or _GIVEN.match(right_of(match))):
        return f"{before}i v"  # into a vein
    name = before.strip().lower()
    if name in table("en_words")["nouns"]["numbered"].split():
        return f"{before}{cardinal(number)}"
    speaking = re.match(r"\s+(?:am|have|had|think|will|would|can|could|know|believe|do|did|shall)\b", right_of(match))
    if written == "I" and name in table("en_words")["nouns"]["regnal"].split() and not speaking:
        return f"{before}the first"
    if before and len(written) > 1 and name not in ("the", "and", "or", "in"):
        return f"{before}the {ordinal(number)}"
    if before and written in ("V", "X") and name not in _NO_RULERS:
        return f"{before}the {ordinal(number)}"
    return f"{before}{cardinal(number)}" if len(written) > 1 else match.group()


def read_acronyms(text: str) -> str:
    """Words in capitals: spelled, unless they are said as words or all of the sentence is in capitals."""
    heading = not re.search(r"[a-z]", text)
    text = re.sub(r"\b([A-Z]{1,4})/(?=[A-Z]{1,4}\b)", r"\1 ", text)  # «TCP/IP», «A/B», «I/O»
    text = _DOTTED.sub(lambda m: " ".join(m.group().replace(".", "").lower()), text)
    text = _INITIALS.sub(lambda m: m.group(1).lower() + " ", text)
    text = _CAPITALS.sub(lambda m: _capitals(m, heading), text)
    return _MIXED.sub(_camel, text)


def _capitals(match: re.Match[str], heading: bool) -> str:
    letters = match.group("letters")
    ending = (match.group("plural") or "") + (match.group("own") or "").replace("’", "'")
    if (
        letters in _spoken_acronyms()
        or letters in _EMPHASISED
        or (heading and len(letters) > 3 and set(letters) & set("AEIOUY"))
    ):
        return letters.lower() + ending
    if len(letters) > 4 and re.fullmatch(r"(?:[^AEIOU]{0,2}[AEIOU]+){2,}[^AEIOU]{0,3}", letters):
        return letters.lower() + ending
    return " ".join(letters.lower()) + (ending if ending != "s" else "'s")


@cache
def _spoken_acronyms() -> frozenset[str]:
    return frozenset(table("en_words")["acronyms"]["words"].split())


def _camel(match: re.Match[str]) -> str:
    """«JavaScript», «iPhone», «GitHub»: by halves."""
    if re.fullmatch(r"Mc[A-Z][a-z]+", match.group()):
        return match.group().lower()  # a name is one word: «McCulloch»
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", match.group())
    return " ".join(" ".join(part.lower()) if part.isupper() and len(part) > 1 else part.lower() for part in parts)


def read_signs(text: str) -> str:
    """Signs in words; those that only divide as a pause."""
    text = re.sub(r"\band/or\b", "and or", text)
    text = re.sub(r"\bC\+\+", "c plus plus", text)
    text = re.sub(r"\bC#", "c sharp", text)
    text = re.sub(r"\s*(?:[→⇒➔]|-->|->|=>)\s*", ", ", text)
    text = re.sub(r"(?<=[\s(])\*(?=[A-Za-z]\b)", "star ", text)  # «*p», a pointer
    text = re.sub(r"\s*[•·▪◦*]\s+|\s[|]\s", ", ", text)
    text = re.sub(r"(?<=\w)/(?=\w)", " slash ", text)
    text = re.sub(r"\s+/\s+", ", ", text)
    said = table("signs")["en"]
    return _sign().sub(lambda m: f" {said[m.group()]} ", text)


@cache
def _sign() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(re.escape, table("signs")["en"])) + "]")
