"""Slides of whose picture nothing is spoken: who cannot see them learns nothing of them, captions do not help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from videolecture.deck.types import Deck, Notice

STEM = 5  # letters by which words are compared, so that their endings do not matter
SHORTEST = 4  # letters of a word that says something
REPEATED = 3  # slides on which a line stands when it is taken for a footer

# How a speaker points at a figure, as stems.
_POINTING = {
    "ru": [
        "рисун",
        "картин",
        "график",
        "схем",
        "диагр",
        "фото",
        "изобр",
        "табли",
        "карт",
        "кадр",
        "видн",
        "видим",
        "показ",
        "слайд",
        "экран",
        "крива",
        "стрел",
    ],
    "en": [
        "figur",
        "pictu",
        "graph",
        "chart",
        "diagr",
        "photo",
        "image",
        "drawi",
        "plot",
        "map",
        "table",
        "scree",
        "shown",
        "slide",
        "curve",
        "arrow",
    ],
}
_MARKS = re.compile(r"\[(?:next|point|highlight|layout|clip|/?synth|pause|lang|/lang)[^\]\n]*\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Unspoken:
    """What of one slide is not spoken."""

    slide: int
    lines: tuple[str, ...]  # of its text: those of which no word is spoken
    text: bool  # whether it has text, and nothing of all of it is spoken
    figures: bool  # whether it has a figure, and nothing points at it
    silent: bool = False  # whether nothing at all is spoken


def unspoken(deck: Deck, texts: Sequence[str], language: str) -> tuple[Unspoken, ...]:
    """Slides with text or a figure of which nothing is spoken; `texts` as `matching.pair` gives them, one a slide.

    A line is spoken when one of its words or numbers is, a figure when a word of its description is or the speaker
    points («the chart shows»); where the language's words for that are not known, when anything at all is spoken.
    """
    everywhere = Counter(line for slide in deck.slides for line in dict.fromkeys(slide.text))
    found = []
    for slide, text in zip(deck.slides, texts, strict=True):
        said = _MARKS.sub(" ", text)
        spoken = _stems(said)
        lines = [line for line in slide.text if everywhere[line] < REPEATED and _stems(line)]
        left = tuple(line for line in lines if not _stems(line) & spoken)
        silent_text = bool(lines) and len(left) == len(lines)
        silent_figure = bool(slide.figures) and not any(_told(figure, spoken, language) for figure in slide.figures)
        if silent_text or silent_figure or left:
            found.append(Unspoken(slide.number, left, silent_text, silent_figure, silent=not _WORD.search(said)))
    return tuple(found)


def notices(found: Sequence[Unspoken]) -> Iterator[Notice]:
    """A warning for each slide with text or a figure of which nothing is spoken; single lines are none.

    Of a silent slide only its text is told: that nothing is said of its figure, its author knows.
    """
    for one in found:
        if one.text:
            yield Notice(
                "deck-unspoken-text",
                "Slide {slide}: nothing of its text is spoken («{line}»).",
                {"slide": one.slide, "line": max(one.lines, key=_letters)},  # no axis of a figure
            )
        if one.figures and not one.silent:
            yield Notice("deck-unspoken-figure", "Slide {slide}: nothing is said of its figure.", {"slide": one.slide})


def _letters(line: str) -> int:
    return sum(letter.isalpha() for letter in line)


def _told(figure: str, spoken: set[str], language: str) -> bool:
    if not spoken:
        return False
    pointing = _POINTING.get(language.split("-")[0])
    if pointing is None:
        return True
    return bool(_stems(figure) & spoken) or any(word.startswith(stem[:STEM]) for word in spoken for stem in pointing)


def _stems(text: str) -> set[str]:
    words = _WORD.findall(text.casefold().replace("ё", "е").replace("\u0301", ""))
    return {word[:STEM] for word in words if len(word) >= SHORTEST or (word.isdecimal() and len(word) > 1)}
