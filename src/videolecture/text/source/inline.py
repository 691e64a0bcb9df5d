"""Markup inside a paragraph: emphasis, links, images, code, HTML, footnotes, escapes (CommonMark, GitHub, Obsidian).

A sign counts as markup only where it comes in a pair that hugs its words: `2*3*4`, `x_1`, `a * b` and `**kwargs` stay.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from videolecture.text.notation import SUBSCRIPTS, SUPERSCRIPTS
from videolecture.text.source.marks import Shelter, is_free

Count = Callable[[str], None]

_OWN = re.compile(r"\[(?:say|pause|lang):[^\]\n]*\]|\[/lang\]", re.IGNORECASE)
_MATHEMATICS = re.compile(
    r"\$\$[^$]{1,2000}\$\$|(?<![\w$\\])\$[^\s$](?:[^$\n]{0,400}[^\s$\\])?\$(?!\d)"
    r"|\\\([^\n]{1,400}?\\\)|\\\[[^\]]{1,2000}\\\]"
)
_CODE = re.compile(r"(?<![\\`])(`{1,3})(?!`)([^`](?:[^`]|(?!\1)`)*)\1(?!`)")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>«»\"')\]]+|www\.[^\s<>«»\"')\]]+")
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>]+|mailto:[^\s<>]+|[\w.+-]+@[\w.-]+\.\w+)>")
_TARGET = (
    r"\(\s*(?:<[^<>\n]*>|(?:https?|ftp|mailto|tel|file|tg)[:][^()\s]*(?:\([^()\s]*\)[^()\s]*)*|[/#.][^()\s]*"
    r"|[^()\s]*\.[A-Za-z]\w{0,7}(?:[#?][^()\s]*)?)"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*\)(?:\{[^{}\n]*\})?"
)
_LABEL = r"\[((?:[^\[\]\n]|\n(?!\n)|\[[^\[\]\n]*\]){0,500})\]"
_IMAGE = re.compile(rf"!{_LABEL}(?:{_TARGET}|\[[^\[\]\n]*\])")
_LINK = re.compile(rf"(?<!!){_LABEL}{_TARGET}")
_REFERENCE = re.compile(r"(?<!!)\[([^\[\]\n]{1,200})\](?:\[([^\[\]\n]{0,80})\])?(?![(\[:])")
_WIKI_FILE = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*|\\(?=\n)", re.IGNORECASE)
_TAGS = (
    "b|i|u|s|em|strong|mark|small|big|sup|sub|span|p|div|a|code|kbd|font|center|h[1-6]|ul|ol|li|blockquote|del|ins|abbr"
    "|cite|q|summary|details|section|article|figure|figcaption|strike"
)
_PAIR = re.compile(rf"<(?P<tag>{_TAGS})(?:\s[^<>]{{0,300}})?>(?P<inside>[^<>]*)</(?P=tag)\s*>", re.IGNORECASE)
_ALONE = re.compile(
    rf"</?(?:{_TAGS}|img|hr|table|tr|td|th|tbody|thead|nobr|wbr)(?:\s[^<>]{{1,300}})?\s*/?>", re.IGNORECASE
)
_ATTRIBUTED = re.compile(r"<[a-z][a-z0-9]*\s[^<>]{0,200}=\s?[\"'][^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[A-Za-z]{2,8}\d?);", re.IGNORECASE)
_OF_HTML = re.compile(r"\b(?:html|тег\w*|тэг\w*|tags?|сущност\w+|мнемоник\w+|entit\w+)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([*_#`~|>\[\]<!])")
_STRONG = (
    re.compile(r"(?<![A-Za-z0-9*\\])\*\*\*(?=[^\s*])((?:[^*]|\*(?!\*))*[^\s*])\*\*\*(?![A-Za-z0-9*])"),
    re.compile(r"(?<![A-Za-z0-9*\\])\*\*(?=[^\s*])((?:[^*]|\*(?!\*))*[^\s*]|[^\s*])\*\*(?![A-Za-z0-9*])"),
    re.compile(r"(?<![\w\\])__(?=[^\s_])((?:[^_]|_(?!_))*[^\s_])__(?![\w(]|\.\w)"),
    re.compile(r"(?<![~\w])~~(?=\S)([^~]*\S)~~(?![~\w])"),
    re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]*[^\s=])==(?![=\w])"),
)
_EMPHASIS = (
    re.compile(r"(?<![\w*\\)\]])\*(?=[^\s*])([^*]*[^\s*]|[^\s*])\*(?![\w*(\[])"),
    re.compile(r"(?<![\w\\)\]])_(?=[^\s_])((?:[^_]|(?<=\w)_(?=\w))*[^\s_]|[^\s_])_(?![\w(\[])"),
)
_RAISED = {plain: sign for sign, plain in SUPERSCRIPTS.items()}
_LOWERED = {plain: sign for sign, plain in SUBSCRIPTS.items()}
_DUNDER = re.compile(r"__[a-z]+__")
_DUNDERS = frozenset(
    [
        "init",
        "main",
        "name",
        "str",
        "repr",
        "call",
        "new",
        "del",
        "len",
        "iter",
        "next",
        "enter",
        "exit",
        "file",
        "doc",
        "dict",
        "class",
        "eq",
        "lt",
        "gt",
        "hash",
        "bool",
        "add",
        "sub",
        "mul",
        "getitem",
        "setitem",
        "getattr",
        "setattr",
        "contains",
        "all",
        "slots",
        "version",
        "author",
        "path",
        "package",
        "module",
        "annotations",
    ]
)


def plain(text: str, count: Count, defined: frozenset[str] = frozenset()) -> str:
    """A paragraph's words without the markup; as many lines as before. `count` hears of each kind that is found.

    `defined` are the names, in lower case, of the links that the text defines elsewhere.
    """
    if not is_free(text):
        return text
    shelter = Shelter()
    text = _OWN.sub(lambda m: shelter.keep(m.group()), text)
    text = _CODE.sub(lambda m: _counted(shelter.keep(_of_code(m[2])), "code", count), text)
    text = _MATHEMATICS.sub(lambda m: shelter.keep(m.group()), text)
    text = _ESCAPE.sub(lambda m: shelter.keep(m[1]), text)
    if "[" in text or "<" in text:
        text = _references(text, count, shelter)
    if defined and "[" in text:
        text = _REFERENCE.sub(lambda m: _by_name(m, defined, count), text)
    text = _ADDRESS.sub(lambda m: shelter.keep(m.group()), text)
    text = _of_html(text, count)
    text = _DUNDER.sub(lambda m: shelter.keep(m.group()) if m.group()[2:-2] in _DUNDERS else m.group(), text)
    for pattern in (*_STRONG, *_EMPHASIS):
        text = pattern.sub(lambda m: _emphasised(m, count), text)
    return shelter.restored(text)


def _counted(text: str, kind: str, count: Count) -> str:
    count(kind)
    return text


def _emphasised(match: re.Match[str], count: Count) -> str:
    inside = match[1]
    if "\n\n" in inside or not any(c.isalnum() or ord(c) > 0xFFFF for c in inside):
        return match.group()
    left = match.string[match.start() - 1 : match.start()]
    if re.search(r"[=+/^<>−]\s*$", match.string[max(0, match.start() - 3) : match.start()]) and left != ">":
        return match.group()  # «y = *x* + 1» is a formula, whatever it means
    return _counted(inside, "emphasis", count)


def _of_code(code: str) -> str:
    """Code inside a sentence as words: the joints of names become spaces, empty brackets go."""
    code = " ".join(code.split()) if "\n" not in code else code.strip(" ")
    code = re.sub(r"\(\)", "", code)
    return re.sub(
        r"(?<=[^\W_]{2})_(?=[^\W_]{2})|(?<![^\W_])_+(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})_+(?![^\W_])", " ", code
    ).strip()


def _references(text: str, count: Count, shelter: Shelter) -> str:
    text = _AUTOLINK.sub(lambda m: _counted(shelter.keep(m[1].removeprefix("mailto:")), "links", count), text)
    text = _FOOTNOTE.sub(lambda _: _counted("", "footnotes", count), text)
    text = _WIKI_FILE.sub(lambda _: _counted("", "images", count), text)
    for _ in range(2):  # an image may stand inside a link
        text = _IMAGE.sub(lambda m: _counted(m[1], "images", count), text)
        text = _LINK.sub(lambda m: _counted(m[1], "links", count), text)
    return _WIKI.sub(lambda m: _counted(m[1], "links", count), text)


def _by_name(match: re.Match[str], defined: frozenset[str], count: Count) -> str:
    """«[учебник][1]», «[учебник][]», «[учебник]», where «[1]: https://...» or «[учебник]: ...» stands in the text."""
    label, name = match[1], match[2]
    meant = label if name in (None, "") else name
    if meant.lower() not in defined or (name is None and label.isdigit()):  # «[1]» is a citation all the same
        return match.group()
    return _counted(label, "links", count)


def _of_html(text: str, count: Count) -> str:
    if "&" in text and not _OF_HTML.search(text):
        text = _ENTITY.sub(lambda m: _entity(m, count), text)
    if "<" not in text:
        return text
    text = _COMMENT.sub(lambda m: _counted("\n" * m.group().count("\n"), "HTML", count), text)
    if _OF_HTML.search(text):
        return text  # a text about HTML: there a tag is what is spoken of
    text = _BREAK.sub(
        lambda m: _counted(", " if text[m.end() : m.end() + 1] not in ("", "\n") else "", "HTML", count), text
    )
    for _ in range(4):  # tags inside tags
        made = _PAIR.sub(lambda m: _counted(_inside(m), "HTML", count), text)
        if made == text:
            break
        text = made
    if _ATTRIBUTED.search(text):
        text = _ATTRIBUTED.sub("", text)
        text = _ALONE.sub(lambda _: _counted("", "HTML", count), text)
    return text


def _inside(match: re.Match[str]) -> str:
    """What stands between a pair of tags; of a raised or lowered number its own signs."""
    tag, inside = match["tag"].lower(), match["inside"]
    signs = _RAISED if tag == "sup" else _LOWERED if tag == "sub" else {}
    return "".join(signs[c] for c in inside) if inside and signs.keys() >= set(inside) else inside


def _entity(match: re.Match[str], count: Count) -> str:
    said = html.unescape(match.group())
    if said == match.group():
        return said
    return _counted("" if said == "\u00ad" else said, "HTML", count)
