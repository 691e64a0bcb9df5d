"""Where the marks of a lecture fall: at which word, on which picture of the slide, and drawn on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from videolecture.compose.scene.backdrop import Mark, put_mark
from videolecture.types import Box, Fragment, Slide, SlideMark

_INK, _PAPER = (31, 41, 51), (255, 255, 255)


@dataclass(frozen=True)
class Aim:
    """A mark with its effect."""

    mark: SlideMark
    slide: int
    fragment: int
    word: str  # at which it takes effect
    after: bool  # whether it does so after that word, the last of its sentence
    picture: int  # of the slide, from 1: the one that `[next]` goes to, or that is pointed at
    number: int = 0  # of pointers and highlights, from 1 through the slide

    @property
    def written(self) -> str:
        """The mark as an author writes it."""
        place = ":" + ",".join(f"{number:g}" for number in self.mark.place) if self.mark.place else ""
        return f"[{self.mark.kind}{place}]"


def aims(slide: Slide, pictures: int) -> tuple[Aim, ...]:
    """The marks of a slide that has so many pictures, in the order of its words; a superfluous `[next]` is none."""
    return tuple(_aims(slide, pictures))


def _aims(slide: Slide, pictures: int) -> Iterator[Aim]:
    marked = [(fragment, mark) for fragment in slide.fragments for mark in fragment.marks]
    at = 1 if any(mark.kind == "next" for _, mark in marked) else pictures
    number = 0
    for fragment, mark in marked:
        if mark.kind == "next":
            if at < pictures:
                at += 1
                yield Aim(mark, slide.number, fragment.number, *_word(fragment, mark), at)
        else:
            number += 1
            yield Aim(mark, slide.number, fragment.number, *_word(fragment, mark), at, number)


def _word(fragment: Fragment, mark: SlideMark) -> tuple[str, bool]:
    words = fragment.sentences[mark.sentence].text.split()
    return words[min(mark.word, len(words) - 1)].strip('.,;:!?…»«"()'), mark.word >= len(words)


def drawn(picture: Image.Image, shown: Sequence[Aim]) -> Image.Image:
    """A slide's picture with pointers and highlights as a film draws them, each with its number beside it."""
    pixels = np.array(picture.convert("RGB"))
    box = Box(0, 0, picture.width // 2 * 2, picture.height // 2 * 2)
    placed = [aim for aim in shown if aim.mark.kind != "next"]
    for aim in placed:
        put_mark(pixels, Mark("point" if aim.mark.kind == "point" else "highlight", *aim.mark.place), box)
    found = Image.fromarray(pixels)
    draw = ImageDraw.Draw(found)
    size = max(14, picture.width // 34)
    font = ImageFont.load_default(size)
    for aim in placed:
        x, y = aim.mark.place[0] * picture.width, aim.mark.place[1] * picture.height
        x, y = min(x + size * 0.5, picture.width - size), max(y - size * 1.4, 0)
        left, top, right, bottom = draw.textbbox((x, y), str(aim.number), font=font)
        draw.rectangle((left - 4, top - 3, right + 4, bottom + 3), fill=_INK)
        draw.text((x, y), str(aim.number), fill=_PAPER, font=font)
    return found
