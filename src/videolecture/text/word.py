"""The text of a Word document: its paragraphs in order, those of tables too; deleted words are left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from videolecture.errors import InputError

MOST_BYTES = 500_000_000  # of all parts unpacked: beyond it a file is taken for a decompression bomb
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What is not part of the text: deleted or moved-away words, and the copy of a text box for old programs.
_LEFT_OUT = (f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def is_word(data: bytes) -> bool:
    """Whether bytes are a Word document (.docx)."""
    return data[:4] == b"PK\x03\x04" and b"word/" in data


def word_text(data: bytes, name: str) -> str:
    """The text, a line for each paragraph; `name` is what messages call it. Raises InputError."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise ValueError("too large")
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # whatever zipfile, lxml and python-docx raise for damaged parts
        raise InputError(
            "«{name}» is damaged or no Word document.",
            "Open it in Word or LibreOffice and save it again, or as plain text.",
            code="word-broken",
            name=name,
        ) from error
    return "\n".join("".join(_pieces(paragraph)) for paragraph in body.iter(f"{_W}p"))


def _pieces(node: Any) -> Iterator[str]:
    """What stands in a paragraph; paragraphs inside it (text boxes) come by themselves."""
    for child in node:
        if child.tag in _LEFT_OUT or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag != f"{_W}pPr":
            yield from _pieces(child)
