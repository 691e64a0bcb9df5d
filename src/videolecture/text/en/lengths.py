"""Feet and inches written with marks: «10'», «6"», «8" x 10"»; not where the mark closes a quotation."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?<![\w.,])(?P<number>\d+(?:\.\d+)?(?:[- ]\d+/\d+|/\d+)?|\d*[½¼¾⅛⅜⅝⅞])(?P<mark>[\"'’”])(?![\w'’\"])"
    r"(?P<hyphen>-(?=[a-z]))?"
)
_PRIME = re.compile(
    r"\b([35])['’′](?=-(?:to|end|cap|UTR|phosph|OH|hydrox)|\s(?:end|to|UTR|cap|direction|untranslated))"
)
_ANGLE = re.compile(
    r"\b(?:angle|latitude|longitude|arc|degrees?|declination|parallax|bearing|azimuth)\b|°", re.IGNORECASE
)
# What makes a length of it even inside a quotation.
_SIZED = re.compile(r"\s*(?:[x×]\s?\d|(?:wide|long|tall|high|deep|thick|by)\b)")


def read_lengths(text: str) -> str:
    """The marks as units; before the numbers are read."""
    text = _PRIME.sub(lambda m: {"3": "three prime", "5": "five prime"}[m.group(1)], text)
    text = _MARK.sub(_length, text)
    return re.sub(r"(?<=[′″])\s?[x×]\s?(?=\d)", " by ", text)


def _length(match: re.Match[str]) -> str:
    mark, before, after = match.group("mark"), match.string[: match.start()], match.string[match.end() :]
    if not _SIZED.match(after) and _is_open(mark, before):
        return match.group()
    joined = "-" if match.group("hyphen") else ""
    if _ANGLE.search(before[-60:]) and "/" not in match.group("number"):
        return f"{match.group('number')} {'min' if mark in chr(39) + '’' else 'sec'}"
    return f"{match.group('number')}{'′' if mark in chr(39) + '’' else '″'}{joined}"


def _is_open(mark: str, before: str) -> bool:
    """Whether a quotation that `mark` could close is open."""
    if mark == "”":
        return before.count("“") > len(re.findall(r"(?<!\d)”", before))
    if mark == '"':
        return len(re.findall(r"(?<![\d½¼¾⅛⅜⅝⅞])\"", before)) % 2 == 1
    return bool(re.search(r"(?:^|[\s(])[‘'’](?=\w)(?!\d0s)", before)) and not re.search(
        r"[a-z.,!?]['’](?:\s|$)", before
    )
