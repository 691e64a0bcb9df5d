"""What every speech engine refuses or complains of, in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from videolecture.errors import EngineError, InputError, Term


def language_unknown(engine: str, language: str, known: Sequence[str]) -> InputError:
    """A language that the engine does not speak."""
    return InputError(
        "The engine {engine} does not speak «{language}».",
        "It speaks: {known}.",
        code="speech-language-unknown",
        engine=engine,
        language=language,
        known=", ".join(known),
    )


def letters_unknown(letters: str, text: str, language: str) -> EngineError:
    """Letters or digits that the voice would lose."""
    return EngineError(
        "The voice cannot say «{letters}» in «{text}».",
        "Write it in the letters of the language ({language}), or set its reading with [say:...|...].",
        code="speech-letters-unknown",
        letters=letters,
        text=text,
        language=language,
    )


def nothing_to_say(text: str) -> EngineError:
    """A text without words."""
    return EngineError(
        "There is nothing to say in «{text}».",
        "Give it words, or remove it.",
        code="speech-nothing-to-say",
        text=text,
    )


def never_ended() -> Term:
    """A model that went on to its longest utterance: its sound is cut there."""
    return Term("the model did not come to an end", code="speech-endless")
