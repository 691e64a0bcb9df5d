"""One sentence as written -> the same sentence as it is spoken, with a report of what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from videolecture.text import alphabet, markup
from videolecture.text.dictionary import Dictionary
from videolecture.text.en.reader import read_english
from videolecture.text.ru.reader import read_russian
from videolecture.types import Phrase, Sentence

READERS = {"ru": read_russian, "en": read_english}
PAUSE = Phrase("").pause  # seconds after a sentence where none is set

Stress = Callable[[str], str]
"""Lower-case words -> the same with U+0301 after stressed vowels and ё restored; marks that are there stay."""


@dataclass(frozen=True)
class Speaking:
    """A sentence and what a listener would miss of it."""

    sentence: Sentence
    warnings: tuple[str, ...] = ()


def speak(text: str, language: str, dictionary: Dictionary | None = None, stress: Stress | None = None) -> Speaking:
    """Read one sentence aloud, on paper."""
    held = markup.Held()
    readable, warnings = markup.take(text, held)
    if dictionary:
        readable = dictionary.apply(readable, language, held)
    read = READERS[language]
    held.spoken = [read(spoken) for spoken in held.spoken]
    words = held.restore(read(readable))
    if stress:
        words = stress(words.lower())
    phrases: list[Phrase] = []
    lost: list[str] = []
    for part, pause in held.phrases(words):
        spoken, missing = alphabet.spell(markup.engine_stress(part), language)
        lost += missing
        if any(c.isalpha() for c in spoken):
            phrases.append(Phrase(_ended(spoken), PAUSE if pause is None else pause))
        elif pause is not None and phrases:
            phrases[-1] = Phrase(phrases[-1].spoken, max(pause, phrases[-1].pause))
        elif pause is not None:
            phrases.append(Phrase("", pause))  # a pause before the first word
    shown = markup.written(text).strip()
    told = [*warnings]
    if lost:
        named = alphabet.names(tuple(dict.fromkeys(lost)))
        told.append(f"{named} cannot be spoken and is left out of «{_excerpt(shown, lost[0])}».")
    if not any(phrase.spoken for phrase in phrases):
        told += [] if lost or phrases else [f"«{_excerpt(shown, '')}» has nothing that can be spoken."]
    return Speaking(Sentence(shown, tuple(phrases)), tuple(told))


def _ended(spoken: str) -> str:
    """The voice falls at the end of a heading or a list item too."""
    return spoken if spoken[-1] in ".!?…:;," else spoken.rstrip("– ") + "."


def _excerpt(text: str, around: str) -> str:
    at = max(0, text.lower().find(around))
    start, end = max(0, at - 30), at + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
