"""What a recogniser would have heard of a text that was said with given pauses."""

from __future__ import annotations

from videolecture.speech.recorded.listening import Listened
from videolecture.types import Fragment, Mark, Phrase, Sentence

WORD, GAP = 0.4, 0.02  # seconds


def heard(said: str, late: float = 0.0) -> Listened:
    """Every word lasts .4 s; «|» is a pause of a second. `late`: seconds that the words' times are wrong by."""
    words, speech, at, begins = [], [], 1.0, 1.0
    for word in said.split():
        if word == "|":
            if at > begins:
                speech.append((begins, at))
            at += 1.0
            begins = at
        else:
            words.append(Mark("word", word, at + late, at + WORD + late))
            at += WORD + GAP
    return Listened("ru", tuple(words), (*speech, (begins, at)), at + 1.0, -20.0)


def fragment(number: int, *sentences: str, slide: int = 1) -> Fragment:
    return Fragment(number, slide, tuple(Sentence(text, (Phrase(text.lower().rstrip(".")),)) for text in sentences))
