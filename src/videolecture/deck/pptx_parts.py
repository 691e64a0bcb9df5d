"""What is in a slide of a PPTX beside its looks: films, sounds, animations, links, fonts; read from its XML."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from lxml import etree

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FILM_SUFFIXES = (".mp4", ".mov", ".avi", ".wmv", ".m4v", ".mpg", ".mpeg", ".webm", ".mkv")


@dataclass(frozen=True)
class Moving:
    """What of a slide a picture cannot show."""

    films: tuple[str, ...]  # names of the files
    sounds: tuple[str, ...]
    narrated: bool  # one of the sounds is a narration recorded in PowerPoint
    leaving: frozenset[str]  # ids of the shapes that an animation has taken away at the end
    animated: bool


def moving(slide: Any) -> Moving:
    """Look through a slide of python-pptx."""
    root = slide._element
    films, sounds = [], []
    for relation in slide.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        file = posixpath.basename(relation.target_ref if relation.is_external else str(relation.target_part.partname))
        film = file.lower().endswith(_FILM_SUFFIXES)
        if kind == "video" or (kind == "media" and film):
            films.append(file)
        elif kind in ("audio", "media"):
            sounds.append(file)
    narrated = any(node.get("isNarration") in ("1", "true") for node in root.iter(f"{P}audio"))
    last: dict[str, str] = {}
    effects = 0
    for effect in root.iter(f"{P}cTn"):
        kind = effect.get("presetClass")
        if kind not in ("entr", "exit", "emph", "path"):
            continue
        effects += 1
        for target in effect.iter(f"{P}spTgt"):
            if target.find(f"{P}txEl") is None and kind in ("entr", "exit"):
                last[target.get("spid")] = kind
    leaving = frozenset(shape for shape, kind in last.items() if kind == "exit")
    return Moving(_once(films), _once(sounds), narrated, leaving, effects > 0)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def take_away(slide_xml: bytes, shapes: frozenset[str]) -> bytes:
    """The slide's XML without the shapes of these ids, and so as it is when its animations have ended."""
    root = etree.fromstring(slide_xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for properties in list(root.iter(f"{P}cNvPr")):
        if properties.get("id") in shapes:
            shape = properties.getparent().getparent()
            shape.getparent().remove(shape)
    for timing in root.findall(f"{P}timing"):
        root.remove(timing)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def cut_links(rels_xml: bytes) -> tuple[bytes, list[str]]:
    """Relationships with every link out of the file cut but hyperlinks, which load nothing; and what was linked."""
    root = etree.fromstring(rels_xml, etree.XMLParser(resolve_entities=False, no_network=True))
    cut = []
    for relation in root.iter(RELATION):
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            cut.append(relation.get("Target", ""))
            relation.set("Target", "about:blank")
    if not cut:
        return rels_xml, []
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), cut


def fonts(slide: Any) -> set[str]:
    """The families that a slide's own text names; "+mj-lt" and the like mean the theme's."""
    named = {node.get("typeface", "") for tag in ("latin", "cs") for node in slide._element.iter(f"{A}{tag}")}
    return {name for name in named if name and name[0] != "+"}


def theme_fonts(theme_xml: bytes) -> set[str]:
    """The families of headings and body of a theme."""
    root = etree.fromstring(theme_xml, etree.XMLParser(resolve_entities=False, no_network=True))
    named = {
        latin.get("typeface", "")
        for tag in ("majorFont", "minorFont")
        for font in root.iter(f"{A}{tag}")
        for latin in font.findall(f"{A}latin")
    }
    return named - {""}
