"""The whole way: a lecture's text -> slides of fragments of sentences, each as written and as spoken."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from videolecture import memory
from videolecture.errors import InputError, Term
from videolecture.text import slide_marks, synth
from videolecture.text.alphabet import LANGUAGES
from videolecture.text.detect import AUTO, detect
from videolecture.text.dictionary import Dictionary
from videolecture.text.edited import Edit, edited
from videolecture.text.located import of_fragment, of_slide
from videolecture.text.ru.stress import Stresser
from videolecture.text.ru.stress import load as load_stress
from videolecture.text.sentences import sentences
from videolecture.text.source import Note
from videolecture.text.source import slides as source_slides
from videolecture.text.speaking import Speaking, Stress, speak
from videolecture.text.split import DELIMITER, fragments
from videolecture.types import Fragment, Progress, Slide, SlideMark

# An engine that names these weights among its own wants stress marked.
STRESS_WEIGHTS = "silero-stress"


def load(language: str, *, stress: bool = False) -> None:
    """Import what reading a text takes, so that `split_lecture` with the same arguments begins at once."""
    if stress and language in ("ru", AUTO):
        load_stress()


def split_lecture(
    text: str,
    language: str,
    delimiter: str = DELIMITER,
    *,
    dictionary: Dictionary | None = None,
    strict: bool = False,
    stress: bool = False,
    citations: bool = False,
    edits: Mapping[int, Edit] = MappingProxyType({}),
    progress: Progress = lambda *_: None,
) -> tuple[Slide, ...]:
    """The slides of a lecture, numbered from 1; its fragments are numbered from 1 through all of them.

    A fragment's warnings name what would be left unsaid, and where; what was found in the source that is no speech, and
    how it was taken, stands among them. With `strict` the first of what would be left unsaid is an InputError.
    `language` is ISO 639-1, or "auto": as the text is. `dictionary` says words the user's way. `stress` marks every
    Russian word's stress with «+» before its vowel and restores ё, with the weights «silero-stress» (MissingError where
    they are not). `citations` are read out, too: else «[1]» is left unspoken. `edits` are said instead of fragments, by
    number. Raises InputError too for an empty text, one of delimiters only, and an unknown language.
    """
    language = detect(text) if language == AUTO else language
    if language not in LANGUAGES:
        raise InputError(
            "The language «{language}» cannot be read.",
            "Known: {known}.",
            code="language-unreadable",
            language=language,
            known=", ".join(LANGUAGES),
        )
    in_russian = language == "ru" or "[lang:ru]" in text.lower()
    marked = Stresser() if stress and in_russian else None  # not kept: it is large, and texts are read once
    source = source_slides(text, language, delimiter)
    reader = _Reader(language, dictionary, marked, citations, edits, progress, len(text))
    slides = [reader.slide(slide, slide_text) for slide, slide_text in enumerate(source.slides, 1)]
    if marked:
        # Its modules refer to each other: left to itself, a service would hold one for every lecture it read.
        marked = reader.stress = None
        gc.collect()
        memory.give_back()
    if strict:
        _refuse(slides, [*reader.unsaid, *(of_slide(note.slide, note.text) for note in source.notes if note.unsaid)])
    return _noted(_with(slides, reader.unsaid), source.notes)


class _Reader:
    """Reads slide after slide: fragments are numbered through all of them."""

    def __init__(
        self,
        language: str,
        dictionary: Dictionary | None,
        stress: Stress | None,
        citations: bool,
        edits: Mapping[int, Edit],
        progress: Progress,
        length: int,
    ) -> None:
        self.unsaid: list[Term] = []  # warnings of what holds nothing to say: the next fragment tells them
        self.stress = stress
        self._language, self._spoken_in = language, language
        self._dictionary, self._citations, self._edits = dictionary, citations, edits
        self._progress, self._length = progress, length
        self._characters = 0  # of the text that are read
        self._number = 1  # of the next fragment
        self._marks_left: tuple[SlideMark, ...] = ()  # marks of the slide that stand behind what was read of it so far

    def slide(self, slide: int, text: str) -> Slide:
        """One slide, with its marks at their words."""
        self._spoken_in = self._language  # a [lang:...] holds until the next one or the end of the slide
        self._marks_left = ()
        synth.check(slide, text)
        taken = slide_marks.take(text)
        self._tell(slide, taken.warnings)
        made: list[Fragment] = []
        for stretch in taken.stretches:
            places = slide_marks.Places(stretch)
            for group in fragments(tuple(sentences(stretch.text, self._language))):
                made += (replace(one, synth=stretch.synth) for one in self._fragment(slide, group, places))
            self._marks_left = (*self._marks_left, *places.rest())
            if stretch.clip:
                made += self._numbered(Fragment(self._number, slide, (), clip=stretch.clip))
        spoken = [place for place, fragment in enumerate(made) if fragment.sentences]
        if self._marks_left and spoken:
            made[spoken[-1]] = slide_marks.at_the_end(made[spoken[-1]], self._marks_left)
        return Slide(slide, tuple(made), taken.layout)

    def _fragment(self, slide: int, group: Sequence[str], places: slide_marks.Places) -> Iterator[Fragment]:
        """The fragment of these sentences, if any of them can be spoken."""
        said: list[Speaking] = []
        marks, begins = list(self._marks_left), self._spoken_in
        for sentence in group:
            speaking = self._say(sentence)
            marks += places.of_sentence(sentence, len(said))
            if speaking.sentence.spoken:
                said.append(speaking)
            else:
                self._tell(slide, speaking.warnings)
            self._characters += len(sentence)
            self._progress(min(1.0, self._characters / self._length), "reading the text")
        spoken = tuple(speaking.sentence for speaking in said)
        warnings = tuple(of_fragment(slide, self._number, w) for speaking in said for w in speaking.warnings)
        source = " ".join(group)
        made, self._marks_left = slide_marks.with_marks(
            Fragment(self._number, slide, spoken, warnings, source=source), marks
        )
        if spoken:
            yield from self._numbered(self._edited(made, begins))

    def _say(self, sentence: str) -> Speaking:
        """One sentence, in the language that holds where it begins."""
        speaking = speak(sentence, self._language, self._dictionary, self.stress, self._spoken_in, self._citations)
        self._spoken_in = speaking.language
        return speaking

    def _edited(self, fragment: Fragment, begins: str) -> Fragment:
        """The fragment as its author changed it, if so. What follows goes on as the text does."""
        if (edit := self._edits.get(self._number)) is None:
            return fragment
        follows, self._spoken_in = self._spoken_in, begins
        found = edited(fragment, edit, self._language, self._say)
        self._spoken_in = follows
        return found

    def _numbered(self, fragment: Fragment) -> Iterator[Fragment]:
        yield replace(fragment, warnings=(*self.unsaid, *fragment.warnings))
        self.unsaid = []
        self._number += 1

    def _tell(self, slide: int, warnings: Sequence[Term]) -> None:
        self.unsaid += [of_slide(slide, warning) for warning in warnings]


def _with(slides: list[Slide], unsaid: list[Term]) -> tuple[Slide, ...]:
    """The slides, with the last warnings told by the last fragment. Raises InputError when there is no fragment."""
    spoken = [index for index, slide in enumerate(slides) if slide.fragments]
    if not spoken:
        raise InputError(
            "The lecture text holds nothing that can be spoken.",
            "Write it in words.",
            code="text-unspeakable",
        )
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
        told = replace(first, warnings=(of_slide(note.slide, note.text), *first.warnings))
        made[index] = replace(made[index], fragments=(told, *others))
    return tuple(made)


def _refuse(slides: list[Slide], unsaid: list[Term]) -> None:
    told = [warning for slide in slides for fragment in slide.fragments for warning in fragment.warnings]
    for warning in [*told, *unsaid]:
        raise InputError(
            "{warning}",
            "Write it in words, or say how it sounds: [say:written|spoken].",
            code="text-unsaid",
            warning=warning,
        )
