"""One sentence as written -> the same sentence as it is spoken, with a report of what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from videolecture.errors import InputError, Term
from videolecture.text import alphabet, markup
from videolecture.text.breath import MOST_UNSIGNED, breaths
from videolecture.text.citations import with_citations, without_citations
from videolecture.text.dictionary import Dictionary
from videolecture.text.en.reader import read_english
from videolecture.text.others.reader import read_other
from videolecture.text.ru.reader import read_russian
from videolecture.text.split import pieces
from videolecture.text.vowelless import spelled
from videolecture.types import Phrase, Sentence

ENDS = ".!?…:;,。！？、，।؟،؛"  # a phrase that ends in one of these needs no full stop
READERS: dict[str, Callable[[str], str]] = {"ru": read_russian, "en": read_english}
PAUSE = Phrase("").pause  # seconds after a sentence where none is set
BREATH = 0.15  # seconds inside a sentence that is too long for one breath
SWITCH = 0.1  # seconds where the language switches inside a sentence

VOWELLESS = "«{word}» has no vowel and is read letter by letter in «{excerpt}»."
NOTHING = "«{excerpt}» has nothing that can be spoken."

Stress = Callable[[str], str]
"""Lower-case words -> the same with U+0301 after stressed vowels and ё restored; marks that are there stay."""


@dataclass(frozen=True)
class Speaking:
    """A sentence as it will be spoken, and warnings for what could not be read as written."""

    sentence: Sentence
    warnings: tuple[Term, ...] = ()
    language: str = ""  # in force after it: a switch holds until the next one


def speak(
    text: str,
    language: str,
    dictionary: Dictionary | None = None,
    stress: Stress | None = None,
    begins: str = "",
    citations: bool = False,
) -> Speaking:
    """Read one sentence aloud, on paper. `language` is the lecture's; `begins`, if another, the sentence's first.

    `citations` are read too: «[1]» as «источник один»; else nothing is said of them.

    Raises InputError for a switch to a language that cannot be read.
    """
    phrases: list[Phrase] = []
    reported: list[Term] = []
    lost: list[str] = []
    parts = markup.stretches(text, begins or language, language)
    for spoken_in, stretch in parts:
        if spoken_in not in alphabet.LANGUAGES:
            raise InputError(
                "The language of «[lang:{language}]» in «{excerpt}» cannot be read.",
                "Known: {known}.",
                code="language-switch-unreadable",
                language=spoken_in,
                excerpt=_excerpt(text, ""),
                known=", ".join(alphabet.LANGUAGES),
            )
        made, warnings, missing = _stretch(
            stretch, spoken_in, dictionary, stress if spoken_in == "ru" else None, citations
        )
        reported += warnings
        lost += missing
        if phrases and made and phrases[-1].spoken and made[0].spoken:
            phrases[-1] = _continued(phrases[-1])
        phrases += [replace(phrase, language="" if spoken_in == language else spoken_in) for phrase in made]
    shown = markup.written(text).strip()
    phrases = _with_final_marks(phrases, shown)
    if lost:
        left_out = Term(
            "{characters} cannot be spoken and is left out of «{excerpt}».",
            code="characters-unspoken",
            characters=alphabet.names(tuple(dict.fromkeys(lost))),
            excerpt=_excerpt(shown, lost[0]),
        )
        reported.append(left_out)
    if not any(phrase.spoken for phrase in phrases) and not (lost or phrases):
        reported.append(Term(NOTHING, code="sentence-unspoken", excerpt=_excerpt(shown, "")))
    return Speaking(Sentence(shown, tuple(phrases)), tuple(reported), parts[-1][0])


def _stretch(
    text: str, language: str, dictionary: Dictionary | None, stress: Stress | None, citations: bool
) -> tuple[list[Phrase], tuple[Term, ...], list[str]]:
    """The phrases of a stretch in one language, warnings, and the characters that have no sound."""
    held = markup.Held()
    readable, warnings = markup.take(text, held)
    readable = with_citations(readable, language) if citations else without_citations(readable)
    if dictionary:
        readable = dictionary.apply(readable, language, held)
    read = READERS.get(language) or partial(read_other, language=language)
    held.spoken = [read(spoken) for spoken in held.spoken]
    said, vowelless = spelled(read(readable), language)
    warnings += tuple(Term(VOWELLESS, code="word-vowelless", word=w, excerpt=_excerpt(text, w)) for w in vowelless)
    words = held.restore(said)
    if stress:
        words = stress(words.lower())
    phrases: list[Phrase] = []
    lost: list[str] = []
    for part, pause in held.phrases(words):
        spoken, missing = alphabet.spell(markup.engine_stress(part), language)
        lost += missing
        if any(c.isalnum() for c in spoken):
            *begun, last = _in_breaths(spoken)
            phrases += [_continued(Phrase(breath, BREATH)) for breath in begun]
            phrases.append(Phrase(last, PAUSE if pause is None else pause))
        elif pause is not None and phrases:
            phrases[-1] = Phrase(phrases[-1].spoken, max(pause, phrases[-1].pause))
        elif pause is not None:
            phrases.append(Phrase("", pause))  # a pause before the first word
    return phrases, warnings, lost


def _in_breaths(spoken: str) -> list[str]:
    """A long sentence in parts of at most 65 words, cut where a reader would breathe."""
    return (
        [breath for piece in pieces(spoken) for breath in breaths(piece)]
        if spoken.count(" ") > MOST_UNSIGNED
        else [spoken]
    )


def _continued(phrase: Phrase) -> Phrase:
    """A phrase after which the sentence goes on: the voice does not fall, before another language it pauses shortly."""
    spoken = phrase.spoken if phrase.spoken[-1] in ENDS else phrase.spoken.rstrip("– ") + ","
    return replace(phrase, spoken=spoken, pause=SWITCH if phrase.pause == PAUSE else phrase.pause)


def _with_final_marks(phrases: list[Phrase], shown: str) -> list[Phrase]:
    """With a sign at every end: the voice falls at the end of a heading or a list item too, and after a bracket."""
    if phrases and phrases[-1].spoken.endswith(",") and shown[-1:] not in ",،、，":
        phrases[-1] = replace(phrases[-1], spoken=phrases[-1].spoken[:-1])
    return [
        replace(phrase, spoken=phrase.spoken.rstrip("– ") + ".")
        if phrase.spoken and phrase.spoken.rstrip('"»”')[-1:] not in (*ENDS, "")
        else phrase
        for phrase in phrases
    ]


def _excerpt(text: str, around: str) -> str:
    at = max(0, text.lower().find(around))
    start, end = max(0, at - 30), at + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
