"""The whole way: a lecture's text -> slides of fragments of sentences, each as written and as spoken."""

from __future__ import annotations

import gc
from dataclasses import replace

from videolecture import memory
from videolecture.errors import InputError
from videolecture.text.alphabet import LANGUAGES
from videolecture.text.detect import AUTO, detect
from videolecture.text.dictionary import Dictionary
from videolecture.text.ru.stress import Stresser
from videolecture.text.sentences import sentences
from videolecture.text.source import Note
from videolecture.text.source import slides as source_slides
from videolecture.text.speaking import Speaking, speak
from videolecture.text.split import DELIMITER, fragments
from videolecture.types import Fragment, Progress, Slide

# An engine that names these weights among its own wants stress marked.
STRESS_WEIGHTS = "silero-stress"


def split_lecture(
    text: str,
    language: str,
    delimiter: str = DELIMITER,
    *,
    dictionary: Dictionary | None = None,
    strict: bool = False,
    stress: bool = False,
    citations: bool = False,
    progress: Progress = lambda *_: None,
) -> tuple[Slide, ...]:
    """The slides of a lecture, numbered from 1; its fragments are numbered from 1 through all of them.

    A fragment's warnings name what would be left unsaid, and where; what was found in the source that is no speech, and
    how it was taken, stands among them. With `strict` the first of what would be left unsaid is an InputError.
    `language` is ISO 639-1, or "auto": as the text is. `dictionary` says words the user's way. `stress` marks every
    Russian word's stress with «+» before its vowel and restores ё, with the weights «silero-stress» (MissingError where
    they are not). `citations` are read out, too: else
    «[1]» is left unspoken. Raises InputError too for an empty text, one of delimiters only, and an unknown language.
    """
    language = detect(text) if language == AUTO else language
    if language not in LANGUAGES:
        raise InputError(f"The language «{language}» cannot be read.", f"Known: {', '.join(LANGUAGES)}.")
    in_russian = language == "ru" or "[lang:ru]" in text.lower()
    marked = Stresser() if stress and in_russian else None  # not kept: it is large, and texts are read once
    slides: list[Slide] = []
    heard = 0  # characters
    unsaid: list[str] = []  # warnings of sentences that hold nothing to say: the next fragment tells them
    number = 1
    source = source_slides(text, language, delimiter)
    for slide, slide_text in enumerate(source.slides, 1):
        made: list[Fragment] = []
        spoken_in = language  # a [lang:...] holds until the next one or the end of the slide
        for group in fragments(tuple(sentences(slide_text, language))):
            read: list[Speaking] = []
            for sentence in group:
                read.append(speak(sentence, language, dictionary, marked, spoken_in, citations))
                spoken_in = read[-1].language
                heard += len(sentence)
                progress(min(1.0, heard / len(text)), "reading the text")
            unsaid += [
                f"Slide {slide}: {w}" for speaking in read if not speaking.sentence.spoken for w in speaking.warnings
            ]
            said = tuple(speaking for speaking in read if speaking.sentence.spoken)
            if said:
                made.append(_fragment(number, slide, said, unsaid))
                unsaid = []
                number += 1
        slides.append(Slide(slide, tuple(made)))
    if marked:
        # Its modules refer to each other: left to itself, a service would hold one for every lecture it read.
        marked = None
        gc.collect()
        memory.give_back()
    if strict:
        _refuse(slides, [*unsaid, *(f"Slide {note.slide}: {note.text}" for note in source.notes if note.unsaid)])
    return _noted(_with(slides, unsaid), source.notes)


def _fragment(number: int, slide: int, said: tuple[Speaking, ...], unsaid: list[str]) -> Fragment:
    warnings = [f"Slide {slide}, fragment {number}: {warning}" for speaking in said for warning in speaking.warnings]
    return Fragment(number, slide, tuple(speaking.sentence for speaking in said), (*unsaid, *warnings))


def _with(slides: list[Slide], unsaid: list[str]) -> tuple[Slide, ...]:
    """The slides, with the last warnings told by the last fragment. Raises InputError when there is no fragment."""
    spoken = [index for index, slide in enumerate(slides) if slide.fragments]
    if not spoken:
        raise InputError("The lecture text holds nothing that can be spoken.", "Write it in words.")
    if unsaid:
        slide = slides[spoken[-1]]
        last = slide.fragments[-1]
        told = replace(last, warnings=(*last.warnings, *unsaid))
        slides[spoken[-1]] = replace(slide, fragments=(*slide.fragments[:-1], told))
    return tuple(slides)


def _noted(slides: tuple[Slide, ...], notes: tuple[Note, ...]) -> tuple[Slide, ...]:
    """The slides, with each note of the source told by the first fragment of its slide or of one after it."""
    spoken = [index for index, slide in enumerate(slides) if slide.fragments]
    made = list(slides)
    for note in reversed(notes):
        index = next((index for index in spoken if index >= note.slide - 1), spoken[-1])
        first, *others = made[index].fragments
        told = replace(first, warnings=(f"Slide {note.slide}: {note.text}", *first.warnings))
        made[index] = replace(made[index], fragments=(told, *others))
    return tuple(made)


def _refuse(slides: list[Slide], unsaid: list[str]) -> None:
    told = [warning for slide in slides for fragment in slide.fragments for warning in fragment.warnings]
    for warning in [*told, *unsaid]:
        raise InputError(warning, "Write it in words, or say how it sounds: [say:written|spoken].")
