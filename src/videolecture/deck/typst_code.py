"""Nodes of Markdown as Typst code. Every text of the author's is a string literal: nothing of it is run as code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from videolecture.deck.formula import to_typst
from videolecture.deck.marked import Node, text_of
from videolecture.deck.types import Notice

_INLINE = {"em": "emph", "strong": "strong", "s": "strike"}


def literal(text: str) -> str:
    """A string literal of Typst's; control characters, which it cannot write, are left out."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c for c in escaped if c >= " " and c != "\x7f") + '"'


@dataclass
class Writer:
    """Writes the nodes of one slide; what could not be written is in `notices`."""

    slide: int
    picture: Callable[[str], str | Notice]  # an address as written -> a path for Typst, or why there is none
    notices: list[Notice] = field(default_factory=list)

    def blocks(self, nodes: Iterable[Node]) -> str:
        """Several blocks, one after another."""
        return "\n\n".join(self.block(node) for node in nodes)

    def block(self, node: Node) -> str:
        """One block."""
        if node.type in ("paragraph", "inline"):
            return self.inline(node)
        if node.type == "heading":
            return (
                f"#heading(level: {max(2, int(node.tag[1]))}, outlined: false, bookmarked: false)[{self.inline(node)}]"
            )
        if node.type == "bullet_list":
            return f"#list({', '.join(f'[{self.blocks(item.children)}]' for item in node.children)})"
        if node.type == "ordered_list":
            items = ", ".join(f"[{self.blocks(item.children)}]" for item in node.children)
            return f"#enum(start: {int(node.attrs.get('start', 1))}, {items})"
        if node.type == "blockquote":
            return f"#quote(block: true)[{self.blocks(node.children)}]"
        if node.type in ("fence", "code_block"):
            language = node.info.split()[0].strip("{}.") if node.info.split() else ""
            lang = f", lang: {literal(language)}" if language else ""
            return f"#raw({literal(node.content.rstrip())}, block: true{lang})"
        if node.type == "math_block":
            return self._formula(node.content, block=True)
        if node.type == "table":
            return self._table(node)
        return self._left_out(node)

    def inline(self, node: Node) -> str:
        """The inline content of a block, or of an inline element."""
        return "".join(self._element(child) for child in node.children)

    def _element(self, node: Node) -> str:
        if node.type == "inline":
            return self.inline(node)
        if node.type == "text":
            return f"#{literal(node.content)};" if node.content else ""
        if node.type == "softbreak":
            return "\n"
        if node.type == "hardbreak" or (node.type == "html_inline" and node.content.lower().startswith("<br")):
            return "#linebreak();"
        if node.type in _INLINE:
            return f"#{_INLINE[node.type]}[{self.inline(node)}];"
        if node.type == "code_inline":
            return f"#raw({literal(node.content)});"
        if node.type == "link":
            return f"#link({literal(str(node.attrs.get('href', '')) or '#')})[{self.inline(node)}];"
        if node.type == "image":
            return self.image(node)
        if node.type in ("math_inline", "math_inline_double"):
            return self._formula(node.content, block=node.type == "math_inline_double")
        return self._left_out(node)

    def image(self, node: Node, height: str = "9em") -> str:
        """A picture, or a frame that says why it is not there."""
        found = self.picture(str(node.attrs["src"]))
        if isinstance(found, Notice):
            self.notices.append(found)
            return f"#no-picture({literal(text_of(node) or str(node.attrs['src']))});"
        alt = text_of(node)
        return f"#picture(read({literal(found)}, encoding: none), alt: {literal(alt)}, height: {height});"

    def _formula(self, latex: str, block: bool) -> str:
        said = to_typst(latex)
        if said is None:
            self.notices.append(
                Notice(
                    "deck-formula",
                    "Slide {slide}: the formula «{formula}» is not understood and is shown as it is written.",
                    {"slide": self.slide, "formula": latex.strip()},
                )
            )
            return f"#raw({literal(latex.strip())}, block: {'true' if block else 'false'});"
        return f"$ {said} $" if block else f"${said}$"

    def _table(self, node: Node) -> str:
        rows = [row for part in node.children for row in part.children]
        aligned = [str(cell.attrs.get("style", "")).rpartition(":")[2] or "left" for cell in rows[0].children]
        cells = [[f"[{self.inline(cell)}]" for cell in row.children] for row in rows]
        body = ", ".join(cell for row in cells[1:] for cell in row)
        widest = "".join(
            f"{literal(max(chain.from_iterable(map(_words, column)), key=len, default=''))}, "
            for column in zip_longest(*(row.children for row in rows))
        )
        return (
            f"#sheet({len(aligned)}, ({', '.join(aligned)},), ({', '.join(cells[0])},), "
            f"({body}{',' if body else ''}), widest: ({widest}))"
        )

    def _left_out(self, node: Node) -> str:
        what = node.content.strip().split("\n")[0][:60] if node.content else node.type
        if not what.startswith("<!--") and not what.startswith("</"):
            self.notices.append(
                Notice(
                    "deck-markup-left-out",
                    "Slide {slide}: «{what}» cannot be shown and is left out.",
                    {"slide": self.slide, "what": what},
                )
            )
        return ""


def _words(cell: Node | None) -> list[str]:
    """What of a table's cell cannot be broken into lines; a formula's source says nothing of its width."""
    if cell is None or any(node.type.startswith("math") for node in cell.walk()):
        return []
    return text_of(cell).split()
