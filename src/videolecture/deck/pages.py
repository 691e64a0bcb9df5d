"""Pages of a PDF: their pictures, words, figures and fonts, by PDFium. One page is in memory at a time."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from videolecture.deck.page_title import title_of
from videolecture.errors import InputError

MOST_PAGES = 1000
SMALLEST = 16  # pixels of a picture's shorter side: a page of any proportions has a picture
FIGURE_AREA = 0.02  # of the page: a smaller picture is an icon or a bullet
GROUND_AREA = 0.9  # of the page: a picture this large that words stand on is their ground
DRAWN = 0.03  # of the page's side: smaller lines and areas are bullets, icons, buttons
DRAWN_PATHS = 7  # lines and areas from which on they are a drawing and no rules or boxes: a frame, an axis, a curve
LONGEST_LINE = 300  # characters
MOST_LINES = 200  # of a page

# The fonts that every reader of PDF has, in its own make; no file needs to bring them.
_STANDARD = ("Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats")
_IMAGE, _PATH, _TEXT, _FORM = 3, 2, 1, 5  # FPDF_PAGEOBJ_*
_PASSWORD, _FORMAT = 4, 3  # FPDF_ERR_*


@dataclass(frozen=True)
class PageFont:
    """A font of a PDF that was not embedded, and what PDFium draws it with."""

    name: str
    substitute: str


@dataclass(frozen=True)
class PageWords:
    """What is in a page beside its picture."""

    text: tuple[str, ...]
    figures: int
    fonts: frozenset[PageFont]
    title: str = ""  # what stands large at its top


@contextmanager
def opened(path: Path, name: str) -> Iterator[Any]:
    """The PDF as a pypdfium2.PdfDocument; `name` is what messages call it. Raises InputError."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD or "password" in str(error).lower():
            raise InputError(
                "The PDF «{name}» is protected by a password.",
                "Save it without the password (print it to a PDF, for example) and give that.",
                code="deck-pdf-password",
                name=name,
            ) from None
        raise broken(name) from None
    try:
        check_count(name, len(document))
        yield document
    finally:
        document.close()


def check_count(name: str, count: int) -> None:
    """Raise InputError unless a deck has a reasonable number of pages."""
    if not count:
        raise empty(name)
    if count > MOST_PAGES:
        raise InputError(
            "«{name}» has {pages} pages; at most {most} are taken.",
            "Give the part that this lecture is about.",
            code="deck-too-many-pages",
            name=name,
            pages=count,
            most=MOST_PAGES,
        )


def broken(name: str) -> InputError:
    """The error for a PDF that PDFium cannot open."""
    return InputError(
        "«{name}» is damaged or no PDF.", "Export or download it again.", code="deck-pdf-broken", name=name
    )


def empty(name: str) -> InputError:
    """The error for a deck that shows nothing."""
    return InputError("The deck «{name}» has no slides.", "Give one that has.", code="deck-empty", name=name)


def write_picture(document: Any, index: int, canvas: tuple[int, int], target: Path) -> bool:
    """Write one page as an RGB PNG that fills the canvas in one direction. False for a damaged page: it is white."""
    import pypdfium2

    try:
        page = document[index]
        width, height = page.get_size()  # points, turned as the page is
        if not (width > 0 and height > 0):
            raise pypdfium2.PdfiumError("no size")
    except pypdfium2.PdfiumError:
        save(np.full((canvas[1], canvas[0], 3), 255, np.uint8), target)
        return False
    try:
        scale = min(canvas[0] / width, canvas[1] / height)
        size = max(SMALLEST, round(width * scale)), max(SMALLEST, round(height * scale))
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pypdfium2.raw.FPDFBitmap_BGR)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
            flags = pypdfium2.raw.FPDF_ANNOT | pypdfium2.raw.FPDF_REVERSE_BYTE_ORDER
            pypdfium2.raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, flags)
            picture = bitmap.to_numpy()
            save(picture, target)
        finally:
            bitmap.close()
    finally:
        page.close()
    return True


def save(pixels: Any, target: Path) -> None:
    """Write an RGB array (height, width, 3) as PNG, compressed fast: slides are flat."""
    from PIL import Image

    Image.fromarray(pixels).save(target, "PNG", compress_level=1)


def words(document: Any, index: int) -> PageWords:
    """The lines, figures and foreign fonts of one page; of a damaged page there are none."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PageWords((), 0, frozenset())
    try:
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range()
            title = _cyrillic(title_of(textpage, page.get_height()))
        finally:
            textpage.close()
        figures, fonts = _objects(page, alone=not lines(text))
    finally:
        page.close()
    return PageWords(lines(text), figures, fonts, title)


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, in order."""
    clean = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines())
    said = [_cyrillic(line)[:LONGEST_LINE] for line in clean if any(c.isalnum() for c in line)]
    return tuple(said[:MOST_LINES])


def _cyrillic(line: str) -> str:
    """A line of Cyrillic letters that came as Western ones («Ìîëíèÿ»), as LaTeX without cmap writes them."""
    letters = [c for c in line if c.isalpha()]
    western = sum("\u00c0" <= c <= "\u00ff" for c in letters)
    if western < 0.6 * len(letters):
        return line
    right = "".join(c.encode("latin-1").decode("cp1251") if "\u00c0" <= c <= "\u00ff" else c for c in line)
    return right.replace("\u00bc", "ё").replace("\u009c", "Ё")


def _objects(page: Any, alone: bool) -> tuple[int, frozenset[PageFont]]:
    """Figures and foreign fonts. A picture behind words is their ground; `alone`, without words, it is a figure."""
    import pypdfium2

    width, height = page.get_size()
    figures, paths, fonts = 0, 0, set[PageFont]()
    with contextlib.suppress(pypdfium2.PdfiumError):
        for item in page.get_objects(max_depth=4):
            if item.type == _IMAGE:
                left, bottom, right, top = item.get_bounds()
                area = abs((right - left) * (top - bottom)) / (width * height)
                figures += area >= FIGURE_AREA and (alone or area < GROUND_AREA)
            elif item.type == _PATH:
                left, bottom, right, top = item.get_bounds()
                paths += right - left > DRAWN * width or top - bottom > DRAWN * height
            elif item.type == _TEXT:
                fonts |= _foreign_font(item)
    return figures + (paths >= DRAWN_PATHS), frozenset(fonts)


def _foreign_font(item: Any) -> set[PageFont]:
    import pypdfium2

    font = pypdfium2.raw.FPDFTextObj_GetFont(item)
    if not font or pypdfium2.raw.FPDFFont_GetIsEmbedded(font):
        return set()
    name = _said(pypdfium2.raw.FPDFFont_GetBaseFontName, font)
    used = _said(pypdfium2.raw.FPDFFont_GetFamilyName, font)
    same = name.startswith(_STANDARD) or (used and _plain_name(used) in _plain_name(name))
    return set() if not name or same else {PageFont(name, used or "?")}


def _plain_name(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _said(ask: Any, font: Any) -> str:
    length = ask(font, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(font, buffer, length)
    return buffer.value.decode("utf-8", errors="replace")


def titles(document: Any) -> dict[int, str]:
    """The outline's title of each page that it leads to, index of the page -> title: the most detailed one's first."""
    import pypdfium2

    found: dict[int, tuple[int, str]] = {}
    with contextlib.suppress(pypdfium2.PdfiumError, RecursionError):
        for item in document.get_toc(max_depth=6):
            target = item.get_dest()
            index = target.get_index() if target else None
            title = " ".join((item.get_title() or "").split())
            if index is not None and title and (index not in found or item.level > found[index][0]):
                found[index] = (item.level, title)
    return {index: title for index, (_, title) in found.items()}


def builds(document: Any) -> list[range]:
    """The pages' indices, slide by slide: consecutive pages with one non-empty label are builds of one slide."""
    labels = [document.get_page_label(index) for index in range(len(document))]
    starts = [i for i, label in enumerate(labels) if not i or not label or label != labels[i - 1]]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(labels)], strict=True)]
