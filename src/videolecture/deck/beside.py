"""Which files beside it a deck of text shows, without opening it."""

from __future__ import annotations

import re
from pathlib import Path

from videolecture.deck import markdown

_STRING = re.compile(r'"((?:[^"\\\n]|\\.)+)"')  # in Typst: of some, only the folder tells whether they are files


def named(path: Path) -> tuple[str, ...]:
    """Names relative to the file's folder, each once: the pictures of a Markdown deck, every string of a Typst file.

    A Typst file may put names together as it runs; those are not found here. Raises InputError for what is no text.
    """
    if path.suffix.lower() != ".typ":
        return markdown.named(path)
    found = (re.sub(r"\\(.)", r"\1", string) for string in _STRING.findall(markdown.text_in(path)))
    return tuple(dict.fromkeys(name for name in found if "." in name and "\n" not in name))
