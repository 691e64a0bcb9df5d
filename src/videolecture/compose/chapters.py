"""Chapters: one for each slide that has something to say, named by its first words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 60  # characters of a title: what players show in one line
SHORTEST = 15  # characters: a shorter first sentence is a greeting, and the next one says what it is about

# ISO 639-1 to the 639-2/T codes that MP4 tracks carry, for the languages of the known engines.
_THREE_LETTERS = {
    "ar": "ara", "be": "bel", "cs": "ces", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin",
    "hu": "hun", "it": "ita", "ja": "jpn", "kk": "kaz", "ko": "kor", "nl": "nld", "pl": "pol", "pt": "por",
    "ru": "rus", "tr": "tur", "tt": "tat", "uk": "ukr", "uz": "uzb", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A stretch of the lecture; milliseconds from its start."""

    title: str
    start: int
    end: int


def title(number: int, sentences: Iterable[str]) -> str:
    """«3. Первое предложение слайда»: the slide's number and its first sentences, cut between words."""
    kept = ""
    for sentence in sentences:
        kept = " ".join(f"{kept} {sentence}".split())
        if len(kept) >= SHORTEST:
            break
    if len(kept) > LONGEST:
        whole, space, _ = kept[:LONGEST].rpartition(" ")
        kept = ((whole if space else kept[: LONGEST - 1]).rstrip(",;:—–- ") or kept[: LONGEST - 1]) + "…"
    return f"{number}. {kept.removesuffix('.')}" if kept else f"{number}"


def chapters(slides: Iterable[tuple[str, int]]) -> tuple[Chapter, ...]:
    """Chapters from (title, length in ms) of each slide in order; an empty slide gets none."""
    result: list[Chapter] = []
    start = 0
    for name, length in slides:
        if length:
            result.append(Chapter(name, start, start + length))
        start += length
    return tuple(result)


def three_letters(language: str) -> str:
    """The language tag of an MP4 track: «rus» for «ru»; «und» for one that is not listed."""
    return _THREE_LETTERS.get(language.split("-")[0].lower(), "und")
