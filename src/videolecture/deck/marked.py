"""A Markdown deck taken apart: front matter, slides, the title, builds and notes of each. No picture is opened here.

A slide begins at a line `---` (after an empty one); in a deck without any, at each heading of level 1 or 2.
`. . .` alone on a line: what follows is in the next picture. Notes, whichever one is used to: a line `Notes:` and all
below it, `<!-- a comment -->`, `::: notes` to `:::`, or `???` and all below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

Node = SyntaxTreeNode

_NOTES = re.compile(r"^(?:(?:speaker )?notes?|заметки|текст|речь):[ \t]*", re.IGNORECASE)
_COMMENT = re.compile(r"^<!--(.*)-->\s*$", re.DOTALL)
_DIRECTIVE = re.compile(r"^_?[a-zA-Z]+(?:-[a-zA-Z]+)*:\s*\S*")  # what Marp writes into comments: `_class: lead`
_FRONT = re.compile(r"^(?:[A-Za-z_-]+:.*|\s+.*|\s*-\s.*|\s*)$")  # a line of YAML
_WORDS = 3  # a comment of so many words in a line is no directive, whatever it begins with


@dataclass(frozen=True)
class MarkdownSlide:
    """One slide of Markdown."""

    title: Node | None  # the heading
    pieces: tuple[tuple[Node, ...], ...]  # one for each build
    notes: str


@dataclass(frozen=True)
class MarkdownDeck:
    """A Markdown deck."""

    front: dict[str, str]  # `key: value` lines of the front matter
    slides: tuple[MarkdownSlide, ...]


def taken_apart(source: str) -> MarkdownDeck:
    """The deck in a Markdown text."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin).use(dollarmath_plugin, allow_space=False, double_inline=True)
    lines = source.splitlines()
    front: dict[str, str] = {}
    nodes = list(SyntaxTreeNode(markdown.parse(source)).children)
    if nodes and nodes[0].type == "front_matter":
        if all(map(_FRONT.match, nodes[0].content.splitlines())):
            front = _front(nodes.pop(0).content)
        else:  # a first slide between two rules
            nodes = list(SyntaxTreeNode(markdown.disable("front_matter").parse(source)).children)
    slides = tuple(_slide(group, lines) for group in _groups(nodes))
    return MarkdownDeck(front, tuple(slide for slide in slides if slide.title or any(slide.pieces) or slide.notes))


def _front(content: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in content.splitlines() if ":" in line and line[:1].isalpha())
    return {key.strip().lower(): value.strip().strip("'\"") for key, _, value in pairs}


def _groups(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    ruled = any(node.type == "hr" for node in nodes)
    group: list[Node] = []
    for node in nodes:
        begins = node.type == "hr" if ruled else node.type == "heading" and node.tag in ("h1", "h2") and group
        if begins:
            yield group
            group = []
        if node.type != "hr":
            group.append(node)
    if group:
        yield group


def _slide(nodes: list[Node], lines: list[str]) -> MarkdownSlide:
    shown, notes = _without_notes(nodes, lines)
    title = None
    if shown and shown[0].type == "heading":
        title = shown.pop(0)
    pieces: list[list[Node]] = [[]]
    for node in shown:
        if node.type == "paragraph" and text_of(node).replace(" ", "") == "...":
            pieces.append([])
        else:
            pieces[-1].append(node)
    return MarkdownSlide(title, tuple(map(tuple, pieces)), notes)


def _without_notes(nodes: list[Node], lines: list[str]) -> tuple[list[Node], str]:
    """The nodes that are shown, and the notes as their author wrote them."""
    shown: list[Node] = []
    notes: list[str] = []
    end = max((node.map[1] for node in nodes if node.map), default=0)
    skip_to = 0
    for node in nodes:
        start, stop = node.map or (0, 0)
        if node.map and start < skip_to:
            continue
        first = lines[start].strip() if node.map else ""
        comment = _COMMENT.match("\n".join(lines[start:stop]).strip()) if node.type == "html_block" else None
        if comment:
            notes += [comment.group(1)] if not _directives(comment.group(1)) else []
        elif node.type == "paragraph" and (_NOTES.match(first) or first == "???"):
            notes.append("\n".join([_NOTES.sub("", first).removeprefix("???"), *lines[start + 1 : end]]))
            break
        elif node.type == "paragraph" and re.fullmatch(r":::\s*\{?\.?notes?\}?", first.lower()):
            closing = next((i for i in range(start + 1, end) if lines[i].strip() == ":::"), end)
            notes.append("\n".join(lines[start + 1 : closing]))
            skip_to = closing + 1
        else:
            shown.append(node)
    return shown, "\n\n".join(note.strip() for note in notes if note.strip())


def _directives(comment: str) -> bool:
    said = [line.strip() for line in comment.splitlines() if line.strip()]
    return all(_DIRECTIVE.match(line) and len(line.split()) <= _WORDS for line in said)


def text_of(node: Node) -> str:
    """The plain text of a node."""
    if node.type in ("text", "code_inline", "math_inline", "math_inline_double", "fence", "code_block"):
        return str(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(text_of(child) for child in node.children)


def title_of(node: Node) -> str:
    """The plain text of a heading; formulas keep their dollars, by which they are known for what they are."""
    if node.type in ("math_inline", "math_inline_double"):
        return f"${node.content}$"
    return "".join(map(title_of, node.children)) if node.children else text_of(node)


def sources(marked: MarkdownDeck) -> list[str]:
    """The addresses of all pictures, as written."""
    nodes = [node for slide in marked.slides for piece in slide.pieces for node in piece]
    return [str(child.attrs["src"]) for node in nodes for child in node.walk() if child.type == "image"]
