"""Whether the full stop of an English abbreviation ends the sentence: «221B Baker St. He paid»."""

from __future__ import annotations

import re

from videolecture.text.en.streets import is_street
from videolecture.text.tables import words

_NUMBER = re.compile(r"[#(+]{0,2}(?:\d|[A-Z]?-?\d|[IVXL]+\b)")

_YEAR = re.compile(r"(?:c\. )?(?:1\d{3}|20\d\d)\b")
_SCORE = re.compile(r"\d\s?[–-]\s?\d")


def _goes_on(last: str, head: str, following: str) -> bool:
    """«85 Fed. Reg.», «Federer d. Nadal 6–4»."""
    if last == "Fed":
        return bool(re.match(r"(?:Reg|R|Cl|App|Cir)\.", following))
    return last == "d" and bool(re.search(r"\b[A-Z][\w'’-]*\s+$", head) and _SCORE.search(following))


def ends(token: str, head: str, following: str, opener: bool) -> bool | None:
    """None: not decided here. `head` ends before the token; `opener`: a word that opens sentences follows."""
    word = re.split(r"[–—/-]", token)[-1].lower().strip(".")
    if word in ("b", "d") and _YEAR.match(following):
        return False  # «b. 1757, d. 1827»
    if word in words("sentences", "numbered"):
        return not _NUMBER.match(following)
    if _goes_on(token, head, following):
        return False
    if word == "v":  # «Schenck v. United States»; «its speed is v. Then»
        return not (_NUMBER.match(following) or re.search(r"\b[A-Z][\w'’.]*\s+$", head))
    if word in words("sentences", "streets") and token[:1].isupper():
        street = is_street(word, head, " " + following)
        return opener if street else False if word in ("st", "dr") else None
    if word in words("sentences", "calendar") and token[:1].isupper():
        if word == "sun" and re.search(r"\b[Tt]he\s+$", head):
            return True
        if following[:1].isdigit() or re.match(r"[A-Z]{2,}\b", following):
            return False
        return opener or len(head.split()) > 3
    return None
