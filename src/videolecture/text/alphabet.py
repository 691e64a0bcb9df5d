"""Which characters the speech engines speak, and the report of any that they would drop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from videolecture.text.others.reader import LANGUAGES as OTHERS
from videolecture.text.others.reader import spell_other
from videolecture.text.pauses import one_each

# Silero's own symbol sets, less the three marks it uses inside («_», «~», «|»). Whatever is not here vanishes
# without a word: v4_ru.pt "!+,-.:;?абвгдежзийклмнопрстуфхцчшщъыьэюяё–… ", v3_en.pt " !\"',-.:;?a-z".
SPOKEN = {
    "ru": frozenset("!+,-.:;?абвгдежзийклмнопрстуфхцчшщъыьэюяё–… "),
    "en": frozenset(" !\"',-.:;?abcdefghijklmnopqrstuvwxyz"),
}
LANGUAGES = (*SPOKEN, *OTHERS)  # ISO 639-1, of every text that can be read

# Written, but with no sound of their own: quotation marks, and what only the printer sees (soft hyphen, zero-width and
# direction marks, a stress mark that stands on no vowel).
SILENT = frozenset("«»„“”\"'‘’‚‛‹›`´ʼ\u0301\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


_BRACKETS = dict.fromkeys("()[]{}", ", ")
_PUNCTUATION = {
    "ru": str.maketrans(dict.fromkeys(SILENT, "") | _BRACKETS | dict.fromkeys("—―‒−", "–") | dict.fromkeys("‐‑", "-")),
    "en": str.maketrans(
        dict.fromkeys(SILENT - {"'", '"'}, "")
        | _BRACKETS
        | dict.fromkeys("—―‒−–", ",")
        | dict.fromkeys("‐‑", "-")
        | dict.fromkeys("’‘ʼ`´", "'")
        | {"…": "."}
    ),
}
_MISPLACED = re.compile(r"\+(?![аеёиоуыэюя])")  # the engines' stress mark where no vowel follows
_SPACES = re.compile(r"\s+")
_BEFORE = re.compile(r"\s+(?=[,.!?;:…])")
_LEADING = re.compile(r"^[\s,.;:!?–…-]+")


def spell(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """`text` in the engine's own characters, and the characters that have none, each once, in order."""
    if language not in SPOKEN:
        return spell_other(text)
    alphabet = SPOKEN[language]
    text = text.lower().translate(_PUNCTUATION[language])
    if language == "ru" and "+" in text:
        text = _MISPLACED.sub("", text)
    if alphabet.issuperset(text):
        return _tidy(text), ()
    lost: dict[str, None] = {}
    kept: list[str] = []
    for character in text:
        if character in alphabet:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        else:
            kept.append(" ")
            lost[character] = None
    return _tidy("".join(kept)), tuple(lost)


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    text = _BEFORE.sub("", text)
    return _LEADING.sub("", one_each(text))


def names(characters: Iterator[str] | tuple[str, ...]) -> str:
    """The characters for a message: each with its Unicode name."""
    return ", ".join(f"«{c}» ({unicodedata.name(c, f'U+{ord(c):04X}').lower()})" for c in characters)
