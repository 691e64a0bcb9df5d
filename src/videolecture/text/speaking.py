"""One sentence as written -> the same sentence as it is spoken, with a report of what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from videolecture.text import alphabet
from videolecture.text.en.reader import read_english
from videolecture.text.ru.reader import read_russian
from videolecture.types import Phrase, Sentence

READERS = {"ru": read_russian, "en": read_english}


@dataclass(frozen=True)
class Speaking:
    """A sentence and what a listener would miss of it."""

    sentence: Sentence
    warnings: tuple[str, ...] = ()


def speak(text: str, language: str) -> Speaking:
    """Read one sentence aloud, on paper."""
    spoken, lost = alphabet.spell(READERS[language](text), language)
    warnings = []
    if lost:
        warnings.append(f"{alphabet.names(lost)} cannot be spoken and is left out of «{_excerpt(text, lost[0])}».")
    if spoken and spoken[-1] not in ".!?…:;":
        spoken = spoken.rstrip(",– ") + "."  # a heading or a list item: the voice falls
    if not any(character.isalpha() for character in spoken):
        warnings.append(f"«{_excerpt(text, text[:1])}» has nothing that can be spoken.")
        spoken = ""
    return Speaking(Sentence(text, (Phrase(spoken),) if spoken else ()), tuple(warnings))


def _excerpt(text: str, around: str) -> str:
    at = max(0, text.lower().find(around))
    start, end = max(0, at - 30), at + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
