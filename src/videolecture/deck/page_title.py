"""The title of a PDF page that no outline names: the largest line in its upper part, if it is larger than the text.

Presentation programs write titles larger than all else and at the top; what a figure's axes say is small or turned, and
often comes first in the file.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

UPPER = 0.45  # of the page's height: the middle of a title lies in it
LARGER = 1.15  # times the height of the page's text
TEXT = 0.25  # of the page's letters are smaller than its text, or of its size: a title may have more than half
SAME = 0.92  # of the title's height: a line right below it that is as high belongs to it
CLOSE = 2.2  # of the title's height, from line to line
LONGEST = 120  # characters
MOST_LETTERS = 5000  # of a page: more is no slide
FEW_LINES = 3  # of one size: the first is the title, as on a page that has nothing else
_TURNED = 0.02  # radians


@dataclass(frozen=True)
class _Line:
    """A line of letters of one size."""

    text: str
    height: float  # points, of its letters with their ascenders and descenders
    top: float  # points from the page's lower edge
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def title_of(textpage: Any, height: float) -> str:
    """The title of a page `height` points high; "" where nothing stands out."""
    lines = list(_lines(textpage))
    letters = sorted(line.height for line in lines for _ in line.text)
    if not letters:
        return ""
    upper = [line for line in lines if line.middle > height * (1 - UPPER) and _says(line.text)]
    if len(lines) <= FEW_LINES and letters[-1] < LARGER * letters[0]:
        large = upper[:1]
    else:
        usual = letters[int(TEXT * len(letters))]
        large = [line for line in upper if line.height > LARGER * usual]
    if not large:
        return ""
    first = max(large, key=lambda line: (round(line.height, 1), line.top))
    title = " ".join(line.text for line in _with_its_lines(first, lines))
    return title if len(title) <= LONGEST else ""


def _with_its_lines(first: _Line, lines: list[_Line]) -> Iterator[_Line]:
    """A title's first line and those right below it of its size."""
    yield first
    last = first
    for line in sorted(lines, key=lambda line: -line.top):
        near = 0 < last.middle - line.middle < CLOSE * first.height
        if near and SAME < line.height / first.height < 1 / SAME:
            yield line
            last = line


def _says(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) > 1


def _lines(textpage: Any) -> Iterator[_Line]:
    """The page's upright lines, in the file's order; one ends where the text's does, or letters change their size."""
    from pypdfium2 import raw

    text = ""
    boxes: list[tuple[float, float]] = []  # (top, bottom)
    box = raw.FS_RECTF()
    for index in range(min(raw.FPDFText_CountChars(textpage), MOST_LETTERS)):
        letter = chr(raw.FPDFText_GetUnicode(textpage, index))
        if letter in "\r\n":
            yield from _line(text, boxes)
            text, boxes = "", []
            continue
        if letter.isspace() or raw.FPDFText_IsGenerated(textpage, index) == 1:
            text += " "
            continue
        if abs(raw.FPDFText_GetCharAngle(textpage, index)) > _TURNED:
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)) or box.top <= box.bottom:
            continue
        same = not boxes or SAME < (box.top - box.bottom) / (boxes[-1][0] - boxes[-1][1]) < 1 / SAME
        if not same and text.endswith(" "):  # an index or a large initial stays with its line
            yield from _line(text, boxes)
            text, boxes = "", []
        text += letter
        boxes.append((box.top, box.bottom))
    yield from _line(text, boxes)


def _line(text: str, boxes: list[tuple[float, float]]) -> Iterator[_Line]:
    said = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if said and boxes:
        heights = [top - bottom for top, bottom in boxes]
        yield _Line(said, median(heights), max(top for top, _ in boxes), min(bottom for _, bottom in boxes))
