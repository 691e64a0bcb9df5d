"""Words that no voice can say as words: they are spelled. Those without a vowel are reported: no rule knew them."""

from __future__ import annotations

import re
from string import ascii_lowercase

from videolecture.text.ru.acronyms import spell
from videolecture.text.tables import table, words

# A stop behind it belongs to it, unless the text ends there.
_VOWELLESS = {
    "ru": re.compile(
        r"(?<![\w\u0301+'’-])[бвгджзйклмнпрстфхцчшщъь]{2,}(?![\w\u0301+'’-])(?:\.(?=\s+[а-яё]))?", re.IGNORECASE
    ),
    "en": re.compile(r"(?<![\w'’-])[bcdfghjklmnpqrstvwxz]{2,}(?![\w'’-])(?:\.(?=\s+[a-z]))?", re.IGNORECASE),
    **dict.fromkeys(
        ("es", "it"),
        re.compile(r"(?<![\w-])[bcdfghjklmnpqrstvwxz]{2,}(?![\w'’-])(?:\.(?=\s+[a-z]))?", re.IGNORECASE),
    ),
}
# Capitals that begin or end as no word of the language can: «ADN», «DNA», «USB».
_UNSAYABLE = {
    "es": re.compile(
        r"(?<![\w-])(?:(?!CH|LL|[BCFGP][LR]|[DT]R)[B-DF-HJ-NP-TV-XZ]{2}[A-Z]*|[A-Z]*[B-DF-HJ-NP-TV-XZ]{2})(?![\w-])"
    ),
    "it": re.compile(
        r"(?<![\w-])(?:(?!S[B-DF-HL-NP-TV]|CH|GH|GN|[BCFGP][LR]|[DTV]R)[B-DF-HJ-NP-TV-XZ]{2}[A-Z]*"
        r"|[A-Z]*[B-DF-HJ-NP-TV-XZ]{2})(?![\w-])"
    ),
}
_LONGEST = 5  # letters; longer ones are words in capitals


def spelled(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """`text` with its words without vowels letter by letter, and those words, each once, in order.

    Interjections («хм», "shh") are sounds of their own and stay. Spanish and Italian acronyms that nobody could say as
    words are spelled, too, without a report. Other languages than these and Russian and English stay.
    """
    if language not in _VOWELLESS:
        return text, ()
    found: dict[str, None] = {}

    def say(match: re.Match[str]) -> str:
        word = match.group().rstrip(".")
        if word.lower() in words("vowelless", language):
            return match.group()
        if not (language in _UNSAYABLE and word.isupper()):
            found[word] = None
        return _letters(word, language)

    text = _VOWELLESS[language].sub(say, text)
    if language in _UNSAYABLE:
        text = _UNSAYABLE[language].sub(lambda match: _acronym(match.group(), language), text)
    return text, tuple(found)


def _acronym(written: str, language: str) -> str:
    return _letters(written, language) if len(written) <= _LONGEST else written


def _letters(word: str, language: str) -> str:
    if language == "ru":
        return spell(word)
    if language == "en":
        return " ".join(word.lower())
    names = table("vowelless")["letters"][language].split()
    return " ".join(names[ascii_lowercase.index(letter)].replace("-", " ") for letter in word.lower())
