"""A fragment that its author changed after the lecture was split: other words, or the same said otherwise.

It stays one fragment, however long it becomes, and keeps its number; the fragments around it stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from videolecture.errors import InputError, Term
from videolecture.text import slide_marks, synth
from videolecture.text.located import of_fragment, of_slide
from videolecture.text.sentences import sentences
from videolecture.text.speaking import Speaking
from videolecture.types import Fragment, Sentence, SlideMark


@dataclass(frozen=True)
class Edit:
    """What is to be said instead. `was`: the fragment as written when it was changed, by which it is known."""

    was: str
    text: str | None = None  # as written; with marks of its own, or those of the fragment stay at their places
    spoken: str | None = None  # how it sounds: the text, and the subtitles, stay


def edited(fragment: Fragment, edit: Edit, language: str, say: Callable[[str], Speaking]) -> Fragment:
    """The fragment as the edit wants it. Raises InputError where it is another fragment, or nothing would be said."""
    if fragment.clip or fragment.text != edit.was:
        raise InputError(
            "The change of fragment {number} was made for another text: «{was}».",
            "Change it again, or take the change out.",
            code="edit-outdated",
            number=fragment.number,
            was=edit.was[:80],
        )
    if synth.MARK.search(f"{edit.text} {edit.spoken}"):
        raise InputError(
            "The change of fragment {number} has a mark [synth].",
            "What an engine is to speak is a fragment of its own: put the marks into the whole text.",
            code="edit-synth",
            number=fragment.number,
        )
    if edit.text is not None:
        fragment = _rewritten(fragment, edit.text, language, say)
    return fragment if edit.spoken is None else _respoken(fragment, edit.spoken, language, say)


def _rewritten(fragment: Fragment, text: str, language: str, say: Callable[[str], Speaking]) -> Fragment:
    """Other words."""
    taken = slide_marks.take(text)
    if any(stretch.clip for stretch in taken.stretches):
        raise InputError(
            "The change of fragment {number} names a film.",
            "A film is a fragment of its own: put it into the whole text.",
            code="edit-clip",
            number=fragment.number,
        )
    stretch, places = taken.stretches[0], slide_marks.Places(taken.stretches[0])
    said: list[Speaking] = []
    marks: list[SlideMark] = []
    for sentence in sentences(stretch.text, language):
        speaking = say(sentence)
        marks += places.of_sentence(sentence, len(said))
        said += [speaking] if speaking.sentence.spoken else []
    spoken = _audible(fragment, said)
    words = [len(sentence.text.split()) for sentence in spoken]
    rest = [replace(mark, sentence=len(spoken) - 1, word=words[-1]) for mark in places.rest()]
    kept = (*marks, *rest) or [
        replace(mark, sentence=at, word=min(mark.word, words[at]))
        for mark in fragment.marks
        for at in (min(mark.sentence, len(spoken) - 1),)
    ]
    warnings = tuple(of_slide(fragment.slide, warning) for warning in taken.warnings)
    return replace(
        fragment, sentences=spoken, marks=tuple(kept), warnings=(*warnings, *_warnings(fragment, said)), source=text
    )


def _respoken(fragment: Fragment, spoken: str, language: str, say: Callable[[str], Speaking]) -> Fragment:
    """The same words, said otherwise: sentence by sentence where there are as many, otherwise as one sentence."""
    said = [say(sentence) for sentence in sentences(spoken, language)]
    new = _audible(fragment, [speaking for speaking in said if speaking.sentence.spoken])
    written = fragment.sentences
    warnings = _warnings(fragment, said)
    if len(new) == len(written):
        pairs = zip(written, new, strict=True)
        found = tuple(replace(before, phrases=after.phrases) for before, after in pairs)
        return replace(fragment, sentences=found, warnings=warnings)
    words = [len(sentence.text.split()) for sentence in written]
    marks = tuple(replace(mark, sentence=0, word=sum(words[: mark.sentence]) + mark.word) for mark in fragment.marks)
    one = Sentence(fragment.text, tuple(phrase for sentence in new for phrase in sentence.phrases))
    return replace(fragment, sentences=(one,), marks=marks, warnings=warnings)


def _audible(fragment: Fragment, said: list[Speaking]) -> tuple[Sentence, ...]:
    if not said:
        raise InputError(
            "After the change fragment {number} would say nothing.",
            "Write it in words; a slide that is to be silent loses its text as a whole.",
            code="edit-unspeakable",
            number=fragment.number,
        )
    return tuple(speaking.sentence for speaking in said)


def _warnings(fragment: Fragment, said: list[Speaking]) -> tuple[Term, ...]:
    found = [warning for speaking in said for warning in speaking.warnings]
    return tuple(of_fragment(fragment.slide, fragment.number, warning) for warning in found)
