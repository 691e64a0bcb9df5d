"""Front matter: TOML between two lines `+++` at the head of a text. It says how the lecture is made."""

from __future__ import annotations

import re

FENCE = "+++"
_BLOCK = re.compile(r"\s*\+\+\+[ \t]*\n(?P<inside>.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def front_matter(text: str) -> str | None:
    """The TOML of a text's front matter, with lines ended by \\n; None where there is none."""
    found = _BLOCK.match(text)
    return found["inside"] if found else None


def without_front_matter(text: str) -> str:
    """The text that is spoken."""
    found = _BLOCK.match(text)
    return text[found.end() :] if found else text
