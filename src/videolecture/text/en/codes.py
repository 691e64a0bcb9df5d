"""Numbers that name something and count nothing: courses, rooms, sections of a code, reporters of cases, DOIs."""

from __future__ import annotations

import re

from videolecture.text.en.numerals import digits
from videolecture.text.en.words import said_address

# «HIST 214-01», «rm. 34-101», «§ 12-104»
_PARTED = re.compile(
    r"(?P<label>\b[A-Z]{2,5}\s(?=\d{3}-0)|(?<!§)§\s?|\b(?:[Rr]m\.|[Rr]ooms?|[Ss]ection|[Ss]ec\.)\s)(?P<one>\d{1,4})-(?P<other>\d{1,4})"
    r"(?![\w-]|\.\d)"
)
_REPORTER = re.compile(r"(?<=\d )F\.\s?(?P<series>[234])(?:d|th)\.?(?=\s\d)")
_SERIES = {"2": "second", "3": "third", "4": "fourth"}
_CIRCUIT = re.compile(r"(?<!\w)(?P<which>[23])d(?=\s(?:Cir|Dist|Dep)\b)")
_DOI = re.compile(r"\b(?:doi|DOI):?\s?(?P<number>10\.\d{4,}/[^\s,;]*[^\s,;.)])")
_BRITISH = re.compile(r"(?<![\w.,])0\d{2,4}(?:[ -]\d{3,4}){2}(?![\w-])")
_SUBPART = re.compile(r"(?<=\d)\((?P<one>[a-z])\)\((?P<other>\d{1,2})\)")  # «§ 106(b)(2)»


def read_codes(text: str) -> str:
    """Such numbers in words or as the rules after it read them."""
    text = _DOI.sub(lambda m: f"d o i {said_address(m.group('number'))}", text)
    text = _PARTED.sub(r"\g<label>\g<one> dash \g<other>", text)
    text = _SUBPART.sub(r" \g<one> \g<other>", text)
    text = _REPORTER.sub(lambda m: f"Federal Reporter, {_SERIES[m.group('series')]} series,", text)
    text = _CIRCUIT.sub(lambda m: {"2": "second", "3": "third"}[m.group("which")], text)
    return _BRITISH.sub(lambda m: ", ".join(digits(group) for group in re.findall(r"\d+", m.group())), text)
