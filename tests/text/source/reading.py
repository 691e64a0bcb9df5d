"""What is said of a small text, and what is told of it."""

from __future__ import annotations

from typing import NamedTuple

from videolecture.text import split_lecture


class Read(NamedTuple):
    """All that a lecture of one text says, shows and warns of."""

    spoken: str
    shown: str
    warnings: str


def read(text: str, language: str = "ru", *, citations: bool = False) -> Read:
    slides = split_lecture(text, language, citations=citations)
    fragments = [fragment for slide in slides for fragment in slide.fragments]
    return Read(
        " ".join(fragment.spoken for fragment in fragments),
        " ".join(fragment.text for fragment in fragments),
        "\n".join(warning for fragment in fragments for warning in fragment.warnings),
    )
