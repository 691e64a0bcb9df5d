"""Feet and inches written with marks: «10'», «6"», «8" x 10"»; not where the mark closes a quotation."""

from __future__ import annotations

import re
from bisect import bisect_right

from videolecture.text.beside import left_of, right_of

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
    if _MARK.search(text):
        quotations = _Quotations(text)
        timed = bool(_IN_A_MATCH.search(text))
        text = _MARK.sub(lambda m: _length(m, quotations, timed), text)
    return re.sub(r"(?<=[′″])\s?[x×]\s?(?=\d)", " by ", text)


def _length(match: re.Match[str], quotations: _Quotations, timed: bool) -> str:
    mark = match.group("mark")
    if not _SIZED.match(right_of(match)) and quotations.is_open(mark, match.start()):
        return match.group()
    if mark in "'’" and timed and match.group("number").isdigit():
        return f"{match.group('number')}th minute"
    joined = "-" if match.group("hyphen") else ""
    if _ANGLE.search(left_of(match)[-60:]) and "/" not in match.group("number"):
        return f"{match.group('number')} {'min' if mark in chr(39) + '’' else 'sec'}"
    return f"{match.group('number')}{'′' if mark in chr(39) + '’' else '″'}{joined}"


# «scored twice (80', 81')»
_IN_A_MATCH = re.compile(
    r"\b(?:scor(?:ed?|ing)|goals?|hat[- ]trick|penalt(?:y|ies)|header|equali[sz]er?|substitut\w+)\b", re.IGNORECASE
)


class _Quotations:
    """Where the quotation marks of a text stand, each looked for once."""

    def __init__(self, text: str) -> None:
        def places(pattern: str) -> list[int]:
            return [found.end() for found in re.finditer(pattern, text)]

        self._curled = places("“"), places(r"(?<!\d)”")
        self._straight = places(r"(?<![\d½¼¾⅛⅜⅝⅞])\"")
        self._single = places(r"(?:^|[\s(])[‘'’](?=\w)(?!\d0s)"), places(r"[a-z.,!?]['’](?=\s|$)")

    def is_open(self, mark: str, at: int) -> bool:
        """Whether a quotation that `mark` could close is open there."""
        if mark == "”":
            opened, closed = self._curled
            return bisect_right(opened, at) > bisect_right(closed, at)
        if mark == '"':
            return bisect_right(self._straight, at) % 2 == 1
        opened, closed = self._single
        return bisect_right(opened, at) > 0 and bisect_right(closed, at) == 0
