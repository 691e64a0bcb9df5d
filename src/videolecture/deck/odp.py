"""ODP decks: words and notes from its XML, pictures by LibreOffice from a copy whose links out are cut."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from lxml import etree

from videolecture.deck import archive, office, pages, pdf
from videolecture.deck.archive import Element
from videolecture.deck.drawn import drawn
from videolecture.deck.office import font_notices, link_notice
from videolecture.deck.types import Canvas, Deck, DeckSlide, Notice, ReaderInfo
from videolecture.types import Progress

_NAMES = {
    "anim": "urn:oasis:names:tc:opendocument:xmlns:animation:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "pres": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "smil": "urn:oasis:names:tc:opendocument:xmlns:smil-compatible:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def _tag(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{_NAMES[space]}}}{local}"


def _all(node: Element, path: str) -> list[Element]:
    return list(node.iterfind(path, _NAMES))


class Odp:
    """Reads ODP files."""

    info: ClassVar[ReaderInfo] = ReaderInfo(
        "odp", "OpenDocument presentation", (".odp", ".otp"), behaviour=2, system_fonts=True
    )

    def read(self, path: Path, folder: Path | None, canvas: Canvas, progress: Progress) -> Deck:
        """The deck without its hidden slides, each as it is when its animations have ended."""
        with archive.opened(path, path.name) as source:
            _check_encryption(source, path.name)
            root = archive.xml(source, "content.xml", path.name)
            styles = archive.xml(source, "styles.xml", path.name)
            title = _title(source, path.name)
        found = _all(root, ".//office:presentation/draw:page")
        hidden_styles = {
            style.get(_tag("style:name"))
            for style in _all(root, ".//style:style")
            for properties in _all(style, "style:drawing-page-properties")
            if properties.get(_tag("pres:visibility")) == "hidden"
        }
        hidden = [number for number, page in enumerate(found, 1) if page.get(_tag("draw:style-name")) in hidden_styles]
        shown = [(number, page) for number, page in enumerate(found, 1) if number not in hidden]
        pages.check_count(path.name, len(shown))
        slides = [_slide(number, page, node) for number, (page, node) in enumerate(shown, 1)]
        links, leaving = _links(root), _leaving(found)
        warnings = [link_notice(target) for target in links]
        warnings += font_notices(_fonts(root) | _fonts(styles))
        if folder is not None:
            with (
                _copy(path, leaving) as copy,
                office.as_pdf(copy, path.name, len(slides), progress) as made,
            ):
                pictures = pdf.read_slides(made, path.name, folder, canvas, progress, join_builds=False)
            slides = drawn(slides, pictures, path.name)
        return Deck(path.name, self.info.name, title, tuple(slides), tuple(hidden), tuple(warnings))

    def inputs(self, path: Path) -> tuple[Path, ...]:
        """The file, and what says LibreOffice's version, as another one draws otherwise."""
        return (path, *office.version_files())


def _check_encryption(source: zipfile.ZipFile, name: str) -> None:
    manifest = archive.xml(source, "META-INF/manifest.xml", name)
    if next(manifest.iter(_tag("manifest:encryption-data")), None) is not None:
        raise archive.protected(name)


def _title(source: zipfile.ZipFile, name: str) -> str:
    if "meta.xml" not in source.namelist():
        return ""
    node = next(archive.xml(source, "meta.xml", name).iter(_tag("dc:title")), None)
    return (node.text or "").strip() if node is not None else ""


def _paragraphs(node: Element) -> str:
    """The text of the paragraphs and headings below a node, a line each."""
    return "\n".join(_flat(p) for p in node.iter(_tag("text:p"), _tag("text:h")))


def _flat(node: Element) -> str:
    parts = [node.text or ""]
    for child in node:
        if child.tag == _tag("text:s"):
            parts.append(" " * int(child.get(_tag("text:c")) or 1))
        elif child.tag in (_tag("text:tab"), _tag("text:line-break")):
            parts.append("\n" if child.tag == _tag("text:line-break") else " ")
        elif isinstance(child.tag, str):
            parts.append(_flat(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _slide(number: int, page: int, node: Element) -> DeckSlide:
    notes = [
        _paragraphs(frame)
        for frame in _all(node, "pres:notes/draw:frame")
        if frame.get(_tag("pres:class")) == "notes" and frame.get(_tag("pres:placeholder")) != "true"
    ]
    outside = [child for child in node if child.tag != _tag("pres:notes")]
    titles = [child for child in outside if child.get(_tag("pres:class")) == "title"]
    text = [
        _paragraphs(child) for child in outside if child.get(_tag("pres:class")) not in ("page-number", "date-time")
    ]
    return DeckSlide(
        number,
        page,
        " ".join(_paragraphs(titles[0]).split()) if titles else "",
        "\n".join(notes).strip(),
        text=pages.lines("\n".join(text)),
        figures=tuple(_figures(outside)),
        warnings=tuple(_notices(page, node)),
    )


def _figures(nodes: list[Element]) -> Iterator[str]:
    for node in nodes:
        for frame in node.iter(_tag("draw:frame")):
            if frame.find("draw:image", _NAMES) is not None or frame.find("draw:object", _NAMES) is not None:
                said = [frame.findtext(f"svg:{tag}", "", _NAMES) for tag in ("desc", "title")]
                yield next((words.strip() for words in said if words.strip()), "")


def _notices(page: int, node: Element) -> Iterator[Notice]:
    for plugin in node.iter(_tag("draw:plugin")):
        file = (plugin.get(_tag("xlink:href")) or "").rpartition("/")[2]
        yield Notice(
            "deck-film",
            "Page {page}: the film «{file}» is not played, its first picture is shown. Write [clip:FILE] in the text.",
            {"page": page, "file": file},
        )
    sounds = {(sound.get(_tag("xlink:href")) or "").rpartition("/")[2] for sound in node.iter(_tag("anim:audio"))}
    if sounds:
        yield Notice(
            "deck-sound",
            "Page {page} has a sound («{files}»), which is not used.",
            {"page": page, "files": ", ".join(sorted(sounds))},
        )
    if any(effect.get(_tag("pres:preset-class")) for effect in node.iter(_tag("anim:par"))):
        yield Notice("deck-animation", "Page {page}: animations are not played; their end is shown.", {"page": page})


def _leaving(found: list[Element]) -> frozenset[str]:
    """The ids of the shapes that an animation has taken away at the end."""
    last: dict[str, str] = {}
    for page in found:
        for effect in page.iter(_tag("anim:par")):
            kind = effect.get(_tag("pres:preset-class"))
            if kind in ("entrance", "exit"):
                for part in effect.iter():
                    if target := part.get(_tag("smil:targetElement")):
                        last[target] = kind
    return frozenset(target for target, kind in last.items() if kind == "exit")


def _outside(target: str) -> bool:
    """Whether a link leads out of the file: to an address or to a file of this machine."""
    return ":" in target or target.startswith(("/", "..", "\\"))


def _links(root: Element) -> list[str]:
    """What is linked and would be loaded: pictures, films, objects; not the hyperlinks of texts."""
    found = [
        node.get(_tag("xlink:href"), "") for node in root.iter() if node.tag not in (_tag("text:a"), _tag("draw:a"))
    ]
    return list(dict.fromkeys(target for target in found if _outside(target)))


def _fonts(root: Element) -> set[str]:
    faces = (face.get(_tag("svg:font-family"), "").strip("'\"") for face in root.iter(_tag("style:font-face")))
    return {face for face in faces if face and face not in ("OpenSymbol", "StarSymbol")}


@contextmanager
def _copy(path: Path, leaving: frozenset[str]) -> Iterator[Path]:
    """A copy that loads nothing from elsewhere, without the shapes that are gone at the end."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)

    def change(member: str, content: bytes) -> bytes | None:
        if member.rpartition("/")[2] not in ("content.xml", "styles.xml"):
            return content
        root = etree.fromstring(content, parser)
        for node in list(root.iter()):
            if _outside(node.get(_tag("xlink:href"), "")):
                node.set(_tag("xlink:href"), "")
            if node.get(_XML_ID) in leaving and node.getparent() is not None:
                node.getparent().remove(node)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    with tempfile.TemporaryDirectory(prefix="videolecture-deck-") as place, archive.opened(path, path.name) as source:
        copy = Path(place) / "deck.odp"
        try:
            archive.copied(source, copy, change)
        except (zipfile.BadZipFile, SyntaxError, ValueError, RuntimeError, NotImplementedError, EOFError):
            raise archive.broken(path.name) from None
        yield copy
