"""All slides of a deck in one picture, each with its number; builds of a slide one after another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from videolecture.deck.types import Deck

GAP = 12
LINE = 28  # pixels for the number below a slide
_USUAL = (480, 4, 400)  # pixels of a slide, columns, most pictures: the sheet stays a picture that can be opened
_LARGE = (960, 2, 100)  # the same where places are to be read off it
_GROUND, _INK, _PAPER = (228, 231, 235), (31, 41, 51), (255, 255, 255)
_RULE = (0, 110, 190)  # of the grid
_STEPS = 10  # of the grid

Draw = Callable[[Image.Image, int, int], Image.Image]
"""draw(picture, slide, build): the picture with what is to be seen on it; both numbers from 1."""


def contact_sheet(deck: Deck, folder: Path, draw: Draw | None = None, grid: bool = False) -> Image.Image:
    """The sheet of a deck whose pictures lie in `folder`; one of more than 400 pictures (100 with a grid) is cut there.

    `grid`: larger, with lines at every tenth of width and height, as `[point:x,y]` and `[highlight:x,y,w,h]` count.
    """
    width, columns, most = _LARGE if grid else _USUAL
    shown = [
        (slide.number, build, len(slide.pictures), path)
        for slide in deck.slides
        for build, path in enumerate(slide.pictures, 1)
    ][:most]
    small = []
    for number, build, builds, path in shown:
        picture = _small(folder / path, width)
        picture = _ruled(picture) if grid else picture
        picture = draw(picture, number, build) if draw else picture
        small.append((f"{number}" if builds == 1 else f"{number}.{build}", picture))
    height = max((picture.height for _, picture in small), default=1) + LINE + GAP
    columns = min(columns, max(1, len(small)))
    rows = -(-len(small) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * height + GAP), _GROUND)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(18)
    for index, (label, picture) in enumerate(small):
        x, y = GAP + index % columns * (width + GAP), GAP + index // columns * height
        sheet.paste(picture, (x + (width - picture.width) // 2, y))
        pen.text((x + width // 2, y + height - GAP - LINE // 2), label, fill=_INK, font=font, anchor="mm")
    return sheet


def _small(path: Path, width: int) -> Image.Image:
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((width, width), Image.Resampling.LANCZOS)
    return picture


def _ruled(picture: Image.Image) -> Image.Image:
    """The picture with lines at every tenth, named at the upper and the left edge."""
    lines = picture.copy()
    pen = ImageDraw.Draw(lines)
    for step in range(1, _STEPS):
        x, y = picture.width * step / _STEPS, picture.height * step / _STEPS
        thick = 2 if 2 * step == _STEPS else 1
        pen.line((x, 0, x, picture.height), fill=_RULE, width=thick)
        pen.line((0, y, picture.width, y), fill=_RULE, width=thick)
    ruled = Image.blend(picture, lines, 0.45)
    pen, font = ImageDraw.Draw(ruled), ImageFont.load_default(15)
    for step in range(1, _STEPS):
        named = f".{step}"
        for place in ((picture.width * step / _STEPS, 10), (14, picture.height * step / _STEPS)):
            left, top, right, bottom = pen.textbbox(place, named, font=font, anchor="mm")
            pen.rectangle((left - 3, top - 2, right + 3, bottom + 2), fill=_PAPER)
            pen.text(place, named, fill=_RULE, font=font, anchor="mm")
    return ruled
