"""Streets and sides of the world in English addresses: «5 Oak Dr.» is a drive, «Dr. Oak» a doctor."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of

_NAMES = {"st": "street", "dr": "drive", "ave": "avenue", "av": "avenue", "blvd": "boulevard", "rd": "road",
          "ln": "lane", "ct": "court", "pl": "place", "sq": "square", "pkwy": "parkway", "hwy": "highway",
          "ter": "terrace", "cres": "crescent", "expy": "expressway"}  # fmt: skip
_SHORT = re.compile(r"(?<![\w.])(?P<name>St|Dr|Ave?|Blvd|Rd|Ln|Ct|Pl|Sq|Pkwy|Hwy|Ter|Cres|Expy)(?P<stop>\.)")
_BARE = re.compile(
    r"(?<=\d )(?P<names>(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){1,3})(?P<name>St|Dr|Ave|Blvd|Rd|Ln)(?=\s*[,;]|\s*$)"
)
# A house number, and the name of the street in one to three words; or «on», «at» and the name.
_ADDRESS = re.compile(r"\b\d+[A-Z]?\s+(?:[NSEW]\.?\s+)?(?:(?:[A-Z][\w'-]+\.?|\d+(?:st|nd|rd|th))\s+){1,3}$")
_ON = re.compile(
    r"\b(?:[Oo]n|[Aa]t|[Aa]long|[Dd]own|[Uu]p|[Aa]cross|[Oo]ff|[Oo]f|[Nn]ear|[Tt]o|[Ff]rom|[Ii]nto|[Aa]nd|corner|live[sd]?)"
    r"\s+(?:[NSEW]\.?\s+)?(?:St\.\s+)?(?:[A-Z][\w'-]+\s+){1,3}$"
)
_NUMBERED = re.compile(r"(?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\s+$")
_NAME_BEFORE = re.compile(r"\b(?P<name>[A-Z][\w'-]+)\s+$")
_NO_STREETS = frozenset(
    [
        "in",
        "on",
        "at",
        "the",
        "to",
        "from",
        "near",
        "of",
        "and",
        "but",
        "or",
        "with",
        "by",
        "for",
        "port",
        "fort",
        "mont",
        "cape",
        "mount",
        "lake",
        "visit",
        "see",
        "mr",
        "mrs",
        "dr",
        "prof",
        "sault",
    ]
)
_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west", "NE": "northeast", "NW": "northwest",
          "SE": "southeast", "SW": "southwest"}  # fmt: skip
_SIDE_BEFORE = re.compile(
    r"(?<=\d )(?P<side>[NSEW]|N\.?E|N\.?W|S\.?E|S\.?W)\.(?=\s(?:[A-Z][a-z]+|\d+(?:st|nd|rd|th))\b)"
)
_SIDE_AFTER = re.compile(
    r"(?P<street>(?:street|avenue|boulevard|drive|road) )(?P<side>NE|NW|SE|SW|N|S|E|W)(?=\s*[,.;]|\s*$)"
)


def is_street(word: str, head: str, following: str) -> bool:
    """Whether `word` (lower case, no stop) between these texts is a street rather than a saint or a doctor."""
    capital = re.match(r"\s+[A-Z]", following)
    if _ADDRESS.search(head) or _NUMBERED.search(head):
        return True
    name = _NAME_BEFORE.search(head)
    if not name or name.group("name").lower() in _NO_STREETS:
        return False
    if word not in ("st", "dr") or not capital:
        return True
    return bool(_ON.search(head))


def read_streets(text: str) -> str:
    """Streets, and the sides of the world beside them, in words."""
    if not re.search(r"(?:St|Dr|Av|Ave|Blvd|Rd|Ln|Ct|Pl|Sq|Pkwy|Hwy|Ter|Cres|Expy)\b|[NSEW]\.", text):
        return text
    text = _SIDE_BEFORE.sub(lambda m: _SIDES[m.group("side").replace(".", "")], text)
    text = _SHORT.sub(_street, text)
    text = _BARE.sub(lambda m: m.group("names") + _NAMES[m.group("name").lower()], text)
    return _SIDE_AFTER.sub(lambda m: m.group("street") + _SIDES[m.group("side")], text)


def _street(match: re.Match[str]) -> str:
    before, after = left_of(match), right_of(match)
    word = match.group("name").lower()
    ends = "." if not after.strip(" \"')") else ""
    if is_street(word, before, after):
        return _NAMES[word] + ends
    if word == "st" and re.match(r"\s+[A-Z]", after):
        return "saint"
    return match.group()
