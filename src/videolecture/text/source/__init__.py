"""From a file as people have them to the text that is read: what printing, PDF and markup left in it is taken out.

slides(text, ...) -> SourceText: the slides' texts, and notes of what was found. Each module here is one kind of trace,
a step over numbered lines; none looks at a sentence, that is the readers' part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial

from videolecture.errors import Term
from videolecture.text.source import characters, glued, hyphens, lookalikes, markdown, pages, remarks, stamps
from videolecture.text.source.lines import Notes, lines_of, slides_of
from videolecture.text.source.unit_names import unit_name
from videolecture.text.split import DELIMITER, slide_texts

_EMPHASISED = re.compile(r"(?<![\w_])_(?=[\w«\"“])([^_\n]{0,200}[\w»\"”.!?])_;")  # «_важно_;» ends no slide


@dataclass(frozen=True)
class Note:
    """Something found in the lecture's source."""

    slide: int  # from 1
    text: Term
    unsaid: bool  # whether words of the author's are left out


@dataclass(frozen=True)
class SourceText:
    """A lecture's slides as they are to be read, in order, and the notes."""

    slides: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def slides(text: str, language: str, delimiter: str = DELIMITER) -> SourceText:
    """The slides' texts without the traces of their file. Raises InputError where nothing is left to say."""
    text = unicodedata.normalize("NFC", text)
    if delimiter == DELIMITER:
        text = _EMPHASISED.sub(r"\1;", text)
    count = len(slide_texts(text, delimiter))
    notes = Notes()
    lines = lines_of(text.split(delimiter)[:count], delimiter)
    lines = characters.cleaned(lines, language, notes)
    lines = remarks.without_remarks(lines, notes)
    lines = stamps.without_stamps(lines, notes)
    lines = pages.without_page_marks(lines, notes)
    lines = markdown.without_markup(lines, notes, partial(unit_name, language=language))
    lines = hyphens.joined(lines, language)
    lines = characters.with_raised_notes(lines)
    lines = [lookalikes.meant(line, language, notes) for line in lines]
    lines = glued.parted(lines, language, notes)
    found = tuple(Note(*told) for told in notes.told())
    return SourceText(tuple(slides_of(lines, count)), found)
