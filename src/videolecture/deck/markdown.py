"""Markdown decks: taken apart, written as Typst in our theme, and compiled; pictures come from the deck's folder."""

from __future__ import annotations

import tempfile
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from videolecture.deck import pages, pdf, typst
from videolecture.deck.marked import MarkdownDeck, MarkdownSlide, Node, sources, taken_apart, text_of, title_of
from videolecture.deck.pictures import load
from videolecture.deck.types import Canvas, Deck, Notice, ReaderInfo
from videolecture.deck.typst_code import Writer, literal
from videolecture.deck.typst_run import compiled
from videolecture.errors import InputError
from videolecture.types import Progress

LARGEST = 5_000_000  # bytes of the text
LARGEST_SVG = 20_000_000  # bytes
_IMPORT = '#import "@local/videolecture:1.0.0": *\n#show: look\n'


class Markdown:
    """Reads Markdown with markdown-it."""

    info: ClassVar[ReaderInfo] = ReaderInfo("markdown", "Markdown", (".md", ".markdown"), behaviour=4)

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck. Notes stand under each slide."""
        marked = taken_apart(text_in(path))
        pages.check_count(path.name, len(marked.slides))
        with tempfile.TemporaryDirectory(prefix="videolecture-deck-") as place:
            stock = _Stock(path, Path(place), canvas)
            code, notices = _code(marked, stock)
            source = Path(place) / "deck.typ"
            source.write_text(code, encoding="utf-8")
            language = marked.front.get("lang", "ru" if _russian(code) else "en")[:2]
            with compiled(source, path.name, canvas, progress, system_fonts=False, language=language) as document:
                slides = pdf.read_slides(document.pdf, path.name, folder, canvas, progress)
                slides = typst.with_metadata(slides, document)
                warnings = tuple(typst.warnings(document.warnings))
        found = tuple(
            replace(
                slide,
                page=slide.number,
                title=" ".join(title_of(one.title).split()) if one.title else "",
                notes=one.notes,
                figures=_figures(one),
                warnings=(*notices[slide.number - 1], *slide.warnings),
            )
            for slide, one in zip(slides, marked.slides, strict=True)
        )
        return Deck(path.name, self.info.name, marked.front.get("title", ""), found, warnings=warnings)

    def inputs(self, path: Path) -> tuple[Path, ...]:
        """The text and the pictures it names."""
        named = [_local(path, source) for source in dict.fromkeys(sources(taken_apart(text_in(path))))]
        return (path, *(file for file in named if isinstance(file, Path) and file.is_file()))


def named(path: Path) -> tuple[str, ...]:
    """The pictures that a deck names in its folder, relative to it, each once. Raises InputError."""
    root = path.absolute().parent.resolve()
    files = [_local(path, source) for source in sources(taken_apart(text_in(path)))]
    inside = [file.relative_to(root).as_posix() for file in files if isinstance(file, Path)]
    return tuple(dict.fromkeys(inside))


def text_in(path: Path) -> str:
    """The text of a deck. Raises InputError for what is too long, or no UTF-8."""
    if path.stat().st_size > LARGEST:
        raise InputError(
            "The deck «{name}» has more than {most} MB of text.",
            "Check that it is the deck.",
            code="deck-text-too-large",
            name=path.name,
            most=LARGEST // 1_000_000,
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            "The deck «{name}» is not text in UTF-8.",
            "Save it as UTF-8 and try again.",
            code="deck-not-utf8",
            name=path.name,
        ) from None


def _russian(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum("а" <= c.lower() <= "я" for c in letters) > 0.3 * len(letters)


def _local(deck: Path, source: str) -> Path | Notice:
    """The file that a picture's address means; a notice for what is elsewhere: it is not fetched."""
    parts = urllib.parse.urlsplit(source)
    if parts.scheme or parts.netloc or source.startswith("//"):
        return Notice(
            "deck-remote-picture", "The picture «{source}» is elsewhere and is not fetched.", {"source": source}
        )
    root = deck.absolute().parent
    file = (root / urllib.parse.unquote(parts.path)).resolve()
    if not file.is_relative_to(root.resolve()):
        return Notice(
            "deck-picture-outside",
            "The picture «{source}» is outside the deck's folder and is not read.",
            {"source": source},
        )
    return file


@dataclass
class _Stock:
    """The pictures of a deck, decoded within bounds and put beside the Typst source."""

    deck: Path
    place: Path
    canvas: Canvas
    known: dict[str, str | Notice] = field(default_factory=dict)

    def __call__(self, source: str) -> str | Notice:
        """The name under which Typst finds a picture, or why it does not."""
        if source not in self.known:
            self.known[source] = self._put(source)
        return self.known[source]

    def _put(self, source: str) -> str | Notice:
        file = _local(self.deck, source)
        if isinstance(file, Notice):
            return file
        if not file.is_file():
            raise InputError(
                "The deck «{name}» shows «{source}», which does not exist.",
                "Check the name; it is looked for beside the deck.",
                code="deck-picture-missing",
                name=self.deck.name,
                source=source,
            )
        number = len(self.known)
        if file.suffix.lower() == ".svg" and file.stat().st_size <= LARGEST_SVG:
            target = self.place / f"picture_{number}.svg"
            target.write_bytes(file.read_bytes())
        else:
            target = self.place / f"picture_{number}.png"
            load(file, self.canvas).save(target, "PNG", compress_level=1)
        return target.name


def _code(marked: MarkdownDeck, stock: _Stock) -> tuple[str, list[list[Notice]]]:
    """The Typst source, and the notices of each slide."""
    parts, notices = [_IMPORT], []
    if title := marked.front.get("title"):
        parts.append(f"#set document(title: {literal(title)})\n")
    for number, slide in enumerate(marked.slides, 1):
        writer = Writer(number, stock)
        parts.append(_slide(number, slide, writer))
        notices.append(writer.notices)
    return "".join(parts), notices


def _slide(number: int, slide: MarkdownSlide, writer: Writer) -> str:
    arguments = [f"number: {number}"]
    if slide.title:
        arguments.append(f"title: [{writer.inline(slide.title)}]")
    pieces = [list(piece) for piece in slide.pieces]
    pictures = [(piece, node) for piece in pieces for node in piece if _alone(node)]
    others = sum(map(len, pieces)) - len(pictures)
    cover = (
        slide.title is not None
        and slide.title.tag == "h1"
        and not pictures
        and others <= 2
        and all(node.type == "paragraph" for piece in pieces for node in piece)
    )
    if cover:
        arguments.append("cover: true")
    if len(pictures) == 1 and (others or len(pieces) == 1):
        piece, node = pictures[0]
        image = writer.image(_image(node), "100%")
        if others and piece is pieces[0]:  # beside the text
            piece.remove(node)
            arguments.append(f"beside: [{image}]")
        elif not others:  # alone: as large as it can be
            return f"#slide({', '.join(arguments)}, pieces: ([{image}],))\n"
    written = ", ".join(f"[{writer.blocks(piece)}]" for piece in pieces)
    return f"#slide({', '.join(arguments)}, pieces: ({written},))\n"


def _alone(node: Node) -> bool:
    """Whether a paragraph is one picture."""
    return node.type == "paragraph" and [child.type for child in _inlines(node)] == ["image"]


def _inlines(node: Node) -> Sequence[Node]:
    return [child for inline in node.children for child in inline.children]


def _image(node: Node) -> Node:
    return _inlines(node)[0]


def _figures(slide: MarkdownSlide) -> tuple[str, ...]:
    nodes = (child for piece in slide.pieces for node in piece for child in node.walk())
    return tuple(text_of(node) for node in nodes if node.type == "image")
