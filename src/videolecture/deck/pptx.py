"""PPTX decks: words and notes by python-pptx, pictures by LibreOffice from a copy whose links out are cut."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from videolecture.deck import archive, office, pages, pdf
from videolecture.deck.drawn import drawn
from videolecture.deck.types import Canvas, Deck, DeckSlide, Notice, ReaderInfo
from videolecture.types import Progress

_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
# What else PowerPoint writes: shows, templates, and the same with macros. All are presentations but for the name.
_KINDS = (
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
)
DRAWN_SHAPES = 3  # so many arrows, boxes and lines are a drawing
_TITLES = ("TITLE", "CENTER_TITLE", "VERTICAL_TITLE")


class Pptx:
    """Reads PPTX files."""

    info: ClassVar[ReaderInfo] = ReaderInfo(
        "pptx", "PowerPoint", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), behaviour=2, system_fonts=True
    )

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck without its hidden slides, each as it is when its animations have ended."""
        with copied(path) as (copy, links):
            presentation = opened(copy, path.name)
            shown: list[tuple[int, Any]] = []
            hidden: list[tuple[int, Any]] = []
            for page, slide in enumerate(presentation.slides, 1):
                (hidden if slide._element.get("show") in ("0", "false") else shown).append((page, slide))
            pages.check_count(path.name, len(shown))
            found = [_words(number, page, slide) for number, (page, slide) in enumerate(shown, 1)]
            warnings = [*map(office.link_notice, links), *_font_notices(presentation, [slide for _, slide in shown])]
            if folder is not None:
                _settle(copy, [slide for _, slide in shown])
                with office.as_pdf(copy, path.name, len(shown), progress) as made:
                    pictures = pdf.read_slides(made, path.name, folder, canvas, progress, join_builds=False)
                found = drawn(found, pictures, path.name)
        title = (presentation.core_properties.title or "").strip()
        title = "" if title in ("PowerPoint Presentation", "Презентация PowerPoint") else title
        return Deck(path.name, self.info.name, title, tuple(found), tuple(page for page, _ in hidden), tuple(warnings))

    def inputs(self, path: Path) -> tuple[Path, ...]:
        """The file, and what says LibreOffice's version, as another one draws otherwise."""
        return (path, *office.version_files())


@contextmanager
def copied(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """A copy of the file that loads nothing from elsewhere and is called a presentation; and what it was linked to."""
    from videolecture.deck.pptx_parts import cut_links

    links: list[str] = []

    def change(member: str, content: bytes) -> bytes | None:
        if member.endswith(".rels"):
            content, cut = cut_links(content)
            links.extend(cut)
        elif member == "[Content_Types].xml":
            for kind in _KINDS:
                content = content.replace(kind.encode(), _PRESENTATION.encode())
        return content

    with tempfile.TemporaryDirectory(prefix="videolecture-deck-") as place, archive.opened(path, path.name) as source:
        copy = Path(place) / "deck.pptx"
        try:
            archive.copied(source, copy, change)
        except (zipfile.BadZipFile, SyntaxError, ValueError, RuntimeError, NotImplementedError, EOFError):
            raise archive.broken(path.name) from None
        yield copy, list(dict.fromkeys(links))


def opened(path: Path, name: str) -> Any:
    """The file as python-pptx sees it. Raises InputError for a broken one."""
    import pptx

    try:
        presentation = pptx.Presentation(str(path))
        for slide in presentation.slides:
            _ = slide.shapes  # parses every slide, so that a broken one is told here
    except Exception as error:  # whatever lxml, zipfile and python-pptx raise for damaged parts
        raise archive.broken(name) from error
    return presentation


def _settle(copy: Path, slides: list[Any]) -> None:
    """Take out of the copy what animations have taken away at their end."""
    from videolecture.deck.pptx_parts import moving, take_away

    leaving = {str(slide.part.partname).lstrip("/"): moving(slide).leaving for slide in slides}
    if not any(leaving.values()):
        return
    settled = copy.with_name("settled.pptx")

    def change(member: str, content: bytes) -> bytes:
        return take_away(content, leaving[member]) if leaving.get(member) else content

    with zipfile.ZipFile(copy) as source:
        archive.copied(source, settled, change)
    settled.replace(copy)


def _words(number: int, page: int, slide: Any) -> DeckSlide:
    text: list[str] = []
    figures: list[str] = []
    title = ""
    for shape in _leaves(slide.shapes):
        if shape.is_placeholder and shape.placeholder_format.type is not None:
            kind = shape.placeholder_format.type.name
            if kind in _TITLES and shape.has_text_frame and not title:
                title = " ".join(shape.text_frame.text.split())
            if kind in ("SLIDE_NUMBER", "DATE", "FOOTER"):
                continue
        text += _shape_text(shape)
        if _is_figure(shape):
            said = (shape._element.xpath(".//p:cNvPr/@descr") or [""])[0].strip()
            figures.append("" if re.fullmatch(r"\S+\.\w{3,4}", said) else said)  # programs put the file's name there
    if sum(_is_drawn(shape) for shape in _leaves(slide.shapes)) >= DRAWN_SHAPES:
        figures.append("")
    return DeckSlide(
        number,
        page,
        title,
        _notes(slide),
        text=pages.lines("\n".join(text)),
        figures=tuple(figures),
        warnings=tuple(_moving_notices(page, slide)),
    )


def _leaves(shapes: Any) -> Iterator[Any]:
    """The shapes, those inside groups included."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _leaves(shape.shapes)
        else:
            yield shape


def _shape_text(shape: Any) -> list[str]:
    if shape.has_text_frame:
        return [str(shape.text_frame.text).replace("\v", "\n")]
    if getattr(shape, "has_table", False) and shape.has_table:
        return [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return []


def _is_figure(shape: Any) -> bool:
    tag = shape._element.tag.rpartition("}")[2]
    return tag == "pic" or getattr(shape, "has_chart", False) or (tag == "graphicFrame" and not shape.has_table)


def _is_drawn(shape: Any) -> bool:
    """Whether a shape is an arrow, a box, a line, and no place for text."""
    tag = shape._element.tag.rpartition("}")[2]
    text_box = bool(shape._element.xpath("./p:nvSpPr/p:cNvSpPr[@txBox='1']"))
    return not shape.is_placeholder and not text_box and tag in ("sp", "cxnSp")


def _notes(slide: Any) -> str:
    if not slide.has_notes_slide:
        return ""
    frame = slide.notes_slide.notes_text_frame
    if frame is None or not frame.text.strip():
        # Exports of other programs leave the placeholder untyped: the longest text beside number and date is the note.
        fields = ("SLIDE_NUMBER", "DATE", "HEADER", "FOOTER", "SLIDE_IMAGE")
        texts = [
            shape.text_frame.text
            for shape in slide.notes_slide.shapes
            if shape.has_text_frame
            and not (shape.is_placeholder and getattr(shape.placeholder_format.type, "name", "") in fields)
            and not shape._element.xpath(".//a:fld")
        ]
        return max(texts, key=len, default="").replace("\v", "\n").strip()
    return str(frame.text).replace("\v", "\n").strip()


def _moving_notices(page: int, slide: Any) -> Iterator[Notice]:
    from videolecture.deck.pptx_parts import moving

    found = moving(slide)
    for film in found.films:
        yield Notice(
            "deck-film",
            "Page {page}: the film «{file}» is not played, its first picture is shown. Write [clip:FILE] in the text.",
            {"page": page, "file": film},
        )
    if found.sounds:
        code = "deck-narration" if found.narrated else "deck-sound"
        what = "a recorded narration" if found.narrated else "a sound"
        parameters: dict[str, str | int] = {"page": page, "files": ", ".join(found.sounds)}
        use = "--recording with this deck speaks with it" if found.narrated else "which is not used"
        yield Notice(code, f"Page {{page}} has {what} («{{files}}»), {use}.", parameters)
    if found.animated:
        yield Notice("deck-animation", "Page {page}: animations are not played; their end is shown.", {"page": page})


def _font_notices(presentation: Any, slides: list[Any]) -> list[Notice]:
    from videolecture.deck.pptx_parts import fonts, theme_fonts

    families = {family for slide in slides for family in fonts(slide)}
    for master in presentation.slide_masters:
        for relation in master.part.rels.values():
            if relation.reltype.endswith("/theme"):
                families |= theme_fonts(relation.target_part.blob)
    return office.font_notices(families)
