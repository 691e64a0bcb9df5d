"""Words without a vowel, which no voice can say: an abbreviation that no rule knew. They are spelled, and reported."""

from __future__ import annotations

import re

from videolecture.text.ru.acronyms import spell
from videolecture.text.tables import words

# A stop behind it belongs to it, unless the text ends there.
_VOWELLESS = {
    "ru": re.compile(
        r"(?<![\w\u0301+'’-])[бвгджзйклмнпрстфхцчшщъь]{2,}(?![\w\u0301+'’-])(?:\.(?=\s+[а-яё]))?", re.IGNORECASE
    ),
    "en": re.compile(r"(?<![\w'’-])[bcdfghjklmnpqrstvwxz]{2,}(?![\w'’-])(?:\.(?=\s+[a-z]))?", re.IGNORECASE),
}


def spelled(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """`text` with its words without vowels letter by letter, and those words, each once, in order.

    Interjections («хм», "shh") are sounds of their own and stay. Other languages than Russian and English stay, too.
    """
    if language not in _VOWELLESS:
        return text, ()
    found: dict[str, None] = {}

    def say(match: re.Match[str]) -> str:
        word = match.group().rstrip(".")
        if word.lower() in words("vowelless", language):
            return match.group()
        found[word] = None
        return spell(word) if language == "ru" else " ".join(word.lower())

    return _VOWELLESS[language].sub(say, text), tuple(found)
