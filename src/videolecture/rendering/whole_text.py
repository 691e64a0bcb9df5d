"""The whole text of a lecture as it stands now, to be changed as a whole: with the changes of its fragments in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.text import read
from videolecture.text.edited import Edit
from videolecture.text.slide_marks import ANY_MARK, take

_BETWEEN = rf"(?:\s|{ANY_MARK})+"  # what may stand between two words of a fragment, and is no word of it


@dataclass(frozen=True)
class Said:
    """A fragment as it stands now, with its marks about speech; a film says nothing."""

    number: int
    slide: int
    text: str


def written(path: Path, delimiter: str) -> list[str]:
    """The slides' texts of a file, as they stand there. Raises InputError."""
    return read(path).text.split(delimiter)


def layouts(text: str, delimiter: str) -> list[str]:
    """The layouts that the slides of a text name; "": none."""
    return [take(slide).layout for slide in text.split(delimiter)]


def whole_text(slides: Sequence[str], said: Sequence[Said], changed: Mapping[int, Edit], delimiter: str) -> str:
    """The text with what was changed fragment by fragment."""
    texts = list(slides)
    for number in sorted({one.slide for one in said if one.number in changed}):
        if number <= len(texts):
            texts[number - 1] = _with(texts[number - 1], [one for one in said if one.slide == number], changed)
    return delimiter.join(texts)


def _with(slide: str, said: Sequence[Said], changed: Mapping[int, Edit]) -> str:
    """A slide's text with the changes of its fragments; written anew where one of them is not found in it."""
    text, at = slide, 0
    for one in said:
        edit = changed.get(one.number)
        if edit is None or edit.text is None:
            continue
        found = re.compile(_BETWEEN.join(re.escape(word) for word in edit.was.split())).search(text, at)
        if found is None:
            return _anew(slide, said)
        marks = [] if re.search(ANY_MARK, edit.text) else re.findall(ANY_MARK, found[0])
        new = " ".join((*marks, edit.text))  # marks about the slide stay, before the words that they stood among
        text = text[: found.start()] + new + text[found.end() :]
        at = found.start() + len(new)
    return text


def _anew(slide: str, said: Sequence[Said]) -> str:
    """A slide's text of its fragments as they stand now; films keep their places among them."""
    films = iter(re.findall(r"\[clip:[^\]\n]*\]", slide, re.IGNORECASE))
    return "\n" + "\n\n".join(one.text or next(films, "") for one in said) + "\n"
