"""Front matter: TOML between two lines `+++` at the head of a text. It says how the lecture is made."""

from __future__ import annotations

import re

FENCE = "+++"
_BLOCK = re.compile(r"\s*\+\+\+[ \t]*\n(?P<inside>.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)

_YAML = re.compile(r"---[ \t]*\r?\n(?P<inside>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_YAML_KEY = re.compile(r"^([A-Za-z_]\w*):", re.MULTILINE)


def front_matter(text: str) -> str | None:
    """The TOML of a text's front matter, with lines ended by \\n; None where there is none."""
    found = _BLOCK.match(text)
    return found["inside"] if found else None


def yaml(text: str) -> tuple[str, ...]:
    """The keys of front matter in YAML at the head of a text; () where there is none."""
    found = _YAML.match(text)
    return tuple(_YAML_KEY.findall(found["inside"])) if found else ()


def without_front_matter(text: str) -> str:
    """The text that is spoken."""
    found = _BLOCK.match(text)
    return text[found.end() :] if found else text
