"""Burned subtitles: cues of one fragment at a pace that can be read, drawn into a strip below the slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from videolecture import weights
from videolecture.compose.canvas import Size, even
from videolecture.compose.subtitles import GAP, LINE, LINES, SHORTEST, Caption, Cue, timed_pieces
from videolecture.errors import InputError
from videolecture.types import FPS, Image

if TYPE_CHECKING:
    from PIL import ImageFont

BEHAVIOUR = 1  # raised whenever the same cues give another picture: part of the key of every scene that has some
FONT = "source-sans"  # weights: Source Sans Pro Semibold, Latin, Greek and Cyrillic
FASTEST = 17  # characters per second that viewers are usually asked to read; up to 20 where the voice is that fast

_INK = (236, 237, 238)
_LETTER = 0.042  # of the canvas' shorter side: pixels of the font
_LEADING = 1.25  # line to line, of the font's pixels
_WIDE = 0.92  # of the canvas' width that a line may fill
_USUAL_WIDTH = 0.54  # of a letter, of the font's pixels
_NO_LETTER = "\uffff"  # every font draws its sign for a missing letter there
_MOST_SHIFT = 700  # ms by which a cue may come before or stay after its words, so that it can be read


def strip_height(canvas: Size) -> int:
    """Pixels at the canvas' lower edge that two lines take."""
    return even(min(canvas) * _LETTER * (LINES * _LEADING + 0.9))


def line_length(canvas: Size) -> int:
    """Characters of a line at most."""
    return min(LINE, int(canvas[0] * _WIDE / (min(canvas) * _LETTER * _USUAL_WIDTH)))


def identity() -> list[object]:
    """What drawn cues depend on besides their text and times, as JSON values."""
    return [BEHAVIOUR, weights.find(FONT).identity]


def cues(captions: Sequence[Caption], frames: int, canvas: Size) -> tuple[Cue, ...]:
    """The cues of one fragment of so many frames, in ms from its start; all end inside it, none overlap."""
    whole = frames * 1000 // FPS
    rough = [
        Cue(round(start * 1000), round(end * 1000), text)
        for caption in captions
        for start, end, text in timed_pieces(caption, line_length(canvas))
    ]
    placed: list[Cue] = []
    for place, cue in enumerate(rough):
        start = max(cue.start, placed[-1].end + GAP if placed else 0)
        limit = rough[place + 1].start - GAP if place + 1 < len(rough) else whole
        end = min(max(cue.end, start + SHORTEST), limit, whole)
        if start < end:
            placed.append(Cue(start, end, cue.text))
    return paced(placed, whole)


def paced(placed: Sequence[Cue], whole: int) -> tuple[Cue, ...]:
    """Cues that are faster than FASTEST stay longer, or come earlier: into the silence around them, then into the
    time of neighbours that have some to spare."""
    paced = list(placed)
    for spare in (False, True):
        for place in range(len(paced)):
            _lengthen(paced, place, whole, spare)
    return tuple(paced)


def _lengthen(paced: list[Cue], place: int, whole: int, spare: bool) -> None:
    cue = paced[place]
    if (missing := _needed(cue) - (cue.end - cue.start)) <= 0:
        return
    after = paced[place + 1] if place + 1 < len(paced) else None
    before = paced[place - 1] if place else None
    room = (after.start + (_spare(after) if spare else 0) - GAP if after else whole) - cue.end
    later = max(0, min(missing, room, _MOST_SHIFT))
    room = cue.start - (before.end - (_spare(before) if spare else 0) + GAP if before else 0)
    earlier = max(0, min(missing - later, room, _MOST_SHIFT))
    cue = paced[place] = replace(cue, start=cue.start - earlier, end=cue.end + later)
    if after and after.start < cue.end + GAP:
        paced[place + 1] = replace(after, start=cue.end + GAP)
    if before and before.end > cue.start - GAP:
        paced[place - 1] = replace(before, end=cue.start - GAP)


def _needed(cue: Cue) -> int:
    """Milliseconds that reading it takes."""
    return -(-len(cue.text) * 1000 // FASTEST)


def _spare(cue: Cue) -> int:
    return max(0, cue.end - cue.start - max(_needed(cue), SHORTEST))


def require(text: str) -> None:
    """Raise InputError unless the font has every letter of a text, MissingError unless it is installed."""
    letters = {letter for letter in text if letter.isprintable() and not letter.isspace()}
    missing = sorted(letter for letter in letters if not has(letter))
    if missing:
        raise InputError(
            "Burned subtitles cannot show «{letters}»: their font has no such letters.",
            "Leave «burned» out of --subtitles: the player's own font shows subtitles in a file or inside the film.",
            code="subtitles-letters-missing",
            letters=" ".join(missing[:8]),
        )


def has(letter: str) -> bool:
    """Whether the font has a letter. Raises MissingError unless it is installed."""
    return _shape(letter) != _shape(_NO_LETTER)


def put_cue(strip: Image, text: str) -> None:
    """Draw a cue of at most two lines in the middle of the strip, (height, width, 3)."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    height, width = strip.shape[:2]
    size = round(height / (LINES * _LEADING + 0.9))
    lines = text.split("\n")
    widest = max(_font(size).getlength(line) for line in lines)
    if widest > width * _WIDE:
        size = int(size * width * _WIDE / widest)
    font = _font(size)
    picture = Pillow.fromarray(strip)
    draw = ImageDraw.Draw(picture)
    first = height / 2 - (len(lines) - 1) * size * _LEADING / 2
    for place, line in enumerate(lines):
        draw.text((width / 2, first + place * size * _LEADING), line, _INK, font, anchor="mm")
    strip[:] = np.asarray(picture)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    # Pillow's own layout: whether it comes with Raqm differs from system to system, the pictures must not.
    return ImageFont.truetype(str(weights.weight_path(FONT)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _shape(letter: str) -> bytes:
    return bytes(_font(32).getmask(letter))
