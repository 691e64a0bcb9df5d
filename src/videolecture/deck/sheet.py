"""All slides of a deck in one picture, each with its number; builds of a slide one after another."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from videolecture.deck.types import Deck

WIDTH = 480  # pixels of a slide
GAP = 12
LINE = 28  # pixels for the number below a slide
COLUMNS = 4
MOST = 400  # pictures, so that the sheet stays a picture that can be opened
_GROUND, _INK = (228, 231, 235), (31, 41, 51)


def contact_sheet(deck: Deck, folder: Path) -> Image.Image:
    """The sheet of a deck whose pictures lie in `folder`; one of more than 400 pictures is cut there."""
    shown = [
        (f"{slide.number}" if len(slide.pictures) == 1 else f"{slide.number}.{build}", path)
        for slide in deck.slides
        for build, path in enumerate(slide.pictures, 1)
    ][:MOST]
    small = [(label, _small(folder / path)) for label, path in shown]
    height = max((picture.height for _, picture in small), default=1) + LINE + GAP
    columns = min(COLUMNS, max(1, len(small)))
    rows = -(-len(small) // columns)
    sheet = Image.new("RGB", (columns * (WIDTH + GAP) + GAP, rows * height + GAP), _GROUND)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(18)
    for index, (label, picture) in enumerate(small):
        x, y = GAP + index % columns * (WIDTH + GAP), GAP + index // columns * height
        sheet.paste(picture, (x + (WIDTH - picture.width) // 2, y))
        draw.text((x + WIDTH // 2, y + height - GAP - LINE // 2), label, fill=_INK, font=font, anchor="mm")
    return sheet


def _small(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    return picture
